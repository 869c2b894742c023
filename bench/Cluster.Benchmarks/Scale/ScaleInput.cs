using Cluster.Benchmarks.Jobs;
using Cluster.Benchmarks.Scale.Model;

namespace Cluster.Benchmarks.Scale;

/// <summary>What is to be predicted.</summary>
/// <param name="Preset">The network.</param>
/// <param name="Shape">Its gradient.</param>
/// <param name="Costs">What a worker needs.</param>
/// <param name="Shards">Shards of a worker in a step.</param>
/// <param name="LocalSteps">Steps of a round.</param>
/// <param name="Latency">Seconds, one way.</param>
/// <param name="Ladder">What was measured; null if the built-in costs are used.</param>
internal sealed record ScaleInput(Preset Preset, GradientShape Shape, StepCosts Costs, int Shards, int LocalSteps, double Latency, MeasuredLadder? Ladder)
{
    /// <summary>Numbers of workers that are predicted.</summary>
    public static IReadOnlyList<int> Workers { get; } = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000];

    /// <summary>The model.</summary>
    public StepModel Model => new(Shape, Costs, Shards);

    /// <summary>Tokens of a worker in a step.</summary>
    public double TokensPerWorker => (double)Preset.Sequences * Preset.Length * Shards;

    /// <summary>Predicts all.</summary>
    public IReadOnlyList<ScaleCurve> Curves()
    {
        StepModel model = Model;
        return
        [
            .. Link.All(Latency).SelectMany(link => SyncMode.All(LocalSteps).Select(mode =>
                new ScaleCurve(link, mode, TokensPerWorker, [.. Workers.Select(workers => model.Predict(workers, link, mode))]))),
        ];
    }
}
