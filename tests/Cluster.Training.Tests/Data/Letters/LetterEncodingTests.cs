using Cluster.Training.Data;
using Cluster.Training.Data.Letters;
using Cluster.V1;

namespace Cluster.Training.Tests.Data.Letters;

public sealed class LetterEncodingTests
{
    private static readonly string[][] Words = [["Ab", "b"], ["Zz!"], ["b", "A😀"], ["Abba"]];
    private static readonly DatasetSplit Split = new([0, 2], [1], [3]);

    /// <summary>In training there are A and b twice, the emoji once.</summary>
    [Fact]
    public void Letters_are_counted_in_the_training_part_as_they_are_written()
    {
        Assert.Equal(["[PAD]", "[UNK]", "b", "A", "😀"], Encode(20).Characters.Tokens);
        Assert.Equal(["[PAD]", "[UNK]", "A", "b"], Encode(1).Characters.Tokens);
    }

    [Fact]
    public void Every_word_gets_its_letters_and_equal_words_share_them()
    {
        EncodedDataset dataset = Encode(3);
        Assert.Equal([[[3, 2], [2]], [[2], [3, 4]]], dataset.Training.Examples.Select(example => example.Letters!));
        Assert.Equal([[1, 1, 1]], Assert.Single(dataset.Validation.Examples).Letters!);
        Assert.Equal([[3, 2, 2]], Assert.Single(dataset.Test.Examples).Letters!);
        Assert.Same(dataset.Training.Examples[0].Letters![1], dataset.Training.Examples[1].Letters![0]);
        Assert.All(
            [dataset.Shape, dataset.Validation.Shape, dataset.Test.Shape],
            shape => Assert.Equal(5, shape.CharacterVocabularySize));
    }

    [Fact]
    public void A_batch_is_padded_to_its_longest_word()
    {
        BatchLetters letters = SequenceBatch.Of(Encode(20).Training, [0, 1], dropoutKey: 0).Letters!;
        Assert.Equal(2, letters.Width);
        Assert.Equal([3, 2, 2, 0, 2, 0, 3, 4], letters.Ids);
        Assert.Equal([2, 1, 1, 2], letters.Counts);
    }

    [Fact]
    public void Steps_of_padding_have_no_letters()
    {
        BatchLetters letters = BatchLetters.Of([Example([[4]]), Example([[5, 6], [7]])], time: 3);
        Assert.Equal([4, 0, 0, 0, 0, 0, 5, 6, 7, 0, 0, 0], letters.Ids);
        Assert.Equal([1, 0, 0, 2, 1, 0], letters.Counts);
    }

    [Fact]
    public void Without_a_character_encoder_nothing_is_read()
    {
        EncodedDataset dataset = Dataset();
        Assert.Same(dataset, LetterEncoding.Add(dataset, new JobSpec(), Enumerable.Repeat(0, 1).Select(_ => Fail()), Split));
        Assert.Null(LetterEncoding.Spell(new JobSpec(), Vocabulary.None, ["a"]));
        Assert.Null(SequenceBatch.Of(dataset.Training, [0], dropoutKey: 0).Letters);

        static string[] Fail() => throw new InvalidOperationException();
    }

    [Fact]
    public void A_trained_network_reads_the_same_letters() =>
        Assert.Equal([[3, 1], [1, 2]], LetterEncoding.Spell(Spec(2), new Vocabulary(["b", "A"]), ["Ax", "ßb"])!);

    [Fact]
    public void Words_that_are_not_the_tokens_are_refused()
    {
        string[][] other = [["Ab"], .. Words[1..]];
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => LetterEncoding.Add(Dataset(), Spec(20), other, Split));
        Assert.Equal("Record 1 has 1 words as it is written, but 2 tokens.", error.Message);
    }

    private static EncodedDataset Encode(int maxLength) => LetterEncoding.Add(Dataset(), Spec(maxLength), Words, Split);

    private static JobSpec Spec(int maxLength)
    {
        var embedding = new EmbeddingLayer { Characters = new CharacterEncoder { MaxLength = maxLength } };
        return new JobSpec { Model = new ModelSpec { Layers = { new LayerSpec { Embedding = embedding } } } };
    }

    private static EncodedDataset Dataset()
    {
        var shape = new DataShape(VocabularySize: 9, Features: 0, Outputs: 2, TargetKind.Class, TargetPerStep: true);
        var all = new EncodedSplit(shape, Array.ConvertAll(Words, words => Example(new int[words.Length][])));
        return new EncodedDataset(
            "0123", Vocabulary.None, ["x", "y"], all.Select(Split.Training), all.Select(Split.Validation), all.Select(Split.Test));
    }

    private static EncodedExample Example(int[][] letters) =>
        new(letters.Length, new int[letters.Length], Features: null, new int[letters.Length], Values: null) { Letters = letters };
}
