using Cluster.Training.Data;
using Cluster.V1;

namespace Cluster.Training.Tests.Data;

public class DatasetSplitTests
{
    [Theory]
    [InlineData(10, 0.1, 0.1, 8, 1, 1)]
    [InlineData(15, 0.1, 0.2, 10, 2, 3)] // 1.5 rounds to 2.
    [InlineData(4, 0, 0, 4, 0, 0)]
    [InlineData(1, 0.49, 0.5, 0, 0, 1)] // One record: 0.5 rounds to 1.
    [InlineData(3, 0.49, 0.5, 0, 1, 2)] // 1.47 and 1.5 round to 1 and 2.
    public void Sizes_are_rounded_shares(int count, double validation, double test, int trained, int validated, int tested)
    {
        DatasetSplit split = Draw(count, validation, test, 42);
        Assert.Equal((trained, validated, tested), (split.Training.Length, split.Validation.Length, split.Test.Length));
        Assert.Equal(Enumerable.Range(0, count), split.Training.Concat(split.Validation).Concat(split.Test).Order());
    }

    [Fact]
    public void The_seed_decides_and_each_split_keeps_the_order_of_the_records()
    {
        DatasetSplit split = Draw(1000, 0.1, 0.1, 42);
        Assert.Equal(split.Test, Draw(1000, 0.1, 0.1, 42).Test);
        Assert.NotEqual(split.Test, Draw(1000, 0.1, 0.1, 43).Test);
        Assert.Equal(split.Training.Order(), split.Training);
        Assert.Equal(split.Test.Order(), split.Test);
    }

    [Fact]
    public void A_split_never_changes_between_versions()
    {
        // From an independent implementation of SplitMix64 and the shuffle in Python; a change would make old results unrepeatable.
        DatasetSplit split = Draw(20, 0.1, 0.2, 42);
        Assert.Equal([14, 15, 16, 18], split.Test);
        Assert.Equal([10, 17], split.Validation);
    }

    [Fact]
    public void What_is_given_is_not_drawn()
    {
        // Records 0 to 3 are for the test, 4 to 23 for training or anything; 0.2 of these 20 are for validation.
        DatasetPart?[] given = [.. Enumerable.Range(0, 24).Select(i => i < 4 ? DatasetPart.Test : i < 10 ? DatasetPart.Training : (DatasetPart?)null)];
        DatasetSplit split = DatasetSplit.Draw(given, null, new SplitSpec { Validation = 0.2, Test = 0.4 }, 42);
        Assert.Equal([0, 1, 2, 3], split.Test);
        Assert.Equal((16, 4), (split.Training.Length, split.Validation.Length));
        Assert.Equal(Enumerable.Range(0, 24), split.Training.Concat(split.Validation).Concat(split.Test).Order());
    }

    [Fact]
    public void Nothing_is_drawn_where_both_are_given()
    {
        DatasetPart?[] given = [null, DatasetPart.Validation, DatasetPart.Test, DatasetPart.Training];
        DatasetSplit split = DatasetSplit.Draw(given, null, new SplitSpec { Validation = 0.4, Test = 0.4 }, 42);
        Assert.Equal([[0, 3], [1], [2]], new[] { split.Training, split.Validation, split.Test });
    }

    private static DatasetSplit Draw(int count, double validation, double test, uint seed) =>
        DatasetSplit.Draw(count, new SplitSpec { Validation = validation, Test = test }, seed);
}
