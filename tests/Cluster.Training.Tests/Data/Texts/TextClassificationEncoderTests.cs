using System.Security.Cryptography;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Data.Texts;
using Cluster.V1;

namespace Cluster.Training.Tests.Data.Texts;

public class TextClassificationEncoderTests
{
    private static readonly string[] Columns = ["text", "label"];

    [Fact]
    public void Records_become_ids_by_falling_frequency_and_classes_in_ordinal_order()
    {
        EncodedDataset dataset = Encode(["bab", "Y"], ["cb", "X"]);
        // b three times, then a and c once each in ordinal order; 0 and 1 are padding and unknown.
        Assert.Equal(["[PAD]", "[UNK]", "b", "a", "c"], dataset.Vocabulary.Tokens);
        Assert.Equal(["X", "Y"], dataset.Labels);
        Assert.Equal([[2, 3, 2], [4, 2]], dataset.Training.Examples.Select(example => example.Tokens!));
        Assert.Equal([1, 0], dataset.Training.Examples.Select(example => example.Classes![0]));
        Assert.Equal(0, dataset.Validation.Count + dataset.Test.Count);
    }

    [Fact]
    public void Only_training_texts_and_only_their_uncut_part_make_the_vocabulary()
    {
        string[][] records = [.. Enumerable.Range(0, 20).Select(i => new[] { "x" + (char)('a' + i) + "z", i % 2 == 0 ? "X" : "Y" })];
        EncodedDataset dataset = Encode(Spec(test: 0.25, maxLength: 2), records);
        Assert.Equal((15, 0, 5), (dataset.Training.Count, dataset.Validation.Count, dataset.Test.Count));
        Assert.Equal(2 + 1 + 15, dataset.Vocabulary.Size);
        Assert.All(dataset.Test.Examples, example => Assert.Equal([2, Vocabulary.Unknown], example.Tokens!));
    }

