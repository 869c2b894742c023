namespace Cluster.Benchmarks.Scale;

/// <summary>A rung of a ladder, in seconds a step.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Workers">Its workers.</param>
/// <param name="StepSeconds">All of a step.</param>
/// <param name="Compute">Forward and backward passes.</param>
/// <param name="Fold">Adding.</param>
/// <param name="Exchange">Pulling from others, and waiting for them.</param>
/// <param name="Update">Optimizer.</param>
/// <param name="Control">All else.</param>
/// <param name="MovedBytes">Bytes that all workers received from each other.</param>
internal sealed record MeasuredRung(
    string Name, int Workers, double StepSeconds, double Compute, double Fold, double Exchange, double Update, double Control, double MovedBytes);
