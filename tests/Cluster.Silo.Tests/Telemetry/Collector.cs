using Cluster.Silo.Tests.Telemetry.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cluster.Silo.Tests.Telemetry;

/// <summary>A server that takes OTLP over gRPC, as a collector does.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Collector()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(Traces).AddSingleton(Logs).AddSingleton(Metrics);
        _app = builder.Build();
        _app.MapGrpcService<TakenTraces>();
        _app.MapGrpcService<TakenLogs>();
        _app.MapGrpcService<TakenMetrics>();
    }

    public TakenTraces Traces { get; } = new();

    public TakenLogs Logs { get; } = new();

    public TakenMetrics Metrics { get; } = new();

    public string Address => _app.Urls.Single();

    public static async Task<Collector> Start()
    {
        var collector = new Collector();
        await collector._app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
