using Cluster.Training.Artifacts;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.FineTuning;
using Cluster.Training.Layers;
using Cluster.Training.Losses;
using Cluster.Training.Tests.Runs;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Training.Tests.FineTuning;

public sealed class FineTuningTests : IDisposable
{
    private static readonly string[] OldTokens = ["a", "b", "c"];
    private static readonly string[] OldLabels = ["yes", "no"];

    private readonly TemporaryDirectory _directory = new();
    private readonly BlobStore _blobs;

    public FineTuningTests() => _blobs = new BlobStore(_directory.Path);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Rows_follow_tokens_and_labels_and_the_rest_is_drawn()
    {
        (Network old, float[] values, TrainingSpec training) = OldModel();
        (Network network, EncodedDataset dataset) = Make(["c", "x", "a"], ["maybe", "yes", "no"]);
        var initial = InitialWeights.Load(training, network, dataset, _blobs)!;
        float[] drawn = new float[network.Layout.Length];
        network.Layout.Initialize(training.Seed, drawn);

        // Tokens are [PAD], [UNK] and then c, x, a where they were a, b, c.
        Assert.Equal(
            [Row(old, values, "embedding.weight", 0), Row(old, values, "embedding.weight", 1), Row(old, values, "embedding.weight", 4), Row(network, drawn, "embedding.weight", 3), Row(old, values, "embedding.weight", 2)],
            Rows(network, initial.Parameters.ToArray(), "embedding.weight"));
        Assert.Equal(
            [Row(network, drawn, "dense.weight", 0), Row(old, values, "dense.weight", 0), Row(old, values, "dense.weight", 1)],
            Rows(network, initial.Parameters.ToArray(), "dense.weight"));
        Assert.Equal(Rows(old, values, "lstm.weight_hh_l0"), Rows(network, initial.Parameters.ToArray(), "lstm.weight_hh_l0"));
        Assert.Equal(
            ["embedding.weight, 4 of 5 rows", "lstm.weight_ih_l0", "lstm.weight_hh_l0", "lstm.bias_ih_l0", "dense.weight, 2 of 3 rows", "dense.bias, 2 of 3 rows"],
            initial.Taken.Select(taken => $"{taken}"));
        // 4 rows of 3; 8 * 3, 8 * 2 and 8; 2 rows of 2; 2.
        Assert.Equal(12 + 24 + 16 + 8 + 4 + 2, initial.Taken.Sum(taken => taken.Values));
    }

    [Fact]
    public void A_parameter_of_another_shape_is_drawn()
    {
        (_, _, TrainingSpec training) = OldModel();
        (Network network, EncodedDataset dataset) = Make(OldTokens, OldLabels, units: 4);
        Assert.Equal(
            ["embedding.weight", "dense.bias"],
            InitialWeights.Load(training, network, dataset, _blobs)!.Taken.Select(taken => $"{taken}"));
    }

    [Fact]
    public void What_cannot_be_taken_over_is_told()
    {
        (_, _, TrainingSpec training) = OldModel();
        (Network network, EncodedDataset dataset) = Make(OldTokens, ["other"], units: 4, embedding: 7);
        Assert.Equal(
            "training.initFrom: no parameter of the model old-1 has the name and shape of one of this network", Refused(training, network, dataset));
        _blobs.Delete(training.InitialFiles.Single(file => file.Name == "vocabulary.txt").Sha256);
        Assert.Equal("training.initFrom: vocabulary.txt of the model old-1 is missing or damaged", Refused(training, network, dataset));
        training.InitialFiles.Clear();
        Assert.Equal("training.initFrom: the model old-1 has no model.safetensors", Refused(training, network, dataset));
    }

    [Fact]
    public void A_spec_without_a_model_begins_as_usual()
    {
        (Network network, EncodedDataset dataset) = Make(OldTokens, OldLabels);
        Assert.Null(InitialWeights.Load(new TrainingSpec(), network, dataset, _blobs));
    }

