using Cluster.Training.Artifacts;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Inference;
using Cluster.Training.Layers;
using Cluster.Training.Losses;
using Cluster.V1;
using StopReason = Cluster.V1.GeneratedText.Types.StopReason;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Tests.Inference;

public sealed class TextGeneratorTests : IDisposable
{
    // Ids 0 to 5: padding, unknown, end, a, b, c.
    private static readonly Vocabulary Letters = new([Vocabulary.End, "a", "b", "c"]);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("", 10, "abc", 3, StopReason.EndOfText)]
    [InlineData("ab", 10, "abc", 1, StopReason.EndOfText)]
    [InlineData("abc", 10, "abc", 0, StopReason.EndOfText)]
    [InlineData("", 2, "ab", 2, StopReason.Length)]
    // An unknown letter stays in the text; after it the spelling begins anew.
    [InlineData("x", 10, "x", 0, StopReason.EndOfText)]
    public async System.Threading.Tasks.Task A_text_goes_on_to_its_end_or_to_the_length(string prompt, int length, string text, int added, StopReason reason)
    {
        using TextGenerator generator = Load([2, 3, 4, 5]);
        GeneratedText generated = await generator.Generate(prompt, length, temperature: 0, seed: 0, TestContext.Current.CancellationToken);
        Assert.Equal(new GeneratedText { Text = text, Tokens = added, StopReason = reason }, generated);
    }

    [Fact]
    public async System.Threading.Tasks.Task A_seed_repeats_the_text_and_another_one_gives_another()
    {
        using TextGenerator generator = Load([3, 4, 5]);
        GeneratedText[] texts = new GeneratedText[3];
        for (int i = 0; i < texts.Length; i++)
            texts[i] = await generator.Generate("", 40, temperature: 2, seed: (uint)i / 2, TestContext.Current.CancellationToken);
        Assert.Equal(texts[0], texts[1]);
        Assert.NotEqual(texts[0], texts[2]);
        Assert.DoesNotContain('[', texts[0].Text);
    }

    [Fact]
    public void A_model_for_another_task_is_refused() => Assert.Throws<InvalidDataException>(() => Load([2], Task.Tagging));

    private TextGenerator Load(int[] word, Task task = Task.Generation)
    {
        JobSpec spec = new()
        {
            Task = task,
            Data = new DataSpec { Dataset = "builtin/toy" },
            Tokens = new TokenSpec { MaxLength = 4 },
            Model = new ModelSpec
            {
                Layers =
                {
                    new LayerSpec { Embedding = new EmbeddingLayer { Size = 2 } },
                    new LayerSpec { Lstm = new LstmLayer { Units = 2, ReturnSequences = true } },
                    new LayerSpec { Dense = new DenseLayer() },
                },
            },
            Training = new TrainingSpec { Seed = 1 },
        };
        var shape = new DataShape(Letters.Size, Features: 0, Letters.Size, TargetKind.Class, TargetPerStep: true);
        Network network = Network.Build(spec.Model, shape, LossSettings.CrossEntropy);
        EncodedSplit none = new(shape, []);
        var dataset = new EncodedDataset("0123", Letters, Letters.Tokens, none, none, none);
        var content = new ModelContent("toy-1", spec, network, new float[network.Layout.Length], dataset, "spelling", 1, new Dictionary<string, double>());
        var blobs = new BlobStore(_directory[$"{task}"]);
        LoadedModel model = ModelReader.Read(blobs, ModelFolder.Write(blobs, content, DateTimeOffset.UnixEpoch));
        return TextGenerator.Load(model, new SpellingReplica(network, word));
    }
}
