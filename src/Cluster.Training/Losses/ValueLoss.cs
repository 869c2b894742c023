using Cluster.V1;

namespace Cluster.Training.Losses;

/// <summary>The losses of numbers as plain functions of the difference, for evaluation.</summary>
public static class ValueLoss
{
    /// <summary>The function of a resolved loss; squared differences where targets are classes and nothing asks for it.</summary>
    /// <param name="spec">The loss, every field set.</param>
    public static Func<double, double> Of(LossSpec spec) => spec.KindCase switch
    {
        LossSpec.KindOneofCase.MeanAbsoluteError => Math.Abs,
        LossSpec.KindOneofCase.Huber => Huber(spec.Huber.Delta),
        _ => difference => difference * difference,
    };

    /// <summary>Huber 1964, https://doi.org/10.1214/aoms/1177703732.</summary>
    private static Func<double, double> Huber(double delta) => difference =>
        Math.Abs(difference) <= delta ? 0.5 * difference * difference : delta * (Math.Abs(difference) - 0.5 * delta);
}
