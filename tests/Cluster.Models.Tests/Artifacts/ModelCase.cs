using Cluster.Models.Tests.Goldens;
using Cluster.Training.Artifacts;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Randomness;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Models.Tests.Artifacts;

/// <summary>A model with random weights, and sequences of unequal lengths to try it on.</summary>
internal sealed record ModelCase(string Name, ModelContent Content, SequenceBatch Batch)
{
    /// <summary>The stacks of the examples, and those of the goldens, which hold every layer.</summary>
    public static IEnumerable<ModelCase> All => ExampleModels.All.Concat(LayerCase.Names.Select(row => Of(LayerCase.Of(row.Data))));

    public Network Network => Content.Network;

    /// <summary>Whether there is a character encoder.</summary>
    public bool ReadsLetters => Network.Data.CharacterVocabularySize > 0;

    /// <summary>Makes a case of a network.</summary>
    public static ModelCase Of(string name, JobSpec spec, Network network, EncodedDataset dataset, SequenceBatch batch) =>
        new(name, Weighted(name, spec, network, dataset), batch);

    /// <summary>A model with random weights.</summary>
    public static ModelContent Weighted(string name, JobSpec spec, Network network, EncodedDataset dataset)
    {
        float[] parameters = new float[network.Layout.Length];
        var random = new CounterRandom(7);
        foreach (ParameterEntry entry in network.Layout.Entries)
        {
            // No parameter is 0, so that none can be forgotten.
            foreach (ref float value in parameters.AsSpan(entry.Offset, entry.Shape.Count)) value = 0.3f * (float)random.NextNormal();
        }

        return new ModelContent(name.Replace(' ', '-'), spec, network, parameters, dataset, "test", 1, new Dictionary<string, double>());
    }

    private static ModelCase Of(LayerCase golden)
    {
        Network network = golden.Network();
        Task task = network.Data.Target == TargetKind.Values ? Task.Regression : network.Data.TargetPerStep ? Task.Tagging : Task.Classification;
        // As many as the golden has, behind those for padding and unknown.
        string[] letters = [.. Enumerable.Range(0, Math.Max(0, network.Data.CharacterVocabularySize - 2)).Select(i => $"{(char)('a' + i)}")];
        JobSpec spec = new()
        {
            Task = task,
            Data = new DataSpec { Dataset = "golden" },
            Tokens = new TokenSpec { Level = letters.Length > 0 ? TokenSpec.Types.Level.Word : TokenSpec.Types.Level.Unspecified, MaxLength = 16 },
            Model = new ModelSpec { Layers = { network.Layers.Select(layer => layer.Spec) } },
            Training = new TrainingSpec { Seed = 1, Loss = network.Loss.Spec },
        };
        var none = new EncodedSplit(network.Data, []);
        string[] labels = network.Data.Target == TargetKind.Class ? [.. Enumerable.Range(0, network.Data.Outputs).Select(i => $"label {i}")] : [];
        Vocabulary vocabulary = Vocabulary.Closed(Enumerable.Range(0, network.Data.VocabularySize).Select(i => $"{(char)('a' + i)}"));
        var dataset = new EncodedDataset("0123", vocabulary, labels, none, none, none) { Characters = letters.Length > 0 ? new Vocabulary(letters) : Vocabulary.None };
        return Of(golden.Name, spec, network, dataset, golden.Batch);
    }
}
