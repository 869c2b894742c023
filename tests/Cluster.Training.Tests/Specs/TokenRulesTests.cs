using Cluster.Training.Specs;
using Cluster.V1;
using Level = Cluster.V1.TokenSpec.Types.Level;

namespace Cluster.Training.Tests.Specs;

public class TokenRulesTests
{
    [Fact]
    public void Every_level_has_a_valid_spec()
    {
        Assert.Empty(Validate(new TokenSpec { Level = Level.Word, Lowercase = true, MinCount = 2, MaxSize = 4, MaxLength = 4096 }));
        Assert.Empty(Validate(new TokenSpec { Level = Level.Character, MinCount = 1, MaxSize = 1_000_000 }));
        Assert.Empty(Validate(new TokenSpec { Level = Level.Subword, Tokenizer = "bert", Lowercase = true }));
    }

    [Fact]
    public void Numbers_out_of_range_are_told_with_their_range() => Assert.Equal(
        [
            new Violation("tokens.minCount", "Must be at least 1; it is 0."),
            new Violation("tokens.maxSize", "Must be 4 to 1000000; it is 3."),
        ],
        Validate(new TokenSpec { MinCount = 0, MaxSize = 3 }));

    [Fact]
    public void A_tokenizer_is_for_pieces_of_words_alone()
    {
        Assert.Equal(
            [new Violation("tokens.tokenizer", "Is only for tokens.level SUBWORD.")], Validate(new TokenSpec { Level = Level.Word, Tokenizer = "bert" }));
        Assert.Equal(
            [
                new Violation("tokens.tokenizer", "Is required for SUBWORD: the name of a dataset with the tokenizer's files."),
                new Violation("tokens.minCount", "Is not for SUBWORD, whose tokenizer brings its own tokens."),
                new Violation("tokens.maxSize", "Is not for SUBWORD, whose tokenizer brings its own tokens."),
            ],
            Validate(new TokenSpec { Level = Level.Subword, MinCount = 1, MaxSize = 10 }));
    }

    [Fact]
    public void Tags_are_for_whole_tokens()
    {
        JobSpec spec = SpecValidatorTests.Minimal();
        spec.Task = JobSpec.Types.Task.Tagging;
        spec.Data = new DataSpec { Dataset = "builtin/written-dates", Label = "parts" };
        spec.Tokens = new TokenSpec { Level = Level.Subword, Tokenizer = "bert" };
        Assert.Equal(
            [new Violation("tokens.level", "TAGGING has a label for each token, and SUBWORD cuts words into pieces; use WORD or CHARACTER.")],
            SpecValidator.Validate(spec));
    }

    [Fact]
    public void Labels_share_a_split_only_where_each_example_has_one()
    {
        JobSpec spec = SpecValidatorTests.Minimal();
        spec.Data.Split = new SplitSpec { Stratify = true };
        Assert.Empty(SpecValidator.Validate(spec));
        spec.Task = JobSpec.Types.Task.Generation;
        Assert.Equal(
            [new Violation("data.split.stratify", "Is only for CLASSIFICATION, where each example has one label; the task is GENERATION.")],
            SpecValidator.Validate(spec));
    }

    [Fact]
    public void A_tokenizer_of_the_users_has_no_defaults_for_counting()
    {
        JobSpec spec = SpecValidatorTests.Minimal();
        spec.Tokens = new TokenSpec { Level = Level.Subword, Tokenizer = "bert" };
        TokenSpec resolved = SpecDefaults.Resolve(spec, 1).Tokens;
        Assert.Equal((256, false, false, false), (resolved.MaxLength, resolved.Lowercase, resolved.HasMinCount, resolved.HasMaxSize));
    }

    private static IReadOnlyList<Violation> Validate(TokenSpec tokens)
    {
        JobSpec spec = SpecValidatorTests.Minimal();
        spec.Tokens = tokens;
        return SpecValidator.Validate(spec);
    }
}
