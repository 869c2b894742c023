using System.Collections.Concurrent;
using Grpc.Core;

namespace Cluster.Silo.Tests.Telemetry.Otlp;

/// <summary>Metrics that came.</summary>
internal sealed class TakenMetrics : MetricsService.MetricsServiceBase
{
    private readonly ConcurrentQueue<ResourceMetrics> _taken = [];

    public IEnumerable<Metric> All => _taken.SelectMany(one => one.Scopes).SelectMany(scope => scope.Metrics);

    public override Task<Taken> Export(Metrics request, ServerCallContext context)
    {
        foreach (ResourceMetrics one in request.Resources) _taken.Enqueue(one);
        return Task.FromResult(new Taken());
    }
}
