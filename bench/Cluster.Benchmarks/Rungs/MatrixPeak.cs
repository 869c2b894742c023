using Cluster.Models.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Cluster.Benchmarks.Rungs;

/// <summary>How fast the core multiplies square matrices in float32, with libtorch in one thread: what training could reach at most.</summary>
internal static class MatrixPeak
{
    private static readonly int[] Sizes = [512, 1024, 2048];

    /// <summary>Measures each size for about a third of a second, and returns the one that is fastest by its median.</summary>
    public static RungSample Run(TimeProvider time)
    {
        TorchRuntime.Initialize();
        set_num_threads(1);
        return Sizes.Select(size => Measure(size, time)).MaxBy(sample => sample.Flops / sample.Median(step => step.Seconds))!;
    }

    private static RungSample Measure(int size, TimeProvider time)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor left = rand(size, size), right = rand(size, size);
        int repeats = (int)(25_000_000_000.0 / Flops(size));
        var steps = new StepTime[repeats];
        Multiply(left, right);
        for (int i = 0; i < repeats; i++)
        {
            long begin = time.GetTimestamp();
            Multiply(left, right);
            steps[i] = new StepTime(time.GetElapsedTime(begin).TotalSeconds);
        }

        return new RungSample(1, 0, steps) { Flops = Flops(size) };
    }

    private static void Multiply(Tensor left, Tensor right) => left.mm(right).Dispose();

    private static double Flops(int size) => 2.0 * size * size * size;
}
