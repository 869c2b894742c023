namespace Cluster.Benchmarks.Scale.Model;

/// <summary>How often workers exchange what they learned, as <c>training.sync</c> says.</summary>
/// <param name="Name">For people.</param>
/// <param name="LocalSteps">Steps between two exchanges; with 1 these are gradients.</param>
/// <param name="FourBits">Whether all receive compressed messages of all, instead of exchanging slices.</param>
internal sealed record SyncMode(string Name, int LocalSteps, bool FourBits)
{
    /// <summary>Every gradient is exchanged.</summary>
    public static SyncMode EveryStep { get; } = new("every step", 1, false);

    /// <summary>Every step, rounds with slices of 32 bits, and rounds with messages of 4 bits.</summary>
    /// <param name="localSteps">Steps of a round.</param>
    public static IReadOnlyList<SyncMode> All(int localSteps) =>
    [
        EveryStep,
        new(FormattableString.Invariant($"rounds of {localSteps}, 32 bits"), localSteps, false),
        new(FormattableString.Invariant($"rounds of {localSteps}, 4 bits"), localSteps, true),
    ];
}
