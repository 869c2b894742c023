using Cluster.Training.Runs;

namespace Cluster.Training.Tests.Runs;

public sealed class StepDeadlineTests
{
    [Theory]
    [InlineData("", 0, 120)] // Nothing is known yet.
    [InlineData("0.05 0.05 0.05", 0, 2)] // Never less than two seconds.
    [InlineData("0.5 0.6 0.5", 0, 3)]
    [InlineData("0.5 30 0.5", 0, 3)] // One slow step does not count.
    [InlineData("10", 0, 60)]
    [InlineData("0.05", 1, 8)] // After a false alarm the next one comes later.
    [InlineData("", 2, 1920)]
    public void A_step_may_take_six_times_as_long_as_usual(string recent, int overdue, double seconds) =>
        Assert.Equal(seconds, StepDeadline.ForSteps(1, Seconds(recent), overdue).TotalSeconds, 1e-9);

    [Theory]
    [InlineData("", 120)]
    [InlineData("0.05", 30)]
    [InlineData("10 10", 60)]
    public void Other_tasks_have_more_time(string recent, double seconds) =>
        Assert.Equal(seconds, StepDeadline.ForTask(Seconds(recent), 0).TotalSeconds, 1e-9);

    private static double[] Seconds(string recent) =>
        [.. recent.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(value => double.Parse(value, System.Globalization.CultureInfo.InvariantCulture))];
}
