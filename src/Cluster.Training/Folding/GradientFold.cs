using Cluster.Training.Vectors;

namespace Cluster.Training.Folding;

/// <summary>
/// Adds vectors along the <see cref="FoldTree"/> as they come, in any order and from any thread. What cannot be added
/// yet waits as a partial sum; when every shard came in, one vector is left: the root.
/// </summary>
/// <param name="shards">S.</param>
public sealed class GradientFold(int shards)
{
    private readonly FoldNode _root = FoldTree.Root(shards);
    private readonly Dictionary<FoldNode, FlatVector> _partials = [];
    private readonly Lock _lock = new();

    /// <summary>The sums so far, by node. Read it when no more vectors are being added.</summary>
    public IReadOnlyDictionary<FoldNode, FlatVector> Partials => _partials;

    /// <summary>Adds a vector. The fold becomes a holder of it and may change it.</summary>
    /// <param name="node">The shards it is the sum of; none of them may have been added before.</param>
    /// <param name="vector">The sum.</param>
    /// <param name="length">Floats that count.</param>
    public void Add(FoldNode node, FlatVector vector, int length)
    {
        vector.Hold();
        while (node != _root)
        {
            if (node.Sibling.First < shards)
            {
                FlatVector? other;
                lock (_lock)
                {
                    if (!_partials.Remove(node.Sibling, out other))
                    {
                        _partials.Add(node, vector);
                        return;
                    }
                }

                Arithmetic.Add(vector.GetSpan()[..length], other.GetSpan()[..length]);
                other.Release();
            }

            node = node.Parent;
        }

        lock (_lock) _partials.Add(node, vector);
    }

    /// <summary>Hands over the sum of all shards; the caller is its holder from now on.</summary>
    /// <exception cref="InvalidOperationException">Shards are missing.</exception>
    public FlatVector TakeRoot() => _partials.Remove(_root, out FlatVector? root)
        ? root
        : throw new InvalidOperationException($"the fold of {shards} shards is not complete: {_partials.Count} partial sums wait");

    /// <summary>Releases what is left, after a step was given up.</summary>
    public void Discard()
    {
        lock (_lock)
        {
            foreach (FlatVector vector in _partials.Values) vector.Release();
            _partials.Clear();
        }
    }
}
