using Cluster.Training.Data;
using Cluster.Training.Data.Texts;
using Cluster.V1;

namespace Cluster.Datasets;

/// <summary>Writes a dataset's splits as files that any other program can train on.</summary>
internal static class SplitExport
{
    /// <summary>Writes train.tsv, validation.tsv and test.tsv, divided as the trainer divides them: text, tab, label.</summary>
    /// <param name="dataset">Name of a dataset whose columns are text and label.</param>
    /// <param name="seed">Seed of the division.</param>
    /// <param name="shares">Shares of validation and test.</param>
    /// <param name="folder">Receives the files; created if missing.</param>
    /// <exception cref="InvalidDataException">There is no such dataset of texts.</exception>
    public static void Write(string dataset, uint seed, SplitSpec shares, string folder)
    {
        RecordDataset texts = DatasetCatalog.Find(dataset) as RecordDataset ?? throw new InvalidDataException(DatasetCatalog.Missing(dataset));
        string[][] records = [.. texts.Source.Read().Select(record => Array.ConvertAll(record.Fields, field => field.Text))];
        DatasetSplit split = DatasetSplit.Draw(records.Length, shares, seed);
        Directory.CreateDirectory(folder);
        WriteFile("train.tsv", split.Training);
        WriteFile("validation.tsv", split.Validation);
        WriteFile("test.tsv", split.Test);

        void WriteFile(string name, int[] members)
        {
            string lines = string.Concat(members.Select(member => string.Join('\t', records[member]) + '\n'));
            File.WriteAllText(Path.Combine(folder, name), lines);
            Console.WriteLine($"{name}: {members.Length} examples");
        }
    }
}
