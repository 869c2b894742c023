using Cluster.Models.Devices;
using TorchSharp;
using static TorchSharp.torch;

namespace Cluster.Benchmarks.Rungs;

/// <summary>How fast one core, or the GPU, multiplies square matrices in float32 with libtorch: what training could reach at most.</summary>
internal static class MatrixPeak
{
    private static readonly int[] Sizes = [512, 1024, 2048];
    private static readonly int[] GpuSizes = [2048, 4096, 8192];

    // About a third of a second on what there was when this was written.
    private const double Work = 25e9;
    private const double GpuWork = 15e12;

    /// <summary>Measures each size for a moment, and returns the one that is fastest by its median.</summary>
    public static RungSample Run(DeviceName device, TimeProvider time)
    {
        Device place = Places.Open(device);
        (int[] sizes, double work) = device.Gpu is null ? (Sizes, Work) : (GpuSizes, GpuWork);
        return sizes.Select(size => Measure(size, work, place, time)).MaxBy(sample => sample.Flops / sample.Median(step => step.Seconds))!;
    }

    private static RungSample Measure(int size, double work, Device place, TimeProvider time)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor left = rand(size, size, device: place), right = rand(size, size, device: place);
        int repeats = Math.Max(5, (int)(work / Flops(size)));
        var steps = new StepTime[repeats];
        Multiply(left, right);
        Places.Finish(place);
        for (int i = 0; i < repeats; i++)
        {
            long begin = time.GetTimestamp();
            Multiply(left, right);
            Places.Finish(place);
            steps[i] = new StepTime(time.GetElapsedTime(begin).TotalSeconds);
        }

        return new RungSample(1, 0, steps) { Flops = Flops(size) };
    }

    private static void Multiply(Tensor left, Tensor right) => left.mm(right).Dispose();

    private static double Flops(int size) => 2.0 * size * size * size;
}
