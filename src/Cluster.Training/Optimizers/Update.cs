namespace Cluster.Training.Optimizers;

/// <summary>The numbers of one update.</summary>
/// <param name="Number">Which update it is, from 1.</param>
/// <param name="LearningRate">Step size.</param>
/// <param name="GradientScale">Multiplies every gradient value first: 1, or less to clip.</param>
public readonly record struct Update(long Number, float LearningRate, float GradientScale);
