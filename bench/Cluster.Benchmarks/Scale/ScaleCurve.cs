using Cluster.Benchmarks.Scale.Model;

namespace Cluster.Benchmarks.Scale;

/// <summary>One link, one mode, and all numbers of workers.</summary>
/// <param name="Link">What joins workers.</param>
/// <param name="Mode">How often they exchange.</param>
/// <param name="TokensPerWorker">Tokens of a worker in a step.</param>
/// <param name="Points">One for each number of workers; the first is that of one.</param>
internal sealed record ScaleCurve(Link Link, SyncMode Mode, double TokensPerWorker, IReadOnlyList<Prediction> Points)
{
    /// <summary>Tokens a second over all workers.</summary>
    public double TokensPerSecond(Prediction point) => point.Workers * TokensPerWorker / point.Seconds;

    /// <summary>Speed of a worker in relation to that of one alone which exchanges in every step.</summary>
    public double Efficiency(Prediction point) => Points[0].Seconds / point.Seconds;
}
