using Cluster.Client.Rendering;
using Cluster.Client.Tests.Servers;
using Cluster.V1;
using Microsoft.Extensions.Time.Testing;

namespace Cluster.Client.Tests.Rendering;

public sealed class PlainLinesTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly TrainingProgress _progress = new(new Job { Progress = new Progress { Epochs = 2, TotalSteps = 40 } });

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Steps_are_told_at_most_once_a_second_and_epochs_always()
    {
        PlainLines lines = new(_output, _time);
        for (int step = 1; step <= 20; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            Show(lines, Events.Step(step, step));
        }
        Show(lines, Events.Epoch(21, 0, 20, 0.625));

        Assert.Equal(
            [
                "epoch 1/2  step 10/40  15 s left  loss 1.0000  accuracy 0.5000  64 ex/s",
                "epoch 1/2  step 20/40  10 s left  loss 1.0000  accuracy 0.5000  64 ex/s",
                "epoch 1/2 done  loss 1.0000  accuracy 0.5000  validation/accuracy 0.6250",
            ],
            Lines());
    }

    [Fact]
    public void States_workers_and_failed_checkpoints_get_a_line_each()
    {
        PlainLines lines = new(_output, _time);
        Show(lines, Events.State(1, Job.Types.State.Recovering, "A worker was lost."));
        Show(lines, new JobEvent { Sequence = 2, WorkerChanged = new WorkerChanged { Worker = "silo-2", Message = "It does not answer." } });
        Show(lines, new JobEvent { Sequence = 3, WorkerChanged = new WorkerChanged { Worker = "silo-3", Joined = true } });
        Show(lines, new JobEvent { Sequence = 4, CheckpointSaved = new CheckpointSaved { Error = "The disk is full." } });
        Show(lines, new JobEvent { Sequence = 5, CheckpointSaved = new CheckpointSaved { Checkpoint = new Checkpoint { Step = 1 } } });
        Show(lines, new JobEvent { Sequence = 6, Incident = new Incident { Message = "silo s2-ab12 was lost; 2 workers went on after 0.4 s" } });
        Show(lines, Events.Heartbeat());

        Assert.Equal(
            [
                "RECOVERING: A worker was lost.",
                "worker silo-2 left: It does not answer.",
                "worker silo-3 joined",
                "checkpoint not written: The disk is full.",
                "silo s2-ab12 was lost; 2 workers went on after 0.4 s",
            ],
            Lines());
    }

    [Fact]
    public void What_was_found_gets_a_line_with_the_coverage_of_pretrained_vectors()
    {
        PlainLines lines = new(_output, _time);
        Preparation prepared = new()
        {
            TrainingExamples = 1600,
            ValidationExamples = 200,
            TestExamples = 100,
            Classes = 17,
            Parameters = 398_065,
        };
        Show(lines, new JobEvent { Sequence = 1, Prepared = prepared });
        Show(lines, new JobEvent
        {
            Sequence = 2,
            Prepared = new Preparation(prepared) { VectorVocabularyCoverage = 0.75, VectorTokenCoverage = 0.9125 },
        });

        Assert.Equal(
            [
                "1,600 training examples, 200 validation, 100 test; 17 classes; 398,065 parameters",
                "1,600 training examples, 200 validation, 100 test; 17 classes; 398,065 parameters; "
                    + "vectors for 75.0 % of the vocabulary, 91.3 % of the tokens",
            ],
            Lines());
    }

    [Fact]
    public void An_early_stop_says_why_and_ends_the_run_for_the_display()
    {
        PlainLines lines = new(_output, _time);
        JobEvent last = Events.Epoch(1, 0, 20, 0.625);
        last.EpochCompleted.StopReason = "validation/loss was best in epoch 1 (0.5000)";
        Show(lines, last);

        Assert.Equal(["epoch 1/1 done  validation/accuracy 0.6250  stops early: validation/loss was best in epoch 1 (0.5000)"], Lines());
        Assert.Equal((20L, 1), (_progress.TotalSteps, _progress.Epochs));
    }

    [Fact]
    public void An_interruption_is_told_once()
    {
        PlainLines lines = new(_output, _time);
        lines.Tick(_progress, null);
        lines.Tick(_progress, "No server answers.");
        lines.Tick(_progress, "No server answers.");

        Assert.Equal(["connection lost, trying again: No server answers."], Lines());
    }

    private void Show(PlainLines lines, JobEvent jobEvent)
    {
        _progress.Apply(jobEvent);
        lines.Show(jobEvent, _progress);
    }

    private string[] Lines() => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
