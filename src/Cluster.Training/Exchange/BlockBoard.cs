using Cluster.Training.Vectors;

namespace Cluster.Training.Exchange;

/// <summary>
/// Where a worker puts up blocks for the others to pull. Belongs to one attempt at a time: a new attempt takes down
/// everything older and turns away those who wait for it.
/// </summary>
public sealed class BlockBoard
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (FlatVector Vector, int Length)> _blocks = [];
    private List<string> _before = [];
    private List<string> _now = [];
    private readonly List<TaskCompletionSource> _waiting = [];
    private long _attempt;

    /// <summary>The newest attempt.</summary>
    public long Attempt
    {
        get
        {
            lock (_lock) return _attempt;
        }
    }

    /// <summary>Starts an attempt: takes down all blocks of older ones.</summary>
    /// <param name="attempt">Its number; nothing happens unless it is greater than the newest.</param>
    public void Begin(long attempt)
    {
        lock (_lock)
        {
            if (attempt <= _attempt) return;
            _attempt = attempt;
            foreach ((FlatVector vector, _) in _blocks.Values) vector.Release();
            _blocks.Clear();
            _before.Clear();
            _now.Clear();
            Signal();
        }
    }

    /// <summary>
    /// Starts a further step of the attempt, and takes down the blocks of the step before the last one. Nobody needs them: whoever put up
    /// blocks of the last step, and they all did, is done with the one before.
    /// </summary>
    public void BeginStep()
    {
        lock (_lock)
        {
            foreach (string name in _before)
            {
                _blocks.Remove(name, out (FlatVector Vector, int Length) block);
                block.Vector.Release();
            }

            _before.Clear();
            (_before, _now) = (_now, _before);
        }
    }

    /// <summary>Puts a block up. The board becomes a holder of the vector, which must not change any more.</summary>
    /// <param name="attempt">The attempt it belongs to.</param>
    /// <param name="name">Unique within the attempt, see <see cref="BlockName"/>.</param>
    /// <param name="vector">The values.</param>
    /// <param name="length">Floats that count.</param>
    /// <exception cref="AttemptFencedException">A newer attempt began.</exception>
    public void Publish(long attempt, string name, FlatVector vector, int length)
    {
        lock (_lock)
        {
            if (attempt != _attempt) throw new AttemptFencedException(attempt);
            _blocks.Add(name, (vector.Hold(), length));
            _now.Add(name);
            Signal();
        }
    }

    /// <summary>Waits until a block is up.</summary>
    /// <param name="attempt">The attempt it belongs to; may not have begun here yet.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="AttemptFencedException">A newer attempt began.</exception>
    public async Task<BlockLease> Read(long attempt, string name, CancellationToken cancel)
    {
        while (true)
        {
            var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_lock)
            {
                if (attempt < _attempt) throw new AttemptFencedException(attempt);
                if (attempt == _attempt && _blocks.TryGetValue(name, out (FlatVector Vector, int Length) block))
                    return new BlockLease(block.Vector, block.Length);
                _waiting.Add(changed);
            }

            using CancellationTokenRegistration stop = cancel.UnsafeRegister(
                static (waiter, token) => ((TaskCompletionSource)waiter!).TrySetCanceled(token), changed);
            await changed.Task;
        }
    }

    private void Signal()
    {
        foreach (TaskCompletionSource waiter in _waiting) waiter.TrySetResult();
        _waiting.Clear();
    }
}
