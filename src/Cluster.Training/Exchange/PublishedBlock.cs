using Cluster.Training.Vectors;

namespace Cluster.Training.Exchange;

/// <summary>A block on a board. Counts who has read it.</summary>
/// <param name="vector">The values; the block is a holder of it.</param>
/// <param name="length">Floats that count.</param>
/// <param name="readers">Readers it is meant for.</param>
internal sealed class PublishedBlock(FlatVector vector, int length, int readers)
{
    private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = readers;

    /// <summary>Ends when all readers have it, or when it was taken down.</summary>
    public Task Taken => _taken.Task;

    /// <summary>Lends it to a reader.</summary>
    public BlockLease Lend() => new(this, vector.Hold().Memory[..length]);

    /// <summary>Takes it back from a reader.</summary>
    public void TakeBack()
    {
        vector.Release();
        if (Interlocked.Decrement(ref _left) == 0) _taken.TrySetResult();
    }

    /// <summary>Lets go of the vector.</summary>
    public void TakeDown()
    {
        vector.Release();
        _taken.TrySetResult();
    }
}
