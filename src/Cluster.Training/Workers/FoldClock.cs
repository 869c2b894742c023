using Cluster.Training.Folding;
using Cluster.Training.Vectors;

namespace Cluster.Training.Workers;

/// <summary>Adds and divides vectors, and counts how long that takes.</summary>
internal sealed class FoldClock(TimeProvider time)
{
    private long _ticks;

    /// <summary>Time spent so far, summed over threads.</summary>
    public double Seconds => time.GetElapsedTime(0, Interlocked.Read(ref _ticks)).TotalSeconds;

    /// <summary>Adds a vector to a fold.</summary>
    public void Add(GradientFold fold, FoldNode node, FlatVector vector, int length)
    {
        long begin = time.GetTimestamp();
        fold.Add(node, vector, length);
        Interlocked.Add(ref _ticks, time.GetTimestamp() - begin);
    }

    /// <summary>Adds the first floats of a vector to another one and divides.</summary>
    public void AddAndDivide(FlatVector target, FlatVector source, int length, float divisor)
    {
        long begin = time.GetTimestamp();
        Arithmetic.AddAndDivide(target.GetSpan()[..length], source.GetSpan()[..length], divisor);
        Interlocked.Add(ref _ticks, time.GetTimestamp() - begin);
    }

    /// <summary>Divides the first floats of a vector.</summary>
    public void Divide(FlatVector sum, int length, float divisor)
    {
        long begin = time.GetTimestamp();
        Arithmetic.Divide(sum.GetSpan()[..length], divisor);
        Interlocked.Add(ref _ticks, time.GetTimestamp() - begin);
    }
}