    [Fact]
    public void The_digest_is_SHA_256_over_length_prefixed_texts()
    {
        // Count of columns, then each text behind its length, all lengths as little-endian int32.
        byte[] bytes =
        [
            2, 0, 0, 0, 4, 0, 0, 0, (byte)'t', (byte)'e', (byte)'x', (byte)'t', 5, 0, 0, 0, (byte)'l', (byte)'a', (byte)'b', (byte)'e', (byte)'l',
            2, 0, 0, 0, 0xC3, 0xA9, 1, 0, 0, 0, (byte)'X', 1, 0, 0, 0, (byte)'b', 1, 0, 0, 0, (byte)'Y',
        ];
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), Encode(["\u00E9", "X"], ["b", "Y"]).Digest);
    }

    [Fact]
    public void Moving_a_letter_from_one_field_to_the_next_changes_the_digest() =>
        Assert.NotEqual(Encode(["ab", "c"], ["b", "Y"]).Digest, Encode(["a", "bc"], ["b", "Y"]).Digest);

    [Fact]
    public void Unusable_records_are_refused_with_a_sentence()
    {
        Assert.Equal("The dataset has no records.", Refusal());
        Assert.Equal("Record 2 has no text.", Refusal(["a", "X"], ["", "Y"]));
        Assert.Equal("Record 1 has no label.", Refusal(["a", ""], ["b", "Y"]));
        Assert.Equal("Record 2 has 1 fields instead of 2.", Refusal(["a", "X"], ["b"]));
        Assert.Equal("All records have the label 'X'; at least two labels are needed.", Refusal(["a", "X"], ["b", "X"]));
        Assert.Equal(
            "Record 2: The text is not valid Unicode: it holds half of a surrogate pair.", Refusal(["a", "X"], ["\uDE00", "Y"]));
    }

    [Fact]
    public void An_unknown_column_is_refused_with_the_columns_there_are()
    {
        JobSpec spec = Spec();
        spec.Data.Label = "class";
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Encode(spec, [["a", "X"], ["b", "Y"]]));
        Assert.Equal("The dataset has no column 'class'; it has text and label.", error.Message);
    }

    [Fact]
    public void A_split_without_training_examples_is_refused()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => Encode(Spec(validation: 0.49, test: 0.5), [["a", "X"], ["b", "Y"], ["c", "Y"]]));
        Assert.Equal("The split leaves none of the 3 records to train on.", error.Message);
    }

    [Fact]
    public void A_label_that_training_never_shows_is_refused()
    {
        // Three labels and, with half kept out, two of four records to train on: one label at least is missing.
        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => Encode(Spec(test: 0.5), [["a", "X"], ["b", "Y"], ["c", "Z"], ["d", "Z"]]));
        Assert.Matches("^No training example has the label '[XYZ]', which has too few records for this split or seed.$", error.Message);
    }

    [Fact]
    public void Rare_tokens_and_those_beyond_the_limit_are_unknown()
    {
        JobSpec spec = Spec();
        spec.Tokens.MinCount = 2;
        Assert.Equal(["[PAD]", "[UNK]", "a", "b", "c"], Encode(spec, [["aaabbcc", "X"], ["bd", "Y"]]).Vocabulary.Tokens);
        spec.Tokens.MaxSize = 4;
        EncodedDataset dataset = Encode(spec, [["aaabbcc", "X"], ["bd", "Y"]]);
        Assert.Equal(["[PAD]", "[UNK]", "a", "b"], dataset.Vocabulary.Tokens);
        Assert.Equal([3, 1], dataset.Training.Examples[1].Tokens!);
    }

    [Fact]
    public void A_word_that_is_called_like_a_special_token_is_that_token()
    {
        EncodedDataset dataset = TextClassificationEncoder.Encode(
            Spec(), PlacedRecords.OfLists(Columns, [Field.Of(["[UNK]", "a", "[PAD]"]), new Field("X")], [Field.Of(["a"]), new Field("Y")]), new WordTokenizer(lowercase: false));
        Assert.Equal(["[PAD]", "[UNK]", "a"], dataset.Vocabulary.Tokens);
        Assert.Equal([1, 2, 0], dataset.Training.Examples[0].Tokens!);
    }

    [Fact]
    public void A_column_of_texts_is_no_column_of_labels()
    {
        string[][] records = [.. Enumerable.Range(0, 10_001).Select(i => new[] { "a", $"text {i}" })];
        Assert.Equal(
            "Record 10001: Column 'label' has 10001 different labels up to here, but 10000 are the most. It looks like a column of texts or numbers; "
                + "data.label must name the column with the classes.",
            Refusal(records));
        Assert.Equal(10_000, Encode(records[..^1]).Labels.Count);
    }

    [Fact]
    public void Parts_that_the_source_gives_are_taken_and_may_have_labels_of_their_own()
    {
        var source = PlacedRecords.OfParts(Columns, (null, ["a", "X"]), (DatasetPart.Test, ["b", "Z"]), (DatasetPart.Training, ["c", "Y"]), (DatasetPart.Validation, ["d", "X"]));
        EncodedDataset dataset = TextClassificationEncoder.Encode(Spec(validation: 0.4, test: 0.4), source, new CharacterTokenizer(lowercase: false));
        Assert.Equal(["X", "Y", "Z"], dataset.Labels);
        Assert.Equal([0, 1], dataset.Training.Examples.Select(example => example.Classes![0]));
        Assert.Equal([0], dataset.Validation.Examples.Select(example => example.Classes![0]));
        Assert.Equal([2], dataset.Test.Examples.Select(example => example.Classes![0]));
        Assert.Equal(["[PAD]", "[UNK]", "a", "c"], dataset.Vocabulary.Tokens);
        var other = PlacedRecords.OfParts(Columns, (null, ["a", "X"]), (DatasetPart.Test, ["b", "Z"]), (null, ["c", "Y"]), (DatasetPart.Validation, ["d", "X"]));
        Assert.NotEqual(dataset.Digest, TextClassificationEncoder.Encode(Spec(), other, new CharacterTokenizer(lowercase: false)).Digest);
    }

    [Fact]
    public void Messages_name_file_and_line()
    {
        SourceRecord[] records =
        [
            new(new RecordPlace("spam.csv", 2), null, [new Field("a"), new Field("X")]),
            new(new RecordPlace("spam.csv", 5), null, [new Field(" "), new Field("Y")]),
        ];
        var source = new PlacedRecords(Columns, records);
        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => TextClassificationEncoder.Encode(Spec(), source, new WordTokenizer(lowercase: false)));
        Assert.Equal("spam.csv, line 5: The text has no tokens.", error.Message);
    }

    [Fact]
    public void The_built_in_names_load_through_the_catalog()
    {
        JobSpec spec = Spec(validation: 0.1, test: 0.1, maxLength: 48);
        spec.Task = JobSpec.Types.Task.Classification;
        spec.Data.Dataset = "builtin/language-names";
        spec.Data.Text = "name";
        spec.Data.Label = "language";
        EncodedDataset dataset = DatasetLoader.Load(spec, new BlobStore("unused"));
        int count = LanguageNames.LatinScript.Read().Count();
        Assert.Equal(30, dataset.Labels.Count);
        Assert.Equal(count, dataset.Training.Count + dataset.Validation.Count + dataset.Test.Count);
        Assert.All(dataset.Training.Examples, example => Assert.InRange(example.Length, 1, 48));
        Assert.Equal(dataset.Digest, DatasetLoader.Load(spec, new BlobStore("unused")).Digest);
    }

    private static string Refusal(params string[][] records) =>
        Assert.Throws<InvalidDataException>(() => Encode(records)).Message;

    private static EncodedDataset Encode(params string[][] records) => Encode(Spec(), records);

    private static EncodedDataset Encode(JobSpec spec, string[][] records) =>
        TextClassificationEncoder.Encode(spec, new RecordTable(Columns, records), new CharacterTokenizer(lowercase: false));

    private static JobSpec Spec(double validation = 0, double test = 0, int maxLength = 256) => new()
    {
        Data = new DataSpec { Text = "text", Label = "label", Split = new SplitSpec { Validation = validation, Test = test } },
        Tokens = new TokenSpec { MaxLength = maxLength },
        Training = new TrainingSpec { Seed = 42 },
    };
}
