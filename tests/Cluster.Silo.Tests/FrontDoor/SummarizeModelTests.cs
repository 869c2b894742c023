using Cluster.Silo.Tests.Servers;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Specs;
using Cluster.V1;
using Grpc.Core;

namespace Cluster.Silo.Tests.FrontDoor;

public sealed class SummarizeModelTests(SharedSilo shared)
{
    // The network of examples/language-id.yaml.
    private static JobSpec LanguageId => SpecDocument.Read("""
        {
          "name": "language-id", "task": "CLASSIFICATION",
          "data": {"dataset": "builtin/language-names", "text": "name", "label": "language", "split": {"validation": 0.1, "test": 0.1}},
          "training": {"seed": 42},
          "model": {"layers": [
            {"embedding": {"size": 64}},
            {"bidirectional": {"lstm": {"units": 64, "returnSequences": true}}},
            {"bidirectional": {"lstm": {"units": 64}}},
            {"dense": {"activation": "SOFTMAX"}}
          ]}
        }
        """);

    [Fact]
    public async Task The_network_of_the_language_example_has_the_counts_that_Keras_has()
    {
        ModelSummary summary = await Summarize(LanguageId);
        int vocabulary = DatasetLoader.Load(SpecDefaults.Resolve(LanguageId, drawnSeed: 0), new BlobStore("unused")).Vocabulary.Size;
        // Both ways of an LSTM: 2 x 4 x (inputs + units + 1) x units; dense: (inputs + 1) x 30 languages.
        Assert.Equal([64L * vocabulary, 66_048, 98_816, 3_870], summary.Layers.Select(layer => layer.Parameters));
        Assert.Equal(64 * vocabulary + 66_048 + 98_816 + 3_870, summary.Parameters);
        Assert.Equal(["embedding", "bidirectional", "bidirectional_1", "dense"], summary.Layers.Select(layer => layer.Name));
        Assert.Equal(["[B, T, 64]", "[B, T, 128]", "[B, 128]", "[B, 30]"], summary.Layers.Select(layer => layer.OutputShape));
    }

    [Fact]
    public async Task A_spec_with_violations_is_refused_as_for_a_job()
    {
        JobSpec spec = LanguageId;
        spec.Model.Layers[0].Embedding.Size = -1;
        Fault fault = await Fault.Of(Summarize(spec));
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_SPEC", "the spec has a violation"), (fault.Code, fault.Reason, fault.Sentence));
        Assert.Equal("model.layers[0].embedding.size", Assert.Single(fault.Violations).Field);
    }

    [Fact]
    public async Task Units_that_are_not_the_number_of_classes_are_told()
    {
        JobSpec spec = LanguageId;
        spec.Model.Layers[^1].Dense.Units = 5;
        Fault fault = await Fault.Of(Summarize(spec));
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_ARGUMENT"), (fault.Code, fault.Reason));
        (string field, string sentence) = Assert.Single(fault.Violations);
        Assert.Equal("data", field);
        Assert.StartsWith("The last layer, dense, gives 5 numbers for each target, but the data has 30 classes", sentence, StringComparison.Ordinal);
    }

    private AsyncUnaryCall<ModelSummary> Summarize(JobSpec spec) =>
        shared.Silo.Jobs.SummarizeModelAsync(new SummarizeModelRequest { Spec = spec }, cancellationToken: TimeLimit.Token);
}
