using System.Globalization;
using Cluster.V1;

namespace Cluster.Training.Data.Texts;

/// <summary>
/// Makes a dataset for a number to each text from records: a pure function of spec, records and tokenizer. The label column has the number,
/// written with a point; it is learned as it is.
/// </summary>
public static class TextRegressionEncoder
{
    /// <summary>Reads the records three times, divides and encodes them.</summary>
    /// <param name="spec">A resolved spec.</param>
    /// <param name="source">The records.</param>
    /// <param name="tokenizer">Cuts texts into tokens.</param>
    /// <exception cref="InvalidDataException">The records do not fit the spec; the message is for the user.</exception>
    public static EncodedDataset Encode(JobSpec spec, IRecordSource source, ITokenizer tokenizer)
    {
        var records = new TextRecords(source, spec.Data.Text, spec.Data.Label);
        using var survey = new RecordSurvey();
        var values = new List<float>();
        foreach (TextRecord record in survey.Of(records)) values.Add(Number(record, spec.Data.Label));

        DatasetSplit split = survey.Divide(spec, classes: null);
        Vocabulary vocabulary = TrainingTokens.MakeVocabulary(spec, tokenizer, records, split);
        var shape = new DataShape(vocabulary.Size, Features: 0, Outputs: 1, TargetKind.Values, TargetPerStep: false);
        var examples = new EncodedExample[survey.Count];
        foreach (TextRecord record in records.Read())
        {
            int[] ids = record.Encode(tokenizer, spec.Tokens.MaxLength, vocabulary);
            examples[record.Index] = new EncodedExample(ids.Length, ids, Features: null, Classes: null, [values[record.Index]]);
        }

        return EncodedDataset.Of(survey.Digest, vocabulary, [], new EncodedSplit(shape, examples), split);
    }

    private static float Number(TextRecord record, string column)
    {
        string text = record.Label.Text;
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number)
            ? number
            : throw record.Wrong($"'{Shown(text)}' in column '{column}' is not a number.");
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
