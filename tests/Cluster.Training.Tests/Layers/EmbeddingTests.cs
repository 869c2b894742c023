using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Losses;
using Cluster.Training.Specs;
using Cluster.V1;
using static Cluster.Training.Tests.Layers.Stack;

namespace Cluster.Training.Tests.Layers;

public sealed class EmbeddingTests
{
    private static readonly StackEnds Words = new(Tokens: true, TargetKind.Class, TargetPerStep: true, Binary: false) { Letters = 1 };

    private static readonly DataShape Tagged =
        new(VocabularySize: 9, Features: 0, Outputs: 4, TargetKind.Class, TargetPerStep: true) { CharacterVocabularySize = 11 };

    [Fact]
    public void Parameters_of_a_character_encoder_have_the_names_shapes_and_order_of_PyTorch()
    {
        Network network = Build("""{"size": 5, "characters": {"size": 3, "units": 2} }""", Tagged);

        Assert.Equal(
            [
                "embedding.weight [9,5]", "embedding.characters.weight [11,3]",
                "embedding.characters.lstm.weight_ih_l0 [8,3]", "embedding.characters.lstm.weight_hh_l0 [8,2]", "embedding.characters.lstm.bias_ih_l0 [8]",
                "embedding.characters.lstm.weight_ih_l0_reverse [8,3]", "embedding.characters.lstm.weight_hh_l0_reverse [8,2]",
                "embedding.characters.lstm.bias_ih_l0_reverse [8]",
                "dense.weight [4,9]", "dense.bias [4]",
            ],
            network.Layout.Entries.Select(entry => $"{entry.Shape.Name} [{string.Join(',', entry.Shape.Shape)}]"));
    }

    /// <summary>Words 9 x 64, letters 11 x 32, LSTM 2 x 4 x (32 + 32 + 1) x 32.</summary>
    [Fact]
    public void The_summary_shows_the_joined_vectors_and_counts_both_tables()
    {
        LayerSummary summary = Build("""{"characters": {} }""", Tagged).Summarize().Layers[0];

        Assert.Equal(("Embedding(characters)", "[B, T, 128]"), (summary.Kind, summary.OutputShape));
        Assert.Equal(9 * 64 + 11 * 32 + 2 * 4 * 65 * 32, summary.Parameters);
    }

    [Fact]
    public void Biases_of_the_forget_gates_begin_with_1()
    {
        Network network = Build("""{"characters": {"units": 2} }""", Tagged);
        float[] parameters = new float[network.Layout.Length];
        network.Layout.Initialize(1, parameters);

        ParameterEntry bias = network.Layout.Entries.Single(entry => entry.Shape.Name == "embedding.characters.lstm.bias_ih_l0");

        Assert.Equal([0, 0, 1, 1, 0, 0, 0, 0], parameters[bias.Offset..(bias.Offset + 8)]);
    }

    [Fact]
    public void Defaults_are_filled_in()
    {
        ModelSpec resolved = LayerTable.Resolve(Parse("""{"characters": {}, "vectors": {"dataset": "glove"} }"""), Words);

        Assert.Equal(
            EmbeddingLayer.Parser.ParseJson("""{"characters": {"size": 32, "units": 32, "maxLength": 20}, "vectors": {"dataset": "glove", "trainable": true} }"""),
            resolved.Layers[0].Embedding);
    }

    [Fact]
    public void Without_a_size_pretrained_vectors_say_it()
    {
        Assert.Equal("[B, T, 50]", Shape("""{"vectors": {"dataset": "glove"} }"""));
        Assert.Equal("[B, T, 54]", Shape("""{"vectors": {"dataset": "glove"}, "characters": {"units": 2} }"""));
        Assert.Equal("[B, T, 50]", Shape("""{"vectors": {"dataset": "glove"}, "size": 50}"""));

        static string Shape(string embedding) => Build(embedding, Tagged with { VectorSize = 50 }).Summarize().Layers[0].OutputShape;
    }

    [Theory]
    [InlineData("""{"characters": {"maxLength": 0} }""", "characters.maxLength", "Must be 1 to 64; it is 0.")]
    [InlineData("""{"characters": {"maxLength": 65} }""", "characters.maxLength", "Must be 1 to 64; it is 65.")]
    [InlineData("""{"characters": {"size": 0} }""", "characters.size", "Is 0, but must be 1 to 65536.")]
    [InlineData("""{"characters": {"units": -1} }""", "characters.units", "Is -1, but must be 1 to 65536.")]
    [InlineData("""{"vectors": {} }""", "vectors.dataset", "Is required: the name of a dataset that was pushed, one file of vectors.")]
    public void A_fault_is_reported_with_its_path(string embedding, string field, string description) =>
        Assert.Equal([new Violation($"model.layers[0].embedding.{field}", description)], LayerTable.Validate(Parse(embedding), Words));

    [Fact]
    public void Letters_need_words()
    {
        var violation = new Violation(
            "model.layers[0].embedding.characters", "Needs words: tokens.level must be WORD, and the task TAGGING or CLASSIFICATION.");

        Assert.Equal([violation], LayerTable.Validate(Parse("""{"characters": {} }"""), Words with { Letters = 0 }));
        var spec = new JobSpec
        {
            Task = JobSpec.Types.Task.Tagging,
            Data = new DataSpec { Dataset = "builtin/written-dates", Text = "text", Label = "parts" },
            Model = Parse("""{"characters": {} }"""),
        };
        Assert.Equal([violation], SpecValidator.Validate(spec));
    }

    [Fact]
    public void What_is_not_trained_is_left_out_of_the_trainable_ranges()
    {
        Assert.Equal([0..Build("{}", Tagged).Layout.Length], Build("{}", Tagged).Layout.Trainable);
        Network frozen = Build("""{"size": 5, "vectors": {"dataset": "glove", "trainable": false} }""", Tagged);
        // 9 x 5 numbers and their padding to a multiple of 16.
        Assert.Equal([48..frozen.Layout.Length], frozen.Layout.Trainable);
    }

    private static Network Build(string embedding, DataShape data) => Network.Build(Parse(embedding), data, LossSettings.CrossEntropy);

    private static ModelSpec Parse(string embedding) => Of(new LayerSpec { Embedding = EmbeddingLayer.Parser.ParseJson(embedding) }, Dense());
}
