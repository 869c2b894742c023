using Cluster.V1;

namespace Cluster.Client.Rendering;

/// <summary>Predictions for texts, as people read them: a row for each text, or a line for each token.</summary>
internal static class PredictionTable
{
    /// <summary>Writes the predictions of some texts.</summary>
    public static void Write(IReadOnlyList<string> texts, PredictResponse answer, TextWriter output)
    {
        if (answer.Predictions.Any(prediction => prediction.Tokens.Count > 0))
            WriteTags(answer, output);
        else if (answer.ValueNames.Count > 0)
            WriteValues(texts, answer, output);
        else
            WriteClasses(texts, answer, output);
    }

    private static void WriteClasses(IReadOnlyList<string> texts, PredictResponse answer, TextWriter output)
    {
        TextTable table = new("TEXT", "LABEL", "PROBABILITY#", "NEXT");
        foreach ((string text, Prediction prediction) in texts.Zip(answer.Predictions))
        {
            IEnumerable<string> next = prediction.Classes.Skip(1)
                .Select(other => $"{other.Label} {Numbers.Fixed(other.Probability)}");
            table.Add(text, prediction.Label, Numbers.Fixed(prediction.Probability), string.Join(", ", next));
        }
        table.Write(output);
    }

    /// <summary>Token, tab, label; an empty line after each text, as in files of tagged sentences.</summary>
    private static void WriteTags(PredictResponse answer, TextWriter output)
    {
        foreach (Prediction prediction in answer.Predictions)
        {
            foreach (TaggedToken token in prediction.Tokens) output.WriteLine($"{token.Token}\t{token.Label}");
            output.WriteLine();
        }
    }

    private static void WriteValues(IReadOnlyList<string> texts, PredictResponse answer, TextWriter output)
    {
        TextTable table = new(["TEXT", .. answer.ValueNames.Select(name => $"{name.ToUpperInvariant()}#")]);
        foreach ((string text, Prediction prediction) in texts.Zip(answer.Predictions))
        {
            foreach (double[] step in prediction.Values.Chunk(answer.ValueNames.Count))
                table.Add([text, .. step.Select(Numbers.Fixed)]);
        }
        table.Write(output);
    }
}
