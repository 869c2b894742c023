using Cluster.Training.Optimizers;
using Cluster.Training.Replicas;
using Cluster.Training.Vectors;
using Cluster.V1;

namespace Cluster.Training.Sync;

/// <summary>
/// Parameters that go their own way during a round, with an inner optimizer whose state begins anew in each round: what outlives a round would be
/// on one machine only.
/// </summary>
internal sealed class LocalReplica : IDisposable
{
    private readonly IOptimizer _optimizer;
    private readonly InnerWarmUp _warmUp;
    private readonly float? _clipNorm;
    private readonly float[][] _state;
    private long _updates;

    public LocalReplica(IReplica replica, TrainingSpec training)
    {
        Replica = replica;
        _optimizer = OptimizerTable.Create(training.Optimizer);
        _warmUp = new InnerWarmUp(training.Optimizer);
        _clipNorm = training.HasClipNorm ? training.ClipNorm : null;
        _state = [.. _optimizer.StateNames.Select(_ => new float[replica.Layout.Length])];
    }

    /// <summary>The replica that computes with these parameters.</summary>
    public IReplica Replica { get; }

    /// <summary>Takes the shared parameters.</summary>
    public void Begin(ReadOnlySpan<float> parameters)
    {
        parameters.CopyTo(Replica.Parameters.Span);
        foreach (float[] vector in _state) vector.AsSpan().Clear();
        _updates = 0;
    }

    /// <summary>Divides gradient sums by their targets, clips and applies them.</summary>
    public void Step(Span<float> gradient, int targets, float learningRate)
    {
        gradient = gradient[..Replica.Layout.Length];
        Arithmetic.Divide(gradient, targets);
        float scale = _clipNorm is null ? 1 : GradientClip.Scale(Math.Sqrt(SquaredNorm.Of(gradient)), _clipNorm);
        var update = new Update(++_updates, _warmUp.Rate(learningRate, _updates), scale);
        foreach (Range range in Replica.Layout.Trainable)
        {
            Memory<float>[] state = [.. _state.Select(vector => vector.AsMemory(range))];
            _optimizer.Apply(Replica.Parameters.Span[range], gradient[range], state, update);
        }
    }

    /// <summary>Writes start - end.</summary>
    public void WriteDelta(ReadOnlySpan<float> start, Span<float> delta)
    {
        delta = delta[..start.Length];
        start.CopyTo(delta);
        Arithmetic.Subtract(delta, Replica.Parameters.Span);
    }

    public void Dispose() => Replica.Dispose();
}
