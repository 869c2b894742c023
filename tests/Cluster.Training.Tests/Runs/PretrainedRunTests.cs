using Cluster.Training.Artifacts;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs;

/// <summary>Runs whose embedding begins with vectors from a file: here vectors of letters.</summary>
public sealed class PretrainedRunTests : IDisposable
{
    private readonly TemporaryDirectory _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task Vectors_that_are_not_trained_end_as_they_began_under_weight_decay_too()
    {
        (float[] e, float[] unknown, Preparation preparation) = await Train(trainable: false);

        Assert.Equal([0.25f, -0.5f], e);
        // Drawn at random within 0.05, and left there.
        Assert.All(unknown, value => Assert.InRange(value, -0.05f, 0.05f));
        Assert.Contains(unknown, value => value != 0);
        Assert.True(preparation.HasVectorVocabularyCoverage && preparation.HasVectorTokenCoverage);
        Assert.InRange(preparation.VectorVocabularyCoverage, 0.001, 0.1);
        // The share of e among the letters of names.
        Assert.InRange(preparation.VectorTokenCoverage, 0.05, 0.15);
    }

    [Fact]
    public async Task Vectors_that_are_trained_move()
    {
        (float[] e, float[] unknown, _) = await Train(trainable: true);

        Assert.NotEqual([0.25f, -0.5f], e);
        Assert.All(unknown, value => Assert.NotInRange(value, -0.05f, 0.05f));
    }

    /// <summary>The vectors of e and of unknown letters after the run.</summary>
    private async Task<(float[] E, float[] Unknown, Preparation Preparation)> Train(bool trainable)
    {
        var blobs = new BlobStore(_disk.Path);
        Blob file = blobs.Write(stream => stream.Write("1 2\ne 0.25 -0.5\n"u8));
        JobSpec spec = RunSpecs.Small();
        spec.Training.Optimizer = new OptimizerSpec { Sgd = new SgdOptimizer { LearningRate = 0.3f, Momentum = 0, WeightDecay = 0.01f } };
        spec.Model.Layers[0].Embedding = new EmbeddingLayer
        {
            Vectors = new PretrainedVectors
            {
                Dataset = "letters",
                Trainable = trainable,
                Source = new DatasetSource { Files = { new DatasetFile { Name = "letters.vec", Size = file.Size, Sha256 = file.Sha256 } } },
            },
        };
        using var cluster = new LocalCluster(spec, workers: 2, blobs: blobs);
        (Model model, List<JobEvent> events) = await cluster.Train();
        LoadedModel loaded = ModelReader.Read(blobs, model);
        float[] parameters = new float[loaded.Network.Layout.Length];
        loaded.CopyParameters(parameters);
        int e = loaded.Vocabulary.IdOf("e");
        Preparation preparation = events.Single(happened => happened.Prepared is not null).Prepared;
        return (parameters[(2 * e)..(2 * e + 2)], parameters[(2 * Vocabulary.Unknown)..(2 * Vocabulary.Unknown + 2)], preparation);
    }
}
