using System.Collections.Concurrent;
using Grpc.Core;

namespace Cluster.Silo.Tests.Telemetry.Otlp;

/// <summary>Lines that came.</summary>
internal sealed class TakenLogs : LogsService.LogsServiceBase
{
    private readonly ConcurrentQueue<ResourceLogs> _taken = [];

    public IEnumerable<LogRecord> Records => _taken.SelectMany(one => one.Scopes).SelectMany(scope => scope.Records);

    public override Task<Taken> Export(Logs request, ServerCallContext context)
    {
        foreach (ResourceLogs one in request.Resources) _taken.Enqueue(one);
        return Task.FromResult(new Taken());
    }
}
