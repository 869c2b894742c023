using Cluster.Training.Specs;

namespace Cluster.Training.Layers;

/// <summary>The rules for what a layer reads.</summary>
internal static class LayerInput
{
    /// <summary>A violation if no sequence comes in.</summary>
    public static IEnumerable<Violation> CheckSequence(LayerPlace place)
    {
        if (place.Input is { IsSequence: false }) yield return new Violation(
            place.Path, "Needs a sequence: set returnSequences: true on the recurrent layer before.");
    }

    /// <summary>A violation if a sequence comes in.</summary>
    public static IEnumerable<Violation> CheckVector(LayerPlace place)
    {
        if (place.Input is { IsSequence: true }) yield return new Violation(
            place.Path, "Needs one vector a sequence: leave out returnSequences on the recurrent layer before, or put a pooling layer before.");
    }
}
