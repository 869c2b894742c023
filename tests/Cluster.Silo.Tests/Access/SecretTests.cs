using System.Collections.Concurrent;
using Cluster.Silo.Access;
using Cluster.Silo.Hosting;
using Cluster.Silo.Tests.Servers;
using Cluster.Training.Replicas;
using Cluster.Training.Tests;
using Cluster.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Cluster.Silo.Tests.Access;

public sealed class SecretTests
{
    [Fact]
    public async Task No_secret_is_in_logs_events_or_jobs()
    {
        using var disk = new TemporaryDirectory();
        var lines = new EveryLine();
        var settings = new SiloSettings { Data = disk.Path, Name = "test", Verbose = true, Access = new AccessSettings { Required = true } };
        SiloHost silo = await SiloHost.Start(settings, services =>
        {
            services.AddSingleton<IReplicaFactory>(new GatedReplicaFactory());
            services.RemoveAll<ILoggerProvider>();
            services.AddSingleton<ILoggerProvider>(lines);
        });
        using GrpcChannel channel = GrpcChannel.ForAddress(silo.FrontDoor);
        string admin = File.ReadAllText(disk["admin.key"]), token = File.ReadAllText(disk["data-plane.token"]);
        string told;
        string[] secrets;
        try
        {
            AddKeyResponse added = await new AccessService.AccessServiceClient(channel).AddKeyAsync(
                new AddKeyRequest { Name = "ci", Scope = AccessKey.Types.Scope.Submitter }, With(admin), cancellationToken: TimeLimit.Token);
            string wrong = $"ck_{added.Key.Id}_{new string('5', 64)}";
            secrets = [admin, token, added.Secret[^64..], wrong[^64..]];
            var jobs = new JobService.JobServiceClient(channel);
            Job job = await jobs.CreateJobAsync(new CreateJobRequest { Spec = SharedSilo.Spec("secret") }, With(added.Secret), cancellationToken: TimeLimit.Token);
            told = $"{job}";
            using AsyncServerStreamingCall<JobEvent> call = jobs.WatchJob(new WatchJobRequest { Id = job.Id }, With(added.Secret), cancellationToken: TimeLimit.Token);
            await foreach (JobEvent happened in call.ResponseStream.ReadAllAsync(TimeLimit.Token)) told += happened;
            told += await jobs.GetJobAsync(new GetJobRequest { Id = job.Id }, With(added.Secret), cancellationToken: TimeLimit.Token);
            await Fault.Of(jobs.GetJobAsync(new GetJobRequest { Id = job.Id }, With(wrong), cancellationToken: TimeLimit.Token));
        }
        finally
        {
            await silo.Stop();
            await silo.DisposeAsync();
        }

        Assert.Contains(lines.All, line => line.Contains("was made by", StringComparison.Ordinal));
        Assert.Contains("SUCCEEDED", told.ToUpperInvariant(), StringComparison.Ordinal);
        foreach (string secret in secrets)
        {
            Assert.DoesNotContain(secret, told, StringComparison.Ordinal);
            Assert.DoesNotContain(lines.All, line => line.Contains(secret, StringComparison.Ordinal));
        }
    }

    private static Metadata With(string secret) => new() { { "authorization", $"Bearer {secret}" } };

    private sealed class EveryLine : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = [];

        public string[] All => [.. _lines];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
