using Cluster.Training.Planning;

namespace Cluster.Training.Tests.Planning;

public sealed class PlanLengthTests
{
    [Theory]
    [InlineData(0.06, 100, 3)]
    [InlineData(0.01, 100, 8)]
    [InlineData(0.01, 5, 5)]
    [InlineData(0.01, 1, 1)]
    [InlineData(1.5, 100, 1)]
    [InlineData(0, 100, 8)]
    public void A_plan_takes_at_most_a_fifth_of_a_second_or_a_step(double median, int available, int steps) =>
        Assert.Equal(steps, PlanLength.Of([median, 0, 10], available));

    [Fact]
    public void The_first_steps_of_a_team_are_planned_one_by_one()
    {
        Assert.Equal(1, PlanLength.Of([], 100));
        Assert.Equal(1, PlanLength.Of([0.001, 0.001], 100));
    }
}
