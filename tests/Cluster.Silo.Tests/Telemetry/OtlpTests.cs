using Cluster.Silo.Hosting;
using Cluster.Silo.Tests.Servers;
using Cluster.Silo.Tests.Telemetry.Otlp;
using Cluster.Training.Tests;
using Cluster.V1;
using Google.Protobuf.Collections;

namespace Cluster.Silo.Tests.Telemetry;

public sealed class OtlpTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _disk = new();
    private Collector _collector = null!;
    private Job _job = null!;

    public async ValueTask InitializeAsync()
    {
        _collector = await Collector.Start();
        await using RunningSilo silo = await RunningSilo.Start(_disk, new SiloSettings { Data = _disk.Path, Name = "test", Otlp = _collector.Address });
        _job = await silo.Train(SharedSilo.Spec("traced"));
    }

    public async ValueTask DisposeAsync()
    {
        await _collector.DisposeAsync();
        _disk.Dispose();
    }

    // One job for all: the collector gets everything when the silo ends. Other silos of this process are heard too.
    [Fact]
    public void A_collector_gets_metrics_a_trace_for_each_plan_and_logs_with_their_job()
    {
        Resource sender = _collector.Traces.All.First().Resource;
        Assert.Equal("cluster", Of(sender.Attributes, "service.name").Text);
        Assert.StartsWith("test-", Of(sender.Attributes, "service.instance.id").Text, StringComparison.Ordinal);

        Metric duration = _collector.Metrics.All.First(metric => metric.Name == "cluster.step.duration");
        Assert.Equal("s", duration.Unit);
        Assert.NotEqual(0u, duration.Histogram.Points.Sum(point => (double)point.Count));

        LogRecord ended = Assert.Single(_collector.Logs.Records, line => line.Body.Text.StartsWith($"Job {_job.Id} ended: Succeeded", StringComparison.Ordinal));
        // Once from the line itself, once from the scope that it stands in.
        Assert.Equal([_job.Id, _job.Id], ended.Attributes.Where(one => one.Key == "Job").Select(one => one.Value.Text));
        AssertTraces([.. _collector.Traces.Spans]);
    }

    private void AssertTraces(Span[] all)
    {
        Span[] steps = [.. all.Where(span => span.Name == "steps" && Of(span.Attributes, "cluster.job.id").Text == _job.Id)];
        // Together they tell of every step, each once.
        IEnumerable<long> told = steps.SelectMany(span =>
            Enumerable.Range(0, (int)Of(span.Attributes, "cluster.steps").Whole).Select(i => Of(span.Attributes, "cluster.step").Whole + i));
        Assert.Equal(Enumerable.Range(1, (int)_job.Progress.Step).Select(step => (long)step), told.Order());
        Assert.Equal(steps.Length, steps.Select(span => span.TraceId).Distinct().Count());
        foreach (Span step in steps)
        {
            Assert.Empty(step.ParentSpanId);
            Span call = Assert.Single(all, span => span.Name == "call worker" && span.TraceId == step.TraceId);
            Assert.Equal(step.SpanId, call.ParentSpanId);
            // Orleans carries the trace to the worker's silo.
            Span work = Assert.Single(all, span => span.Name == "worker steps" && span.TraceId == step.TraceId);
            Assert.NotEmpty(work.ParentSpanId);
            foreach (string name in (string[])["cluster.step", "cluster.attempt"]) Assert.Equal(Of(step.Attributes, name), Of(work.Attributes, name));
            Assert.Equal(_job.Id, Of(work.Attributes, "cluster.job.id").Text);
        }
    }

    private static Value Of(RepeatedField<KeyValue> attributes, string name) => Assert.Single(attributes, one => one.Key == name).Value;
}
