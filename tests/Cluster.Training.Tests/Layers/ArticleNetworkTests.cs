using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Losses;
using Cluster.V1;

namespace Cluster.Training.Tests.Layers;

/// <summary>The networks that textbooks begin with; shapes and counts are those of Keras' summary.</summary>
public sealed class ArticleNetworkTests
{
    private static readonly DataShape Pairs = new(VocabularySize: 0, Features: 2, Outputs: 4, TargetKind.Values, TargetPerStep: false);

    /// <summary>Count of a plain recurrent layer: (D + H + 1) H = (2 + 4 + 1) 4.</summary>
    [Fact]
    public void Many_to_one() => Expect(
        """{"layers": [{"simpleRnn": {"units": 4}}]}""", Pairs, LossSettings.SquaredError, "simple_rnn SimpleRNN [B, 4] 28");

    [Fact]
    public void Many_to_many() => Expect(
        """{"layers": [{"simpleRnn": {"units": 4, "returnSequences": true}}]}""",
        Pairs with { TargetPerStep = true }, LossSettings.SquaredError, "simple_rnn SimpleRNN [B, T, 4] 28");

    [Fact]
    public void A_dense_layer_with_softmax_on_each_step() => Expect(
        """{"layers": [{"simpleRnn": {"units": 4, "returnSequences": true}}, {"timeDistributed": {"dense": {"units": 4, "activation": "SOFTMAX"}}}]}""",
        Pairs with { TargetPerStep = true, Target = TargetKind.Class }, LossSettings.CrossEntropy,
        "simple_rnn SimpleRNN [B, T, 4] 28", "time_distributed TimeDistributed(Dense) [B, T, 4] 20");

    [Fact]
    public void Two_stacked() => Expect(
        """{"layers": [{"simpleRnn": {"units": 4, "returnSequences": true}}, {"simpleRnn": {"units": 4}}]}""",
        Pairs, LossSettings.SquaredError, "simple_rnn SimpleRNN [B, T, 4] 28", "simple_rnn_1 SimpleRNN [B, 4] 36");

    [Fact]
    public void An_embedding_of_three_tokens() => Expect(
        """{"layers": [{"embedding": {"size": 2}}, {"simpleRnn": {"units": 4}}]}""",
        Pairs with { VocabularySize = 3, Features = 0 }, LossSettings.SquaredError,
        "embedding Embedding [B, T, 2] 6", "simple_rnn SimpleRNN [B, 4] 28");

    [Fact]
    public void Two_stacked_bidirectional_layers() => Expect(
        """
        {"layers": [
          {"bidirectional": {"lstm": {"units": 10, "returnSequences": true}}}, {"bidirectional": {"lstm": {"units": 10}}},
          {"dense": {"units": 5, "activation": "SOFTMAX"}}]}
        """,
        new DataShape(VocabularySize: 0, Features: 10, Outputs: 5, TargetKind.Class, TargetPerStep: false), LossSettings.CrossEntropy,
        "bidirectional Bidirectional(LSTM) [B, T, 20] 1680", "bidirectional_1 Bidirectional(LSTM) [B, 20] 2480", "dense Dense [B, 5] 105");

    [Fact]
    public void One_to_many() => Expect(
        """
        {"layers": [
          {"pooling": {"kind": "LAST"}}, {"repeatVector": {"steps": 3}}, {"gru": {"units": 4, "returnSequences": true}},
          {"timeDistributed": {"dense": {}}}]}
        """,
        Pairs with { TargetPerStep = true }, LossSettings.SquaredError,
        "pooling Pooling(Last) [B, 2] 0", "repeat_vector RepeatVector [B, 3, 2] 0", "gru GRU [B, 3, 4] 96",
        "time_distributed TimeDistributed(Dense) [B, 3, 4] 20");

    /// <summary>3 ((D + H) H + 2 H) for a GRU with reset_after, once for each direction; only CONCAT doubles the output.</summary>
    [Theory]
    [InlineData("CONCAT", 8)]
    [InlineData("SUM", 4)]
    [InlineData("MUL", 4)]
    [InlineData("AVE", 4)]
    public void Every_way_to_merge(string merge, int size) => Expect(
        $$"""{"layers": [{"bidirectional": {"merge": "{{merge}}", "gru": {"units": 4} } }, {"layerNormalization": {} }, {"dense": {} }]}""",
        Pairs, LossSettings.SquaredError,
        $"bidirectional Bidirectional(GRU) [B, {size}] 192", $"layer_normalization LayerNormalization [B, {size}] {2 * size}",
        $"dense Dense [B, 4] {4 * (size + 1)}");

    private static void Expect(string model, DataShape data, LossSettings loss, params string[] layers)
    {
        ModelSummary summary = Network.Build(ModelSpec.Parser.ParseJson(model), data, loss).Summarize();

        Assert.Equal(layers, summary.Layers.Select(layer => $"{layer.Name} {layer.Kind} {layer.OutputShape} {layer.Parameters}"));
        Assert.Equal(summary.Layers.Sum(layer => layer.Parameters), summary.Parameters);
    }
}
