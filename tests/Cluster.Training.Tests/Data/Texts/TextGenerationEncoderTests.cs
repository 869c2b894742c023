using Cluster.Training.Data;
using Cluster.Training.Data.Texts;
using Cluster.V1;

namespace Cluster.Training.Tests.Data.Texts;

public class TextGenerationEncoderTests
{
    [Fact]
    public void A_text_is_read_behind_the_end_token_and_its_targets_are_one_ahead()
    {
        EncodedDataset dataset = Encode(maxLength: 256);
        Assert.Equal(["[PAD]", "[UNK]", "[END]", "a", "b"], dataset.Vocabulary.Tokens);
        Assert.Equal(dataset.Vocabulary.Tokens, dataset.Labels);
        Assert.Equal(new DataShape(5, Features: 0, Outputs: 5, TargetKind.Class, TargetPerStep: true), dataset.Shape);
        Assert.Equal([[2, 3, 4, 3], [2, 3]], dataset.Training.Examples.Select(example => example.Tokens!));
        Assert.Equal([[3, 4, 3, 2], [3, 2]], dataset.Training.Examples.Select(example => example.Classes!));
    }

    [Fact]
    public void A_text_that_is_cut_has_no_end()
    {
        EncodedExample[] examples = Encode(maxLength: 2).Training.Examples;
        Assert.Equal([[2, 3], [2, 3]], examples.Select(example => example.Tokens!));
        Assert.Equal([[3, 4], [3, 2]], examples.Select(example => example.Classes!));
    }

    private static EncodedDataset Encode(int maxLength) => TextGenerationEncoder.Encode(
        new JobSpec
        {
            Data = new DataSpec { Text = "text", Split = new SplitSpec() },
            Tokens = new TokenSpec { MaxLength = maxLength },
            Training = new TrainingSpec { Seed = 42 },
        },
        new RecordTable(["text"], ["aba"], ["a"]),
        new CharacterTokenizer(lowercase: false));
}
