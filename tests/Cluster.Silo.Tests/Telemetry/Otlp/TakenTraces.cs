using System.Collections.Concurrent;
using Grpc.Core;

namespace Cluster.Silo.Tests.Telemetry.Otlp;

/// <summary>Traces that came.</summary>
internal sealed class TakenTraces : TraceService.TraceServiceBase
{
    private readonly ConcurrentQueue<ResourceSpans> _taken = [];

    public IEnumerable<ResourceSpans> All => _taken;

    public IEnumerable<Span> Spans => _taken.SelectMany(one => one.Scopes).SelectMany(scope => scope.Spans);

    public override Task<Taken> Export(Traces request, ServerCallContext context)
    {
        foreach (ResourceSpans one in request.Resources) _taken.Enqueue(one);
        return Task.FromResult(new Taken());
    }
}
