using System.Collections.Concurrent;
using System.Diagnostics;
using Cluster.Silo.Hosting;
using Cluster.Silo.Tests.Servers;
using Cluster.Training.Tests;
using Cluster.V1;

namespace Cluster.Silo.Tests.Telemetry;

public sealed class OtlpTests
{
    [Fact]
    public async Task A_collector_gets_metrics_a_trace_for_each_plan_and_logs_with_their_job()
    {
        // The only way to say it; without an address it means nothing to other silos of this process.
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        await using Collector collector = await Collector.Start();
        using var disk = new TemporaryDirectory();
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Cluster",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        Job job;
        await using (RunningSilo silo = await RunningSilo.Start(disk, new SiloSettings { Data = disk.Path, Name = "test", Otlp = collector.Address }))
            job = await silo.Train(SharedSilo.Spec("traced"));

        Assert.Contains("cluster.step.duration", collector.Received("metrics"), StringComparison.Ordinal);
        string traces = collector.Received("traces"), logs = collector.Received("logs");
        foreach (string expected in (string[])["call worker", "worker steps", "cluster.attempt", job.Id]) Assert.Contains(expected, traces, StringComparison.Ordinal);
        Assert.Contains($"Job {job.Id} ended: Succeeded", logs, StringComparison.Ordinal);

        Activity[] ours = [.. ended];
        Activity[] steps = [.. ours.Where(span => span.OperationName == "steps" && job.Id.Equals(span.GetTagItem("cluster.job.id")))];
        // Together they tell of every step, each once.
        IEnumerable<long> told = steps.SelectMany(span => Enumerable.Range(0, (int)span.GetTagItem("cluster.steps")!).Select(i => (long)span.GetTagItem("cluster.step")! + i));
        Assert.Equal(Enumerable.Range(1, (int)job.Progress.Step).Select(step => (long)step), told);
        foreach (Activity step in steps)
        {
            Assert.Equal((default, ActivityStatusCode.Ok), (step.ParentSpanId, step.Status));
            Activity call = Assert.Single(ours, span => span.OperationName == "call worker" && span.TraceId == step.TraceId);
            Assert.Equal(step.SpanId, call.ParentSpanId);
            // Orleans carries the trace to the worker's silo.
            Activity work = Assert.Single(ours, span => span.OperationName == "worker steps" && span.TraceId == step.TraceId);
            Assert.Equal(step.GetTagItem("cluster.step"), work.GetTagItem("cluster.step"));
            Assert.True(work.HasRemoteParent || work.ParentSpanId != default);
        }
    }
}
