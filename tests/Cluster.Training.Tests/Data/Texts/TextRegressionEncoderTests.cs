using Cluster.Training.Data;
using Cluster.Training.Data.Texts;
using Cluster.V1;

namespace Cluster.Training.Tests.Data.Texts;

public class TextRegressionEncoderTests
{
    [Fact]
    public void Each_text_has_its_number_as_it_is()
    {
        EncodedDataset dataset = Encode(["ab", "-1.5"], ["b", "1e3"]);
        Assert.Equal(new DataShape(4, Features: 0, Outputs: 1, TargetKind.Values, TargetPerStep: false), dataset.Shape);
        Assert.Equal([[3, 2], [2]], dataset.Training.Examples.Select(example => example.Tokens!));
        Assert.Equal([[-1.5f], [1000f]], dataset.Training.Examples.Select(example => example.Values!));
        Assert.All(dataset.Training.Examples, example => Assert.Null(example.Classes));
        Assert.Empty(dataset.Labels);
    }

    [Theory]
    [InlineData("1,5", "Record 2: '1,5' in column 'label' is not a number.")]
    [InlineData("NaN", "Record 2: 'NaN' in column 'label' is not a number.")]
    [InlineData("1e99", "Record 2: '1e99' in column 'label' is not a number.")]
    [InlineData(
        "This is a text of more than forty letters, which nobody wants to read.",
        "Record 2: 'This is a text of more than forty letter...' in column 'label' is not a number.")]
    [InlineData("", "Record 2 has no label.")]
    public void What_is_no_number_is_refused_with_its_place(string label, string message) => Assert.Equal(
        message, Assert.Throws<InvalidDataException>(() => Encode(["a", "1"], ["b", label])).Message);

    private static EncodedDataset Encode(params string[][] records) => TextRegressionEncoder.Encode(
        new JobSpec
        {
            Data = new DataSpec { Text = "text", Label = "label", Split = new SplitSpec() },
            Tokens = new TokenSpec { MaxLength = 256 },
            Training = new TrainingSpec { Seed = 42 },
        },
        new RecordTable(["text", "label"], records),
        new CharacterTokenizer(lowercase: false));
}
