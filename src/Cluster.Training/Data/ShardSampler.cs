using Cluster.Training.Randomness;
using Cluster.V1;

namespace Cluster.Training.Data;

/// <summary>
/// Says which examples belong to a step and a shard: a pure function of the split and the spec, so the same on every worker.
/// Steps count from 0. Every example comes exactly once an epoch. Safe for use by several threads.
/// </summary>
public sealed class ShardSampler
{
    private readonly EncodedSplit _split;
    private readonly int[] _lengths;
    private readonly int _batchSize;
    private readonly int _shards;
    private readonly uint _seed;
    private EpochOrder? _cached;

    /// <summary>Creates a sampler.</summary>
    /// <param name="split">The training examples; at least one.</param>
    /// <param name="training">How to train, from a resolved spec.</param>
    public ShardSampler(EncodedSplit split, TrainingSpec training)
    {
        ArgumentOutOfRangeException.ThrowIfZero(split.Count);
        _split = split;
        _lengths = Array.ConvertAll(split.Examples, example => example.Length);
        _batchSize = training.BatchSize;
        _shards = training.Shards;
        _seed = training.Seed;
        StepsPerEpoch = (split.Count - 1) / _batchSize + 1;
        TotalSteps = (long)training.Epochs * StepsPerEpoch;
    }

    /// <summary>Steps in an epoch; the last one may have fewer examples than the others.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>Steps in the whole run.</summary>
    public long TotalSteps { get; }

    /// <summary>Returns the epoch of a step, from 0.</summary>
    /// <param name="step">The step.</param>
    public int EpochOf(long step) => (int)(step / StepsPerEpoch);

    /// <summary>Returns the number of examples in a step over all shards.</summary>
    /// <param name="step">The step.</param>
    public int ExamplesIn(long step) => Math.Min(_batchSize, _split.Count - StartOf(step));

    /// <summary>Returns the number of targets in a step over all shards: what its sums are divided by.</summary>
    /// <param name="step">The step.</param>
    public int TargetsIn(long step)
    {
        int start = StartOf(step), end = start + ExamplesIn(step), targets = 0;
        int[] order = OrderOf(EpochOf(step)).Examples;
        for (int i = start; i < end; i++) targets += BatchTargets.CountOf(_split.Examples[order[i]]);
        return targets;
    }

    /// <summary>Returns the examples of a shard as indexes into the split, shortest first.</summary>
    /// <param name="step">The step.</param>
    /// <param name="shard">The shard, 0 to S - 1.</param>
    public IReadOnlyList<int> Examples(long step, int shard)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(shard, _shards);
        int first = Boundary(step, shard);
        int last = Boundary(step, shard + 1);
        return new ArraySegment<int>(OrderOf(EpochOf(step)).Examples, StartOf(step) + first, last - first);
    }

    /// <summary>Returns the batch of a shard, padded to its own longest sequence.</summary>
    /// <param name="step">The step.</param>
    /// <param name="shard">The shard, 0 to S - 1.</param>
    /// <returns>The batch, or null if a small last step leaves nothing for this shard.</returns>
    public SequenceBatch? Batch(long step, int shard)
    {
        IReadOnlyList<int> examples = Examples(step, shard);
        if (examples.Count == 0) return null;
        ulong dropoutKey = RandomKey.Of(RandomKey.Dropout, _seed, (ulong)step, (ulong)shard);
        return SequenceBatch.Of(_split, examples, dropoutKey);
    }

    private int StartOf(long step) => (int)(step % StepsPerEpoch) * _batchSize;

    private int Boundary(long step, int shard) => (int)((long)shard * ExamplesIn(step) / _shards);

    /// <summary>Threads that meet here draw the same order, so the last one to write does no harm.</summary>
    private EpochOrder OrderOf(int epoch)
    {
        EpochOrder? order = Volatile.Read(ref _cached);
        if (order is not null && order.Epoch == epoch) return order;
        order = EpochOrder.Draw(_lengths, _batchSize, _seed, epoch);
        Volatile.Write(ref _cached, order);
        return order;
    }
}
