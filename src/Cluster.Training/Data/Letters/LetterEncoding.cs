using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Data.Letters;

/// <summary>Adds the letters of words to examples, for networks with a character encoder.</summary>
public static class LetterEncoding
{
    /// <summary>Whether the tokens of a spec are words whose letters can be read.</summary>
    public static bool Possible(JobSpec spec) => spec.Tokens?.Level == TokenSpec.Types.Level.Word && spec.Task is Task.Tagging or Task.Classification;

    /// <summary>Returns the dataset with letters, where the spec's network reads them; else the dataset itself, and no word is asked for.</summary>
    /// <param name="dataset">Divided as <paramref name="split"/> says.</param>
    /// <param name="spec">The resolved spec.</param>
    /// <param name="words">For each record its tokens as they are written, before case folding; as many as the example has steps. Read twice.</param>
    /// <param name="split">Which records are in which split, in the order of the splits' examples.</param>
    /// <exception cref="InvalidDataException">A record has another number of words than its example has steps.</exception>
    public static EncodedDataset Add(EncodedDataset dataset, JobSpec spec, IEnumerable<string[]> words, DatasetSplit split)
    {
        if (EncoderOf(spec) is not { } encoder) return dataset;
        Vocabulary characters = Count(words, split, encoder.MaxLength);
        var table = new LetterTable(characters, encoder.MaxLength);
        int[][][] letters = [.. words.Select(table.OfAll)];
        EncodedSplit With(EncodedSplit part, int[] records) => part with
        {
            Shape = part.Shape with { CharacterVocabularySize = characters.Size },
            Examples = [.. part.Examples.Zip(records, (example, record) => Spelled(example, record, letters[record]))],
        };
        return dataset with
        {
            Characters = characters,
            Training = With(dataset.Training, split.Training),
            Validation = With(dataset.Validation, split.Validation),
            Test = With(dataset.Test, split.Test),
        };
    }

    /// <summary>The letters of a text's words for a trained network; null if it reads none.</summary>
    /// <param name="spec">The resolved spec.</param>
    /// <param name="characters">The letters it was trained with.</param>
    /// <param name="words">The words as they are written, before case folding.</param>
    public static int[][]? Spell(JobSpec spec, Vocabulary characters, string[] words) =>
        EncoderOf(spec) is { } encoder ? new LetterTable(characters, encoder.MaxLength).OfAll(words) : null;

    private static CharacterEncoder? EncoderOf(JobSpec spec) =>
        spec.Model?.Layers is [{ Embedding.Characters: { } encoder }, ..] ? encoder : null;

    private static Vocabulary Count(IEnumerable<string[]> words, DatasetSplit split, int maxLength)
    {
        HashSet<int> training = [.. split.Training];
        var counter = new LetterCounter(maxLength);
        foreach ((int record, string[] own) in words.Index())
        {
            if (!training.Contains(record)) continue;
            foreach (string word in own) counter.Add(word);
        }

        return counter.ToVocabulary();
    }

    private static EncodedExample Spelled(EncodedExample example, int record, int[][] letters) => letters.Length == example.Length
        ? example with { Letters = letters }
        : throw new InvalidDataException($"Record {record + 1} has {letters.Length} words as it is written, but {example.Length} tokens.");
}
