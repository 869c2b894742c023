namespace Cluster.Training.Optimizers;

/// <summary>The numbers of one update.</summary>
/// <param name="Number">Which update it is, from 1.</param>
/// <param name="LearningRate">Step size.</param>
/// <param name="GradientScale">Multiplies every gradient value first: 1, or less to clip.</param>
public readonly record struct Update(long Number, float LearningRate, float GradientScale)
{
    /// <summary>
    /// Factor of each parameter before the update proper: decoupled weight decay, <c>p -= lr * weight_decay * p</c>, as in Keras'
    /// optimizers and in AdamW (Loshchilov and Hutter 2019, https://arxiv.org/abs/1711.05101).
    /// </summary>
    /// <param name="weightDecay">0 for none.</param>
    internal float Keep(float weightDecay) => (float)(1 - (double)LearningRate * weightDecay);
}
