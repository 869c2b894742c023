using Cluster.Training.Vectors;

namespace Cluster.Training.Exchange;

/// <summary>Permission to read a published block; it stays unchanged until disposed.</summary>
public readonly struct BlockLease : IDisposable
{
    private readonly FlatVector _vector;

    internal BlockLease(FlatVector vector, int length)
    {
        _vector = vector.Hold();
        Values = vector.Memory[..length];
    }

    /// <summary>The block.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>Ends the permission.</summary>
    public void Dispose() => _vector.Release();
}
