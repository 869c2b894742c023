namespace Cluster.Training.Data.Generators;

/// <summary>One setting that a generator reads.</summary>
/// <param name="Name">Field of <c>data.generator</c>, as in the proto.</param>
/// <param name="Default">Used where the spec is silent.</param>
/// <param name="Low">Smallest value.</param>
/// <param name="High">Largest value.</param>
public sealed record GeneratorSetting(string Name, int Default, int Low, int High)
{
    /// <summary>The number of examples.</summary>
    /// <param name="count">Default.</param>
    public static GeneratorSetting Examples(int count) => new("examples", count, 1, 10_000_000);

    /// <summary>The steps of a sequence.</summary>
    /// <param name="steps">Default.</param>
    /// <param name="fewest">Smallest value.</param>
    public static GeneratorSetting Length(int steps, int fewest) => new("length", steps, fewest, 4096);
}
