using Cluster.Training.Artifacts;
using Cluster.Training.Blobs;
using Cluster.Training.Inference;
using Cluster.V1;
using Task = System.Threading.Tasks.Task;

namespace Cluster.Training.Tests.Inference;

public sealed class ModelCacheTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ConstantReplicaFactory _replicas = new(1);
    private readonly BlobStore _blobs;

    public ModelCacheTests() => _blobs = new BlobStore(_directory["blobs"]);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_model_that_nobody_used_for_longest_goes_first()
    {
        (Model a, Model b, Model c) = (Stored("a"), Stored("b"), Stored("c"));
        using var cache = new ModelCache(_blobs, _replicas, mostParameters: 2 * a.Parameters);
        foreach (Model used in new[] { a, b, a, c }) await Use(cache, used);
        Assert.Equal(["a", "c"], cache.Loaded);
        Assert.Equal(1, _replicas.Disposed);
    }

    [Fact]
    public async Task A_model_in_use_is_not_freed()
    {
        (Model a, Model b) = (Stored("a"), Stored("b"));
        using var cache = new ModelCache(_blobs, _replicas, mostParameters: 1);
        int disposed = await cache.Use(a, Predictor.Load, async _ =>
        {
            await Use(cache, b);
            return _replicas.Disposed;
        });
        // Of b, which had no user any more; a itself is the last one, and may stay.
        Assert.Equal(1, disposed);
        Assert.Equal(["a"], cache.Loaded);
    }

    [Fact]
    public async Task A_damaged_model_is_told_and_tried_again()
    {
        Model model = Stored("a");
        string path = _directory[$"blobs/{model.WeightsSha256[..2]}/{model.WeightsSha256[2..]}"];
        byte[] whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        File.Delete(path);
        using var cache = new ModelCache(_blobs, _replicas);
        ModelDamagedException error = await Assert.ThrowsAsync<ModelDamagedException>(() => Use(cache, model));
        Assert.Equal("model.safetensors of the model a is missing or damaged.", error.Message);
        await File.WriteAllBytesAsync(path, whole, TestContext.Current.CancellationToken);
        await Use(cache, model);
        Assert.Equal(["a"], cache.Loaded);
    }

    private static Task<int> Use(ModelCache cache, Model model) =>
        cache.Use(model, Predictor.Load, async predictor => (await predictor.Predict([new PredictionInput { Text = "x" }], top: 1)).Count);

    private Model Stored(string id) => ModelFolder.Write(_blobs, Toy.Content(id), DateTimeOffset.UnixEpoch);
}
