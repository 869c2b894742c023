using System.Net;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cluster.Client.Tests.Servers;

/// <summary>A real gRPC server on a free loopback port, whose answers a test prescribes.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private TestServer(WebApplication application, TestJobs jobs, TestModels models, TestDatasets datasets, TestKeys keys)
    {
        _application = application;
        Jobs = jobs;
        Models = models;
        Datasets = datasets;
        Keys = keys;
    }

    public TestJobs Jobs { get; }

    public TestModels Models { get; }

    public TestDatasets Datasets { get; }

    public TestKeys Keys { get; }

    public string Url => _application.Urls.Single();

    public static async Task<TestServer> StartAsync(bool isHealthy = true)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, port => port.Protocols = HttpProtocols.Http2));
        TestJobs jobs = new();
        TestModels models = new();
        TestDatasets datasets = new();
        TestKeys keys = new();
        HealthServiceImpl health = new();
        health.SetStatus("", isHealthy ? HealthCheckResponse.Types.ServingStatus.Serving : HealthCheckResponse.Types.ServingStatus.NotServing);
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(jobs).AddSingleton(models).AddSingleton(datasets).AddSingleton(keys).AddSingleton(health);
        WebApplication application = builder.Build();
        application.MapGrpcService<TestJobs>();
        application.MapGrpcService<TestModels>();
        application.MapGrpcService<TestDatasets>();
        application.MapGrpcService<TestKeys>();
        application.MapGrpcService<HealthServiceImpl>();
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new TestServer(application, jobs, models, datasets, keys);
    }

    public async ValueTask DisposeAsync()
    {
        // Streams that a test left open must not hold the server up.
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }
}
