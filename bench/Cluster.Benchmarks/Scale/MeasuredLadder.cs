using System.Text.Json;
using Cluster.Benchmarks.Scale.Model;

namespace Cluster.Benchmarks.Scale;

/// <summary>What a ladder measured, read from the JSON that it wrote.</summary>
/// <param name="Preset">Name of the preset.</param>
/// <param name="Silos">The rungs that are silos with one shard each, fewest first.</param>
internal sealed record MeasuredLadder(string Preset, IReadOnlyList<MeasuredRung> Silos)
{
    /// <summary>Reads the line.</summary>
    /// <exception cref="InvalidDataException">There is no rung "1 silo".</exception>
    public static MeasuredLadder Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        MeasuredRung[] rungs = document.RootElement.GetProperty("rungs").Deserialize<MeasuredRung[]>(JsonSerializerOptions.Web)!;
        MeasuredRung[] silos = [.. rungs.Where(rung => rung.Name == "1 silo" || rung.Name == $"{rung.Workers} silos").OrderBy(rung => rung.Workers)];
        if (silos is not [{ Workers: 1 }, ..]) throw new InvalidDataException("The ladder has no rung of one silo");
        return new MeasuredLadder(document.RootElement.GetProperty("preset").GetString()!, silos);
    }

    /// <summary>Costs of one silo; what one silo alone cannot show is as given.</summary>
    /// <param name="shape">The gradient.</param>
    /// <param name="others">Costs of the exchange.</param>
    public StepCosts Costs(GradientShape shape, StepCosts others) => others with
    {
        ShardSeconds = Silos[0].Compute,
        FoldBytesPerSecond = shape.Bytes / Silos[0].Fold,
        UpdateSeconds = Silos[0].Update,
        ControlSeconds = Silos[0].Control * StepModel.StepsOfPlan(Silos[0].StepSeconds),
    };
}
