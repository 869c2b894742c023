using Cluster.Training.Data;
using Cluster.Training.Data.Texts;
using Cluster.V1;

namespace Cluster.Training.Tests.Data.Texts;

public class TextTaggingEncoderTests
{
    [Fact]
    public void Each_token_gets_its_label()
    {
        EncodedDataset dataset = Encode(256, ["ab", "X Y"], ["b", "Y"]);
        Assert.Equal(["X", "Y"], dataset.Labels);
        Assert.True(dataset.Shape.TargetPerStep);
        // b twice, then a.
        Assert.Equal([[3, 2], [2]], dataset.Training.Examples.Select(example => example.Tokens!));
        Assert.Equal([[0, 1], [1]], dataset.Training.Examples.Select(example => example.Classes!));
    }

    [Fact]
    public void A_text_that_is_cut_loses_its_last_labels() =>
        Assert.Equal([[0, 1], [1]], Encode(2, ["abc", "X Y X"], ["b", "Y"]).Training.Examples.Select(example => example.Classes!));

    [Fact]
    public void Labels_that_are_not_one_for_each_token_are_refused()
    {
        Assert.Equal("Record 2 has 1 labels for 2 tokens.", Refusal(["ab", "X Y"], ["ab", "X"]));
        Assert.Equal("Record 1 has 3 labels for 2 tokens.", Refusal(["ab", "X Y Z"], ["ab", "X Y"]));
        Assert.Equal("Record 1 has an empty label; one space separates two labels.", Refusal(["ab", "X  Y"], ["ab", "X Y"]));
    }

    [Fact]
    public void Lists_of_words_have_lists_of_labels()
    {
        EncodedDataset dataset = Encode(new WordTokenizer(lowercase: false), [Field.Of(["New York", "is", "big"]), Field.Of(["PROPN", "AUX X", "ADJ"])]);
        Assert.Equal(["ADJ", "AUX X", "PROPN"], dataset.Labels);
        Assert.Equal(["[PAD]", "[UNK]", "New York", "big", "is"], dataset.Vocabulary.Tokens);
        Assert.Equal([2, 4, 3], dataset.Training.Examples[0].Tokens!);
        Assert.Equal([2, 1, 0], dataset.Training.Examples[0].Classes!);
    }

    [Fact]
    public void Words_that_are_read_as_letters_are_told_as_such()
    {
        Field[] record = [Field.Of(["is", "big"]), Field.Of(["AUX", "ADJ"])];
        Assert.Equal(
            "Record 1 has 2 labels for 6 tokens; with tokens.level WORD each of its 2 words is one.",
            Assert.Throws<InvalidDataException>(() => Encode(new CharacterTokenizer(lowercase: false), record)).Message);
        Assert.Equal(
            "Record 1 has an empty label.",
            Assert.Throws<InvalidDataException>(() => Encode(new WordTokenizer(lowercase: false), [record[0], Field.Of(["AUX", ""])])).Message);
    }

    [Fact]
    public void Dates_are_tagged_by_their_parts()
    {
        string[] date = WrittenDates.Rows().Single(record => record[0] == "Saturday, January 1, 2000");
        string parts = string.Concat(date[2].Split(' ').Select(part => part[0]));
        Assert.Equal(("en", "wwwwwwwwoommmmmmmodooyyyy"), (date[1], parts));
        Assert.Equal(5 * 1461, WrittenDates.Rows().Count());
        Assert.Contains(WrittenDates.Rows(), record => record[0].Contains("14. März 2001", StringComparison.Ordinal) && record[1] == "de");
        Assert.Contains(WrittenDates.Rows(), record => record[0].EndsWith("14 de marzo de 2001", StringComparison.Ordinal) && record[1] == "es");
    }

    private static string Refusal(params string[][] records) => Assert.Throws<InvalidDataException>(() => Encode(256, records)).Message;

    private static EncodedDataset Encode(ITokenizer tokenizer, Field[] record) => TextTaggingEncoder.Encode(
        Spec(256), PlacedRecords.OfLists(["text", "label"], record), tokenizer);

    private static EncodedDataset Encode(int maxLength, params string[][] records) => TextTaggingEncoder.Encode(
        Spec(maxLength),
        new RecordTable(["text", "label"], records),
        new CharacterTokenizer(lowercase: false));

    private static JobSpec Spec(int maxLength) => new()
    {
        Data = new DataSpec { Text = "text", Label = "label", Split = new SplitSpec() },
        Tokens = new TokenSpec { MaxLength = maxLength },
        Training = new TrainingSpec { Seed = 42 },
    };
}
