using Cluster.Training.Artifacts;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.V1;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Cluster.Models.Tests.Artifacts;

public sealed class OnnxTests(DeviceFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OnnxRuntime_gives_our_logits_for_every_stack_and_any_batch_and_length()
    {
        using var folders = new ModelFolders();
        foreach (ModelCase model in ModelCase.All)
        {
            using InferenceSession session = Session(folders.Blobs, model);
            // The same file must take longer padding and a single sequence.
            foreach (SequenceBatch batch in new[] { model.Batch, Batches.Padded(model.Batch, model.Batch.Time + 3), Batches.One(model.Batch, 1) })
            {
                ModelCase tried = model with { Batch = batch };
                float[] expected = await ModelFolders.Expect(fixture, tried, Cancel);
                ModelFolders.AssertNear(model, expected, Run(session, tried));
            }
        }
    }

    [Fact]
    public void Axes_of_batch_and_time_are_free()
    {
        using var folders = new ModelFolders();
        using InferenceSession session = Session(folders.Blobs, ExampleModels.All.Single(model => model.Name == "02-many-to-many"));
        Assert.Equal(["batch", "time", ""], session.InputMetadata["features"].SymbolicDimensions);
        Assert.Equal(["batch"], session.InputMetadata["lengths"].SymbolicDimensions);
        Assert.Equal(["batch", "time", ""], session.OutputMetadata["outputs"].SymbolicDimensions);
        Assert.Equal([-1, -1, 4], session.OutputMetadata["outputs"].Dimensions);
    }

    [Fact]
    public void Letters_are_two_inputs_more_and_their_axes_are_free()
    {
        using var folders = new ModelFolders();
        using InferenceSession session = Session(folders.Blobs, ModelCase.All.Single(model => model.Name == "letters under a tagger"));
        Assert.Equal(["tokens", "lengths", "letters", "letter_counts"], session.InputNames);
        Assert.Equal(["batch", "time", "width"], session.InputMetadata["letters"].SymbolicDimensions);
        Assert.Equal(["batch", "time"], session.InputMetadata["letter_counts"].SymbolicDimensions);
    }

    private static InferenceSession Session(BlobStore blobs, ModelCase model)
    {
        ModelFile file = Assert.Single(ModelExport.ToOnnx(blobs, ModelFolder.Write(blobs, model.Content, DateTimeOffset.UnixEpoch)));
        Assert.Equal("model.onnx", file.Name);
        using Stream content = blobs.OpenRead(file.Sha256);
        byte[] bytes = new byte[file.Size];
        content.ReadExactly(bytes);
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        return new InferenceSession(bytes, options);
    }

    private static float[] Run(InferenceSession session, ModelCase model)
    {
        SequenceBatch batch = model.Batch;
        int count = batch.Count;
        var lengths = new DenseTensor<long>(Array.ConvertAll(batch.Lengths, length => (long)length), [count]);
        NamedOnnxValue input = batch.Tokens is { } tokens
            ? NamedOnnxValue.CreateFromTensor("tokens", new DenseTensor<long>(Array.ConvertAll(tokens, token => (long)token), [count, batch.Time]))
            : NamedOnnxValue.CreateFromTensor("features", new DenseTensor<float>(batch.Features, [count, batch.Time, batch.Features!.Length / count / batch.Time]));
        List<NamedOnnxValue> inputs = [input, .. Letters(batch)];
        if (NeedsLengths(session)) inputs.Add(NamedOnnxValue.CreateFromTensor("lengths", lengths));
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(inputs);
        return Rows.Valid(results.Single().AsTensor<float>().ToArray(), model.Network, batch);
    }

    private static IEnumerable<NamedOnnxValue> Letters(SequenceBatch batch)
    {
        if (batch.Letters is not { } letters) yield break;
        long[] ids = Array.ConvertAll(letters.Ids, id => (long)id), counts = Array.ConvertAll(letters.Counts, length => (long)length);
        yield return NamedOnnxValue.CreateFromTensor("letters", new DenseTensor<long>(ids, [batch.Count, batch.Time, letters.Width]));
        yield return NamedOnnxValue.CreateFromTensor("letter_counts", new DenseTensor<long>(counts, [batch.Count, batch.Time]));
    }

    private static bool NeedsLengths(InferenceSession session) => session.InputMetadata.ContainsKey("lengths");
}
