using Cluster.Grains.Telemetry;
using Cluster.Silo.Access;
using Cluster.Silo.Hosting;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Cluster.Silo.Telemetry;

/// <summary>Hands out metrics, traces and logs, where someone asked for them. Nothing of OpenTelemetry is loaded otherwise.</summary>
internal static class TelemetryExport
{
    /// <summary>Path of the metrics on the management port.</summary>
    public const string MetricsPath = "/metrics";

    /// <summary>The standard name of where to send to.</summary>
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>What is measured besides training.</summary>
    private static readonly string[] OtherMeters =
        ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.Orleans", "System.Runtime"];

    /// <summary>Registers what is handed out.</summary>
    /// <returns>Whether metrics, traces and logs are sent to a collector.</returns>
    public static bool AddTelemetry(this WebApplicationBuilder builder, SiloSettings settings)
    {
        // The exporters read the standard variables from the configuration, and add the paths that they need.
        if (settings.Otlp.Length > 0) builder.Configuration[EndpointVariable] = settings.Otlp;
        bool sends = builder.Configuration[EndpointVariable] is { Length: > 0 }, shows = settings.HasManagement;
        if (sends || shows) builder.AddMetrics(settings, sends, shows);
        if (sends) builder.AddTracesAndLogs(settings);
        return sends;
    }

    /// <summary>Serves the metrics. Not to be called without the port: it loads a library.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes, int port)
    {
        RouteGroupBuilder management = routes.MapGroup("");
        management.OnlyOn(port);
        management.AllowAnonymous();
        management.MapPrometheusScrapingEndpoint(MetricsPath);
    }

    private static void AddMetrics(this WebApplicationBuilder builder, SiloSettings settings, bool sends, bool shows) =>
        builder.Services.AddOpenTelemetry().ConfigureResource(resource => builder.Describe(resource, settings)).WithMetrics(metrics =>
        {
            metrics.AddMeter(TrainingInstruments.Name).AddMeter(OtherMeters);
            if (shows) metrics.AddPrometheusExporter();
            if (sends) metrics.AddOtlpExporter();
        });

    private static void AddTracesAndLogs(this WebApplicationBuilder builder, SiloSettings settings)
    {
        builder.Services.AddOpenTelemetry().WithTracing(traces => traces
            .AddSource(TrainingInstruments.Name, "Microsoft.Orleans.Application")
            .SetSampler(new ParentBasedSampler(new StepSampler()))
            .AddOtlpExporter());
        builder.Logging.AddOpenTelemetry(logs =>
        {
            ResourceBuilder resource = ResourceBuilder.CreateDefault();
            builder.Describe(resource, settings);
            logs.SetResourceBuilder(resource);
            logs.IncludeScopes = logs.IncludeFormattedMessage = true;
            logs.AddOtlpExporter();
        });
    }

    private static void Describe(this WebApplicationBuilder builder, ResourceBuilder resource, SiloSettings settings) => resource.AddService(
        builder.Configuration["OTEL_SERVICE_NAME"] ?? "cluster",
        serviceInstanceId: $"{settings.Name}-{Environment.MachineName}-{Environment.ProcessId}");
}
