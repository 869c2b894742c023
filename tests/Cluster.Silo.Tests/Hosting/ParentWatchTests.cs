using System.Diagnostics;
using Cluster.Silo.Hosting;
using Cluster.Silo.Tests.Servers;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cluster.Silo.Tests.Hosting;

public sealed class ParentWatchTests
{
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);

    [Fact]
    public async Task A_silo_ends_when_the_process_that_started_it_is_gone()
    {
        using Process parent = Process.Start("sleep", "600");
        using ParentWatch watch = await Watch(parent.Id);
        Assert.False(_lifetime.ApplicationStopping.IsCancellationRequested);
        parent.Kill();
        await watch.ExecuteTask!.WaitAsync(TimeLimit.Token);
        Assert.True(_lifetime.ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public async Task A_silo_whose_parent_is_gone_already_ends_at_once()
    {
        using Process parent = Process.Start("true");
        await parent.WaitForExitAsync(TimeLimit.Token);
        using ParentWatch watch = await Watch(parent.Id);
        await watch.ExecuteTask!.WaitAsync(TimeLimit.Token);
        Assert.True(_lifetime.ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public async Task A_silo_without_a_parent_lives_on()
    {
        using ParentWatch watch = await Watch(0);
        await watch.ExecuteTask!.WaitAsync(TimeLimit.Token);
        Assert.False(_lifetime.ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public async Task A_silo_that_is_stopped_waits_for_its_parent_no_longer()
    {
        using ParentWatch watch = await Watch(Environment.ProcessId);
        await watch.StopAsync(TimeLimit.Token);
        Assert.False(_lifetime.ApplicationStopping.IsCancellationRequested);
    }

    private async Task<ParentWatch> Watch(int parent)
    {
        var watch = new ParentWatch(new SiloSettings { Parent = parent }, _lifetime);
        await watch.StartAsync(TimeLimit.Token);
        return watch;
    }
}
