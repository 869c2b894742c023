using Cluster.Training.Runs;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs;

public sealed class RunScheduleTests
{
    private readonly RunSchedule _schedule = new(
        new JobSpec { Training = new TrainingSpec { Epochs = 2 }, Checkpoint = new CheckpointSpec { EverySteps = 4 } }, stepsPerEpoch: 10);

    [Theory]
    [InlineData(0, 0, 0, RunTask.Step)]
    [InlineData(3, 0, 0, RunTask.Step)]
    [InlineData(4, 0, 0, RunTask.Save)]
    [InlineData(4, 0, 4, RunTask.Step)]
    [InlineData(10, 0, 8, RunTask.Validate)]
    [InlineData(10, 1, 8, RunTask.Step)]
    [InlineData(20, 1, 16, RunTask.Validate)]
    [InlineData(20, 2, 16, RunTask.Save)]
    [InlineData(20, 2, 20, RunTask.Finish)]
    public void Next_follows_from_how_far_the_run_is(long version, int validated, long saved, RunTask expected) =>
        Assert.Equal(expected, _schedule.Next(version, validated, saved));

    [Fact]
    public void Steps_made_again_after_a_checkpoint_are_not_validated_or_saved_again() =>
        Assert.Equal(RunTask.Step, _schedule.Next(version: 8, validatedEpochs: 1, savedStep: 12));
}
