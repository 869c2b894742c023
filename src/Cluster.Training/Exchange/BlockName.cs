using System.Globalization;
using Cluster.Training.Folding;

namespace Cluster.Training.Exchange;

/// <summary>Names of the blocks of a step, unique in the attempt.</summary>
public static class BlockName
{
    /// <summary>Loss sums of a worker's shards.</summary>
    /// <param name="step">Version before the step.</param>
    public static string Sums(long step) => string.Create(CultureInfo.InvariantCulture, $"{step}-sums");

    /// <summary>Mean gradient of a worker's slice.</summary>
    /// <param name="step">Version before the step.</param>
    public static string Mean(long step) => string.Create(CultureInfo.InvariantCulture, $"{step}-mean");

    /// <summary>Compressed message of a unit.</summary>
    /// <param name="step">Version before the step.</param>
    /// <param name="unit">The unit.</param>
    public static string Message(long step, int unit) => string.Create(CultureInfo.InvariantCulture, $"{step}-message-{unit}");

    /// <summary>Partial gradient sum of a node of the fold, the whole vector long.</summary>
    /// <param name="step">Version before the step.</param>
    /// <param name="node">The node.</param>
    public static string Partial(long step, FoldNode node) => string.Create(CultureInfo.InvariantCulture, $"{step}-partial-{node.Level}-{node.Index}");
}
