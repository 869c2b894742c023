using System.Text.Json;
using Cluster.Training.Artifacts;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Replicas;
using Cluster.V1;

namespace Cluster.Models.Tests.Artifacts;

/// <summary>Model folders on disk, as people pull them, with the batch of each case beside them.</summary>
internal sealed class ModelFolders : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("cluster-models-").FullName;

    /// <summary>Where all folders lie.</summary>
    public string Path => _root;

    /// <summary>The blobs that the folders were copied from.</summary>
    public BlobStore Blobs => new(System.IO.Path.Combine(_root, "blobs"));

    /// <summary>Writes one model; batch.json says what to try it on.</summary>
    public string Write(ModelCase model, int number)
    {
        string folder = Write(model.Content, number);
        SequenceBatch batch = model.Batch;
        File.WriteAllText(System.IO.Path.Combine(folder, "batch.json"), JsonSerializer.Serialize(new { batch.Time, batch.Lengths, batch.Tokens, batch.Features, batch.Letters }));
        return folder;
    }

    /// <summary>Writes one model alone.</summary>
    public string Write(ModelContent content, int number)
    {
        string folder = Directory.CreateDirectory(System.IO.Path.Combine(_root, $"model-{number:000}")).FullName;
        foreach (ModelFile file in ModelFolder.Write(Blobs, content, DateTimeOffset.UnixEpoch).Files)
        {
            using Stream blob = Blobs.OpenRead(file.Sha256);
            using FileStream copy = File.Create(System.IO.Path.Combine(folder, file.Name));
            blob.CopyTo(copy);
        }

        return folder;
    }

    /// <summary>What we compute for the valid steps of a case.</summary>
    public static async Task<float[]> Expect(DeviceFixture fixture, ModelCase model, CancellationToken cancel)
    {
        using IReplica replica = fixture.Replica(model.Network);
        model.Content.Parameters.CopyTo(replica.Parameters);
        return Rows.Valid(await replica.Infer(model.Batch, cancel), model.Network, model.Batch);
    }

    /// <summary>Fails with the model's name if outputs are not the same to 1e-5.</summary>
    public static void AssertNear(ModelCase model, float[] expected, IReadOnlyList<float> actual)
    {
        Assert.True(expected.Length == actual.Count, $"{model.Name}: {actual.Count} outputs instead of {expected.Length}");
        for (int i = 0; i < expected.Length; i++)
        {
            float difference = Math.Abs(expected[i] - actual[i]);
            Assert.True(difference <= 1e-5 * Math.Max(1, Math.Abs(expected[i])), $"{model.Name}: output {i} is {actual[i]} instead of {expected[i]}");
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
