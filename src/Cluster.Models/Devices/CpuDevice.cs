using System.Collections.Concurrent;
using System.Globalization;
using Cluster.Models.Runtime;
using TorchSharp;

namespace Cluster.Models.Devices;

/// <summary>The CPU cores of a process as one device: lanes that take work first in, first out, whichever job it is from.</summary>
/// <remarks>
/// A lane is a thread of its own with one torch thread: torch keeps thread-local state, and grains must never block.
/// </remarks>
public sealed class CpuDevice : IDisposable
{
    private readonly BlockingCollection<LaneWork> _queue = [];
    private readonly Thread[] _threads;
    private volatile bool _stopping;

    /// <summary>Loads libtorch and starts the lanes.</summary>
    /// <param name="lanes">Computations at the same time; at least 1, best one for each core.</param>
    /// <exception cref="TorchLoadException">libtorch does not load on this machine.</exception>
    public CpuDevice(int lanes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        TorchRuntime.Initialize();
        _threads = new Thread[lanes];
        for (int lane = 0; lane < lanes; lane++)
        {
            int own = lane;
            string name = string.Create(CultureInfo.InvariantCulture, $"lane {lane}");
            _threads[lane] = new Thread(() => Serve(own)) { IsBackground = true, Name = name };
            _threads[lane].Start();
        }
    }

    /// <summary>Computations at the same time.</summary>
    public int Lanes => _threads.Length;

    /// <summary>Finishes what is in progress, fails what waits, and ends the lanes.</summary>
    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        _queue.CompleteAdding();
        foreach (Thread thread in _threads) thread.Join();
        _queue.Dispose();
    }

    /// <summary>Computes something on the next free lane.</summary>
    /// <param name="compute">Gets the lane's number, 0 to <see cref="Lanes"/> - 1; runs on that lane's thread.</param>
    /// <param name="cancel">Gives up before the computation begins; one in progress is finished.</param>
    internal async Task<T> Run<T>(Func<int, T> compute, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_stopping, this);
        var work = new LaneCall<T>(compute);
        using CancellationTokenRegistration registration = cancel.UnsafeRegister(_ => work.Cancel(cancel), null);
        _queue.Add(work, CancellationToken.None);
        return await work.Completion;
    }

    private void Serve(int lane)
    {
        torch.set_num_threads(1);
        foreach (LaneWork work in _queue.GetConsumingEnumerable())
        {
            if (_stopping) work.Abandon();
            else work.Run(lane);
        }
    }
}
