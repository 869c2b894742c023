using System.Collections.Concurrent;

namespace Cluster.Training.Vectors;

/// <summary>Reuses vectors of one length: a step allocates nothing once the pool is warm.</summary>
/// <param name="length">Floats in each vector.</param>
public sealed class VectorPool(int length) : IDisposable
{
    private readonly ConcurrentBag<FlatVector> _free = [];
    private volatile bool _disposed;

    /// <summary>Returns a vector with one holder. Its content is undefined.</summary>
    public FlatVector Rent() => (_free.TryTake(out FlatVector? vector) ? vector : new FlatVector(this, length)).Hold();

    internal void Return(FlatVector vector)
    {
        if (_disposed) vector.Free();
        else _free.Add(vector);
    }

    /// <summary>Frees all unused vectors now, and the others when they are released.</summary>
    public void Dispose()
    {
        _disposed = true;
        while (_free.TryTake(out FlatVector? vector)) vector.Free();
    }
}
