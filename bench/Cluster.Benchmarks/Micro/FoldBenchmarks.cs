using BenchmarkDotNet.Attributes;
using Cluster.Training.Folding;
using Cluster.Training.Vectors;

namespace Cluster.Benchmarks.Micro;

/// <summary>Adding gradients.</summary>
public class FoldBenchmarks
{
    private const int Shards = 8;
    private VectorPool _pool = null!;

    /// <summary>Floats in a vector.</summary>
    [Params(1_000_000, 10_000_000)]
    public int Floats { get; set; }

    /// <summary>Makes the vectors.</summary>
    [GlobalSetup]
    public void Setup() => _pool = PoolOf(Floats);

    /// <summary>Frees them.</summary>
    [GlobalCleanup]
    public void Cleanup() => _pool.Dispose();

    /// <summary>One vector into another.</summary>
    [Benchmark]
    public void Add()
    {
        FlatVector target = _pool.Rent(), source = _pool.Rent();
        Arithmetic.Add(target.GetSpan(), source.GetSpan());
        target.Release();
        source.Release();
    }

    /// <summary>The gradients of eight shards, in their order.</summary>
    [Benchmark]
    public void FoldOfEight()
    {
        var fold = new GradientFold(Shards);
        for (int shard = 0; shard < Shards; shard++)
        {
            FlatVector gradient = _pool.Rent();
            fold.Add(new FoldNode(0, shard), gradient, Floats);
            gradient.Release();
        }

        fold.TakeRoot().Release();
    }

    /// <summary>The sum by the number of targets.</summary>
    [Benchmark]
    public void Divide()
    {
        FlatVector sum = _pool.Rent();
        Arithmetic.Divide(sum.GetSpan(), 3);
        sum.Release();
    }

    private static VectorPool PoolOf(int floats) => new(floats);
}
