using Cluster.Training.Artifacts;
using Cluster.Training.Data;
using Cluster.Training.Inference;
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
        LoadedModel model = Toy.Model(_directory[$"{task}"], task, Letters, Letters.Tokens);
        return TextGenerator.Load(model, new SpellingReplica(model.Network, word));
    }
}
