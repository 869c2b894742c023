using Cluster.Client.Rendering;
using Cluster.Client.Tests.Servers;
using Cluster.V1;

namespace Cluster.Client.Tests.Rendering;

public sealed class TrainingProgressTests
{
    [Fact]
    public void Time_left_follows_from_the_speed_of_late_and_the_steps_to_come()
    {
        TrainingProgress progress = Known(totalSteps: 100);
        Assert.Null(progress.TimeLeft);

        for (int step = 1; step <= 10; step++)
            progress.Apply(Events.Step(step, step));

        // A step takes 0.5 s; 90 are left.
        Assert.Equal(45, progress.TimeLeft!.Value.TotalSeconds, 9);
        Assert.Equal(64, progress.ExamplesPerSecond, 9);
        Assert.Equal(64, progress.MeanExamplesPerSecond, 9);
    }

    [Fact]
    public void Time_left_forgets_what_is_over_30_seconds_old()
    {
        TrainingProgress progress = Known(totalSteps: 300);
        progress.Apply(Events.Step(1, 1));
        for (int step = 2; step <= 200; step++)
        {
            JobEvent jobEvent = Events.Step(step, step);
            // After a pause of 1000 s steps take 0.25 s instead of 0.5 s.
            jobEvent.Time.Nanos = step % 4 * 250_000_000;
            jobEvent.Time.Seconds = Events.Noon.ToUnixTimeSeconds() + 1000 + (step / 4);
            progress.Apply(jobEvent);
        }

        Assert.Equal(25, progress.TimeLeft!.Value.TotalSeconds, 6);
    }

    [Fact]
    public void Time_left_is_unknown_without_the_length_of_the_run()
    {
        TrainingProgress progress = Known(totalSteps: 0);
        progress.Apply(Events.Step(1, 1));

        Assert.Null(progress.TimeLeft);
        Assert.Equal("epoch 1/2  step 1  loss 1.0000  accuracy 0.5000  64 ex/s", ProgressText.Line(progress));
    }

    [Fact]
    public void Accuracy_is_not_shown_where_numbers_are_predicted()
    {
        TrainingProgress progress = new(new Job { ResolvedSpec = new JobSpec { Task = JobSpec.Types.Task.Forecasting } });
        progress.Apply(Events.Step(1, 1));

        Assert.Equal("epoch 1  step 1  loss 1.0000  64 ex/s", ProgressText.Line(progress));
    }

    [Fact]
    public void Steps_weigh_by_their_targets()
    {
        TrainingProgress progress = Known(totalSteps: 4);
        foreach ((int step, int targets, double loss) in new[] { (1, 300, 1.0), (2, 100, 5.0) })
        {
            JobEvent happened = Events.Step(step, step, loss: loss);
            happened.StepCompleted.Targets = targets;
            progress.Apply(happened);
        }

        Assert.Equal(2, progress.Loss, 12);
    }

    [Fact]
    public void Loss_and_accuracy_are_means_over_the_epoch_so_far()
    {
        TrainingProgress progress = Known(totalSteps: 4);
        progress.Apply(Events.Step(1, 1, epoch: 0, loss: 8, accuracy: 0));
        progress.Apply(Events.Step(2, 2, epoch: 1, loss: 2, accuracy: 0.25));
        progress.Apply(Events.Step(3, 3, epoch: 1, loss: 1, accuracy: 0.75));

        Assert.Equal(1.5, progress.Loss, 12);
        Assert.Equal(0.5, progress.Accuracy, 12);
        Assert.Equal("epoch 2/2  step 3/4  1 s left  loss 1.5000  accuracy 0.5000  64 ex/s", ProgressText.Line(progress));
    }

    [Fact]
    public void Before_the_first_step_the_state_is_shown()
    {
        TrainingProgress progress = Known(totalSteps: 4);
        progress.Apply(Events.State(1, Job.Types.State.Preparing));

        Assert.Equal("PREPARING", ProgressText.Line(progress));
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(41.2, "42 s")]
    [InlineData(60, "1 min 00 s")]
    [InlineData(185, "3 min 05 s")]
    [InlineData(7620, "2 h 07 min")]
    [InlineData(360000, "100 h 00 min")]
    public void Time_is_told_in_its_two_largest_units(double seconds, string text)
    {
        Assert.Equal(text, ProgressText.Duration(TimeSpan.FromSeconds(seconds)));
    }

    private static TrainingProgress Known(long totalSteps) =>
        new(new Job { Progress = new Progress { Epochs = 2, TotalSteps = totalSteps } });
}
