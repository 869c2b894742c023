using Cluster.Client.Rendering;
using Cluster.Client.Tests.Servers;
using Cluster.V1;
using Google.Protobuf.WellKnownTypes;

namespace Cluster.Client.Tests.Rendering;

public sealed class JobResultTests
{
    private static readonly Job Succeeded = new()
    {
        Id = "language-id-1",
        State = Job.Types.State.Succeeded,
        StartTime = Timestamp.FromDateTimeOffset(Events.Noon),
        EndTime = Timestamp.FromDateTimeOffset(Events.Noon.AddSeconds(12.5)),
        Progress = new Progress { Step = 1500, TotalSteps = 1500, Epoch = 15, Epochs = 15, ExamplesPerSecond = 100 },
        WeightsSha256 = "abc",
        Metrics = { ["test/loss"] = 0.5, ["test/accuracy"] = 0.8125 },
    };

    [Fact]
    public void JSON_is_one_object_on_one_line()
    {
        using StringWriter output = new() { NewLine = "\n" };
        JsonLine.WriteResult(output, JobResult.Of(Succeeded, 4321.5, "/models/language-id-1"));

        Assert.Equal(
            """
            {"job":"language-id-1","state":"SUCCEEDED","reason":"","steps":1500,"epochs":15,"seconds":12.5,"examplesPerSecond":4321.5,
            "weightsSha256":"abc","metrics":{"test/accuracy":0.8125,"test/loss":0.5},"model":"/models/language-id-1"}
            """.ReplaceLineEndings("") + "\n",
            output.ToString());
    }

    [Fact]
    public void A_metric_that_is_no_number_does_not_break_the_JSON()
    {
        using StringWriter output = new() { NewLine = "\n" };
        JsonLine.WriteResult(output, JobResult.Of(new Job { Metrics = { ["test/loss"] = double.NaN } }, 0, null));

        Assert.Contains("\"metrics\":{\"test/loss\":\"NaN\"},\"model\":null}", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_shows_metrics_and_what_was_made()
    {
        using StringWriter output = new() { NewLine = "\n" };
        JobResult.Of(Succeeded, 4321.5, "/models/language-id-1").Write(output);

        Assert.Equal(
            """
            METRIC      TEST
            accuracy  0.8125
            loss      0.5000

            JOB              language-id-1
            state            SUCCEEDED
            steps            1,500 in 15 epochs
            time             13 s, 4,321 examples/s
            model            /models/language-id-1
            weights SHA-256  abc

            """,
            output.ToString());
    }

    [Fact]
    public void Few_classes_and_an_early_stop_are_shown()
    {
        Job job = Succeeded.Clone();
        job.Progress.StopReason = "validation/loss was best in epoch 12";
        job.Report = new ClassReport { Split = "test", Classes = { new ClassRow { Name = "Greek", F1 = 0.5, Support = 3 } }, Confusion = { 3 } };
        using StringWriter output = new() { NewLine = "\n" };
        JobResult.Of(job, 4321.5, null).Write(output);

        Assert.Contains("\nTEST CLASS  PRECISION  RECALL      F1  SUPPORT\nGreek          0.0000  0.0000  0.5000        3\n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\nstopped early    validation/loss was best in epoch 12\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_that_failed_in_its_third_epoch_has_made_two()
    {
        Job job = new() { State = Job.Types.State.Failed, Reason = "DIVERGED", Progress = new Progress { Step = 25, Epoch = 2, Epochs = 15 } };

        JobResult result = JobResult.Of(job, 0, null);

        Assert.Equal(("FAILED", "DIVERGED", 25L, 2, 0.0), (result.State, result.Reason, result.Steps, result.Epochs, result.Seconds));
    }
}
