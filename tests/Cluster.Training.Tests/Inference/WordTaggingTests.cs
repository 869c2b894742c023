using Cluster.Training.Artifacts;
using Cluster.Training.Data;
using Cluster.Training.Inference;
using Cluster.V1;

namespace Cluster.Training.Tests.Inference;

/// <summary>Words go to the table as in training, their letters to the encoder as they are written.</summary>
public sealed class WordTaggingTests : IDisposable
{
    // Words from id 2 on: the, cat, e with acute accent. Letters from id 2 on: T, t, h, c, e with acute accent.
    private static readonly Vocabulary Words = new(["the", "cat", "\u00e9"]);
    private static readonly Vocabulary Characters = new(["T", "t", "h", "c", "\u00e9"]);
    private static readonly string[] Labels = ["unknown word", "other letter", "T", "t", "h", "c", "\u00e9"];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_text_is_cut_folded_and_spelled()
    {
        (LetterReplica replica, Prediction prediction) = await Tag(lowercase: true, new PredictionInput { Text = "The cat, the E\u0301 cat" });

        // The comma is a word of its own that training had not; after 4 words the text is cut.
        Assert.Equal(["The", "cat", ",", "the"], prediction.Tokens.Select(token => token.Token));
        Assert.Equal(["T", "c", "unknown word", "t"], prediction.Tokens.Select(token => token.Label));
        Assert.Equal([2, 3, 1, 2], replica.Batch!.Tokens!);
        Assert.Equal(3, replica.Batch.Letters!.Width);
        Assert.Equal([3, 3, 1, 3], replica.Batch.Letters.Counts);
        Assert.Equal([2, 4, 1, 5, 1, 3, 1, 0, 0, 3, 4, 1], replica.Batch.Letters.Ids);
    }

    [Fact]
    public async Task Tokens_that_are_given_are_folded_and_spelled_but_not_cut()
    {
        (LetterReplica replica, Prediction prediction) = await Tag(lowercase: true, new PredictionInput { Tokens = { "CAT", "the cat", "e\u0301", "Theta", "the" } });

        Assert.Equal(["CAT", "the cat", "\u00e9", "Theta"], prediction.Tokens.Select(token => token.Token));
        Assert.Equal(["other letter", "unknown word", "\u00e9", "unknown word"], prediction.Tokens.Select(token => token.Label));
        Assert.Equal([3, 1, 4, 1], replica.Batch!.Tokens!);
        // Only the first 3 letters of a word are read.
        Assert.Equal([3, 3, 1, 3], replica.Batch.Letters!.Counts);
        Assert.Equal([1, 1, 2, 3, 4, 1, 6, 0, 0, 2, 4, 1], replica.Batch.Letters.Ids);
    }

    [Fact]
    public async Task Without_lower_case_words_are_read_as_they_are_written()
    {
        (LetterReplica replica, Prediction prediction) = await Tag(lowercase: false, new PredictionInput { Tokens = { "The", "the" } });
        Assert.Equal([1, 2], replica.Batch!.Tokens!);
        Assert.Equal(["unknown word", "t"], prediction.Tokens.Select(token => token.Label));
    }

    [Fact]
    public async Task An_empty_word_is_told()
    {
        InputException error = await Assert.ThrowsAsync<InputException>(() => Tag(lowercase: true, new PredictionInput { Tokens = { "the", "" } }));
        Assert.Equal("The list has an empty item.", error.Message);
    }

    private async Task<(LetterReplica Replica, Prediction Prediction)> Tag(bool lowercase, PredictionInput input)
    {
        LoadedModel model = Toy.Spelling(_directory["blobs"], lowercase, Words, Characters, Labels);
        var replica = new LetterReplica(model.Network);
        using Predictor predictor = Predictor.Load(model, replica);
        return (replica, Assert.Single(await predictor.Predict([input], top: 1)));
    }
}
