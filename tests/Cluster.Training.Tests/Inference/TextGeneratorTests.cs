using Cluster.Training.Artifacts;
using Cluster.Training.Data;
using Cluster.Training.Inference;
using Cluster.Training.Tests.Data.Texts;
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
    public async System.Threading.Tasks.Task Words_are_written_with_spaces()
    {
        // Ids 0 to 5: padding, unknown, end, well, the comma, yes.
        Vocabulary words = new([Vocabulary.End, "well", ",", "yes"]);
        LoadedModel model = Toy.Model(
            _directory["words"], Task.Generation, words, words.Tokens, features: 0, _ => new TokenSpec { Level = TokenSpec.Types.Level.Word, MaxLength = 9 });
        using TextGenerator generator = TextGenerator.Load(model, new SpellingReplica(model.Network, [2, 3, 4, 5]));
        GeneratedText generated = await generator.Generate("oh  well", 10, temperature: 0, seed: 0, TestContext.Current.CancellationToken);
        Assert.Equal(new GeneratedText { Text = "oh well, yes", Tokens = 2, StopReason = StopReason.EndOfText }, generated);
    }

    [Fact]
    public async System.Threading.Tasks.Task Pieces_of_words_are_put_together()
    {
        using var files = new TinyFiles();
        // Ids 0 to 10 are the tokenizer's, 11 is the end; 0 and 1 are padding and unknown there too.
        Vocabulary pieces = files.WordPiece.With(Vocabulary.End);
        LoadedModel model = Toy.Model(_directory["pieces"], Task.Generation, pieces, pieces.Tokens, features: 0, files.Store);
        Assert.Equal(pieces.Tokens, model.Vocabulary.Tokens);
        using TextGenerator generator = TextGenerator.Load(model, new SpellingReplica(model.Network, [11, 5, 6, 7, 9]));
        GeneratedText generated = await generator.Generate("un", 10, temperature: 0, seed: 0, TestContext.Current.CancellationToken);
        Assert.Equal(new GeneratedText { Text = "unaffable!", Tokens = 3, StopReason = StopReason.EndOfText }, generated);
    }

    [Fact]
    public void A_model_for_another_task_is_refused() => Assert.Throws<InvalidDataException>(() => Load([2], Task.Tagging));

    private TextGenerator Load(int[] word, Task task = Task.Generation)
    {
        LoadedModel model = Toy.Model(_directory[$"{task}"], task, Letters, Letters.Tokens);
        return TextGenerator.Load(model, new SpellingReplica(model.Network, word));
    }
}
