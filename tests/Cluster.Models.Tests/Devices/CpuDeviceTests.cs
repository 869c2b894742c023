using System.Collections.Concurrent;
using Cluster.Models.Devices;

namespace Cluster.Models.Tests.Devices;

public sealed class CpuDeviceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_begins_in_the_order_it_came()
    {
        using var device = new CpuDevice(1);
        using var gate = new ManualResetEventSlim();
        var order = new ConcurrentQueue<int>();
        Task<bool> first = device.Run(_ => Wait(gate), Cancel);
        Task<int>[] rest = [.. Enumerable.Range(0, 20).Select(i => device.Run(_ => Note(order, i), Cancel))];

        gate.Set();
        await first;
        await Task.WhenAll(rest);

        Assert.Equal(Enumerable.Range(0, 20), order);
    }

    [Fact]
    public async Task All_lanes_work_at_the_same_time()
    {
        using var device = new CpuDevice(3);
        using var barrier = new Barrier(3);

        int[] lanes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => device.Run(lane => Meet(barrier, lane), Cancel)));

        Assert.Equal([0, 1, 2], lanes.Order());
    }

    [Fact]
    public async Task Waiting_work_is_given_up_when_cancelled_and_work_in_progress_is_finished()
    {
        using var device = new CpuDevice(1);
        using var gate = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        using var source = new CancellationTokenSource();
        Task<bool> busy = device.Run(_ => Announce(begun) && Wait(gate), source.Token);
        Task<int> waiting = device.Run(_ => 1, source.Token);
        begun.Wait(Cancel);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.False(busy.IsCompleted);
        gate.Set();
        Assert.True(await busy);
    }

    [Fact]
    public async Task A_failure_reaches_the_caller_and_the_lane_lives_on()
    {
        using var device = new CpuDevice(1);

        await Assert.ThrowsAsync<InvalidDataException>(() => device.Run<int>(_ => throw new InvalidDataException("bad"), Cancel));

        Assert.Equal(7, await device.Run(_ => 7, Cancel));
    }

    [Fact]
    public async Task A_disposed_device_finishes_what_runs_and_fails_what_waits()
    {
        var device = new CpuDevice(1);
        using var gate = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        Task<bool> busy = device.Run(_ => Announce(begun) && Wait(gate), Cancel);
        Task<int> waiting = device.Run(_ => 1, Cancel);
        begun.Wait(Cancel);

        Task disposed = Task.Run(device.Dispose, Cancel);
        while (!await Refuses(device)) await Task.Yield();
        gate.Set();
        await disposed;

        Assert.True(await busy);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
    }

    /// <summary>Dispose has begun once new work is refused; work that slips in before fails as well.</summary>
    private static async Task<bool> Refuses(CpuDevice device)
    {
        using var source = new CancellationTokenSource();
        Task<int> probe = device.Run(_ => 0, source.Token);
        await source.CancelAsync();
        try
        {
            await probe;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }

        return false;
    }

    private static bool Wait(ManualResetEventSlim gate)
    {
        gate.Wait(Cancel);
        return true;
    }

    private static bool Announce(ManualResetEventSlim begun)
    {
        begun.Set();
        return true;
    }

    private static int Note(ConcurrentQueue<int> order, int i)
    {
        order.Enqueue(i);
        return i;
    }

    private static int Meet(Barrier barrier, int lane)
    {
        barrier.SignalAndWait(Cancel);
        return lane;
    }
}
