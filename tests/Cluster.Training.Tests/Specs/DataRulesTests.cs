using Cluster.Training.Data;
using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Tests.Specs;

public class DataRulesTests
{
    [Fact]
    public void A_dataset_is_required_and_must_exist()
    {
        Assert.Equal(
            [new Violation("data.dataset", "Is required, such as builtin/language-names.")], Validate(new DataSpec()));
        Assert.Equal(
            [new Violation("data.dataset", DatasetCatalog.Missing("x"))],
            Validate(new DataSpec { Dataset = "x" }));
    }

    [Fact]
    public void Columns_must_exist_and_differ()
    {
        Violation[] missing =
        [
            new("data.text", "The dataset has no column 'text'; it has name and language."),
            new("data.label", "The dataset has no column 'label'; it has name and language."),
        ];
        Assert.Equal(missing, Validate(new DataSpec { Dataset = "builtin/language-names" }));
        Assert.Equal(
            [new Violation("data.label", "Must be another column than data.text; both are 'name'.")],
            Validate(new DataSpec { Dataset = "builtin/language-names", Text = "name", Label = "name" }));
    }

    [Theory]
    [InlineData(0.0, 0.0, null)]
    [InlineData(0.5, 0.49, null)]
    [InlineData(0.5, 0.5, "data.split")]
    [InlineData(0.9, null, "data.split")] // The default of 0.1 leaves nothing.
    [InlineData(-0.1, 0.1, "data.split.validation")]
    [InlineData(0.1, 1.0, "data.split.test")]
    [InlineData(double.NaN, 0.1, "data.split.validation")]
    [InlineData(0.1, double.PositiveInfinity, "data.split.test")]
    public void Shares_leave_something_to_train_on(double? validation, double? test, string? field)
    {
        var split = new SplitSpec();
        if (validation is { } kept) split.Validation = kept;
        if (test is { } tested) split.Test = tested;
        DataSpec data = SpecValidatorTests.Minimal().Data;
        data.Split = split;
        Assert.Equal(field is null ? [] : [field], Validate(data).Select(violation => violation.Field));
    }

    [Fact]
    public void A_wrong_share_is_told_with_its_value()
    {
        DataSpec data = SpecValidatorTests.Minimal().Data;
        data.Split = new SplitSpec { Validation = -0.5 };
        Assert.Equal([new Violation("data.split.validation", "Must be at least 0 and under 1; it is -0.5.")], Validate(data));
    }

    private static IReadOnlyList<Violation> Validate(DataSpec data)
    {
        JobSpec spec = SpecValidatorTests.Minimal();
        spec.Data = data;
        return SpecValidator.Validate(spec);
    }
}
