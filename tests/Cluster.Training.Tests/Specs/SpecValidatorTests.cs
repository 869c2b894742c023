using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Tests.Specs;

public class SpecValidatorTests
{
    [Fact]
    public void A_minimal_spec_is_valid() => Assert.Empty(SpecValidator.Validate(Minimal()));

    [Fact]
    public void An_empty_spec_lacks_task_and_data()
    {
        Violation[] expected =
        [
            new("task", "Is required: CLASSIFICATION, TAGGING, FORECASTING, GENERATION or REGRESSION."),
            new("data", "Is required: say at least which dataset."),
        ];
        Assert.Equal(expected, SpecValidator.Validate(new JobSpec()));
    }

    [Fact]
    public void All_violations_come_at_once()
    {
        JobSpec spec = Minimal();
        spec.Name = "Names";
        spec.Data.Dataset = "mnist";
        spec.Tokens = new TokenSpec { MaxLength = 0 };
        spec.Training = new TrainingSpec { Epochs = 0, BatchSize = -1, ClipNorm = float.NaN, Optimizer = new OptimizerSpec() };
        spec.Workers = new WorkerSpec { Min = 0, Max = 0 };
        spec.Checkpoint = new CheckpointSpec { EverySteps = 0, KeepLast = 0 };
        string[] expected =
        [
            "name", "data.dataset", "tokens.maxLength", "training.epochs", "training.batchSize", "training.optimizer",
            "training.clipNorm", "workers.min", "workers.max", "checkpoint.everySteps", "checkpoint.keepLast",
        ];
        Assert.Equal(expected, SpecValidator.Validate(spec).Select(violation => violation.Field));
    }

    [Theory]
    [InlineData("language-id-2", true)]
    [InlineData("0123456789012345678901234567890123456789", true)]
    [InlineData("01234567890123456789012345678901234567890", false)]
    [InlineData("a b", false)]
    [InlineData("a_b", false)]
    [InlineData("été", false)]
    [InlineData("../x", false)]
    public void A_name_is_lower_case_letters_digits_and_dashes(string name, bool valid)
    {
        JobSpec spec = Minimal();
        spec.Name = name;
        Assert.Equal(valid ? [] : ["name"], SpecValidator.Validate(spec).Select(violation => violation.Field));
    }

    [Fact]
    public void Numbers_outside_an_enum_are_refused()
    {
        JobSpec spec = Minimal();
        spec.Task = (JobSpec.Types.Task)7;
        spec.Tokens = new TokenSpec { Level = (TokenSpec.Types.Level)8 };
        Violation[] expected =
        [
            new("task", "There is no task 7; use CLASSIFICATION, TAGGING, FORECASTING, GENERATION or REGRESSION."),
            new("tokens.level", "There is no level 8; there are CHARACTER, WORD and SUBWORD."),
        ];
        Assert.Equal(expected, SpecValidator.Validate(spec));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    [InlineData(-1, false)]
    public void A_sequence_has_1_to_4096_tokens(int maxLength, bool valid)
    {
        JobSpec spec = Minimal();
        spec.Tokens = new TokenSpec { MaxLength = maxLength };
        Assert.Equal(valid ? [] : ["tokens.maxLength"], SpecValidator.Validate(spec).Select(violation => violation.Field));
    }

    [Fact]
    public void Workers_have_a_range()
    {
        JobSpec spec = Minimal();
        spec.Workers = new WorkerSpec { Min = 3, Max = 2 };
        Assert.Equal(
            [new Violation("workers.max", "Must be at least workers.min, which is 3; it is 2.")], SpecValidator.Validate(spec));
        spec.Workers = new WorkerSpec { Min = 100 };
        Assert.Empty(SpecValidator.Validate(spec));
    }

    internal static JobSpec Minimal() => new()
    {
        Task = JobSpec.Types.Task.Classification,
        Data = new DataSpec { Dataset = "builtin/language-names", Text = "name", Label = "language" },
    };
}
