using System.Globalization;
using Cluster.EndToEnd.Tests.Programs;

namespace Cluster.EndToEnd.Tests.Roles;

/// <summary>A small job on a file of its own: which of two letters a word ends with.</summary>
internal static class ParityTask
{
    /// <summary>Steps in an epoch.</summary>
    public const int StepsPerEpoch = 7;

    private const string Spec = """
        name: parity
        task: CLASSIFICATION
        data: {dataset: ./numbers.csv, text: word, label: kind}
        model: {layers: [{embedding: {size: 8}}, {lstm: {units: 8}}, {dense: {}}]}
        training: {epochs: 4, batchSize: 32, seed: 1, optimizer: {adam: {learningRate: 0.03}}}
        """;

    /// <summary>Writes spec and data into the folder in which commands run.</summary>
    /// <returns>Paths of both.</returns>
    public static (string Spec, string Data) Write(TestCluster cluster)
    {
        IEnumerable<string> rows = Enumerable.Range(0, 256)
            .Select(i => Convert.ToString(i, 2).PadLeft(8, '0').Replace('0', 'a').Replace('1', 'b'))
            .Select(word => string.Create(CultureInfo.InvariantCulture, $"{word},ends-with-{word[^1]}\n"));
        return (cluster.Write("parity.yaml", Spec), cluster.Write("numbers.csv", "word,kind\n" + string.Concat(rows)));
    }
}