    [Fact]
    public async Task A_job_that_goes_on_from_a_model_gives_the_same_on_one_worker_and_on_three_and_after_a_loss()
    {
        JobSpec first = RunSpecs.Small(epochs: 1);
        using var before = new LocalCluster(first, workers: 1, blobs: _blobs);
        (Model old, _) = await before.Train();
        JobSpec spec = RunSpecs.Small(epochs: 1);
        spec.Training.Seed = 8;
        using var plain = new LocalCluster(spec, workers: 1, blobs: _blobs);
        (Model drawn, _) = await plain.Train();
        spec = spec.Clone();
        spec.Training.InitFrom = old.Id;
        spec.Training.InitialFiles.Add(old.Files.Where(file => ModelFiles.ToBeginWith.Contains(file.Name)));

        using var alone = new LocalCluster(spec, workers: 1, blobs: _blobs);
        (Model expected, List<JobEvent> events) = await alone.Train();
        using var cluster = new LocalCluster(spec, workers: 3, blobs: _blobs);
        cluster.Workers[1].DiesBefore = 3;
        (Model model, List<JobEvent> others) = await cluster.Train();

        Assert.Equal(expected.WeightsSha256, model.WeightsSha256);
        Assert.NotEqual(drawn.WeightsSha256, model.WeightsSha256);
        Preparation told = Assert.Single(events, e => e.Prepared is not null).Prepared;
        Assert.Equal(told, Assert.Single(others, e => e.Prepared is not null).Prepared);
        Assert.InRange(told.TakenValues, 1, told.Parameters);
        Assert.Contains("lstm.weight_hh_l0", told.Taken);
    }

    [Fact]
    public async Task A_job_whose_model_is_gone_fails_with_its_name()
    {
        JobSpec spec = RunSpecs.Small(epochs: 1);
        spec.Training.InitFrom = "gone-1";
        using var cluster = new LocalCluster(spec, workers: 1);
        JobFailedException failure = await Assert.ThrowsAsync<JobFailedException>(() => cluster.Train());
        Assert.Equal(("INVALID_DATA", "training.initFrom: the model gone-1 has no model.safetensors"), (failure.Reason, failure.Message));
    }

    private string Refused(TrainingSpec training, Network network, EncodedDataset dataset) =>
        Assert.Throws<InvalidDataException>(() => InitialWeights.Load(training, network, dataset, _blobs)).Message;

    private (Network Network, float[] Values, TrainingSpec Training) OldModel()
    {
        (Network network, EncodedDataset dataset) = Make(OldTokens, OldLabels);
        float[] values = new float[network.Layout.Length];
        foreach (ParameterEntry entry in network.Layout.Entries)
            for (int i = 0; i < entry.Shape.Count; i++) values[entry.Offset + i] = 1000 + entry.Offset + i;
        var spec = new JobSpec { Task = JobSpec.Types.Task.Classification, Data = new(), Tokens = new(), Training = new(), Model = new() };
        Model model = ModelFolder.Write(_blobs, new ModelContent("old-1", spec, network, values, dataset, "cpu", 1, new Dictionary<string, double>()), DateTimeOffset.UnixEpoch);
        return (network, values, new TrainingSpec { Seed = 5, InitFrom = "old-1", InitialFiles = { model.Files } });
    }

    private static (Network Network, EncodedDataset Dataset) Make(string[] tokens, string[] labels, int units = 2, int embedding = 3)
    {
        var model = new ModelSpec { Layers = { new LayerSpec { Embedding = new() { Size = embedding } }, new LayerSpec { Lstm = new() { Units = units } }, new LayerSpec { Dense = new() } } };
        var vocabulary = new Vocabulary(tokens);
        var split = new EncodedSplit(new DataShape(vocabulary.Size, Features: 0, labels.Length, TargetKind.Class, TargetPerStep: false), []);
        return (Network.Build(model, split.Shape, LossSettings.CrossEntropy), new EncodedDataset("", vocabulary, labels, split, split, split));
    }

    private static float[] Row(Network network, float[] parameters, string name, int row) => Rows(network, parameters, name)[row];

    private static float[][] Rows(Network network, float[] parameters, string name)
    {
        ParameterEntry entry = network.Layout.Entries.Single(entry => entry.Shape.Name == name);
        return [.. parameters.Skip(entry.Offset).Take(entry.Shape.Count).Chunk(entry.Shape.Count / entry.Shape.Shape[0])];
    }
}
