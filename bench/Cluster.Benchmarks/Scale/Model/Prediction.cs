namespace Cluster.Benchmarks.Scale.Model;

/// <summary>What a step should take, in seconds; in rounds the part of a round that falls to each local step.</summary>
/// <param name="Workers">N.</param>
/// <param name="Compute">Forward and backward passes.</param>
/// <param name="Fold">Adding.</param>
/// <param name="Exchange">Both hops.</param>
/// <param name="Update">Optimizer.</param>
/// <param name="Control">The coordinator's part.</param>
/// <param name="MovedBytes">Bytes that all workers together receive from each other.</param>
internal sealed record Prediction(int Workers, double Compute, double Fold, double Exchange, double Update, double Control, double MovedBytes)
{
    /// <summary>All of it.</summary>
    public double Seconds => Compute + Fold + Exchange + Update + Control;

    /// <summary>What takes longest.</summary>
    public string Longest => new[] { (Compute, "compute"), (Fold, "fold"), (Exchange, "exchange"), (Update, "update"), (Control, "control") }.Max().Item2;
}
