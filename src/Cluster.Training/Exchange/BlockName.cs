using System.Globalization;
using Cluster.Training.Folding;

namespace Cluster.Training.Exchange;

/// <summary>Names of the blocks of a step.</summary>
public static class BlockName
{
    /// <summary>Loss sums of a worker's shards.</summary>
    public const string Sums = "sums";

    /// <summary>Mean gradient of a worker's slice.</summary>
    public const string Mean = "mean";

    /// <summary>Compressed message of a unit.</summary>
    /// <param name="unit">The unit.</param>
    public static string Message(int unit) => string.Create(CultureInfo.InvariantCulture, $"message-{unit}");

    /// <summary>Partial gradient sum of a node of the fold, the whole vector long.</summary>
    /// <param name="node">The node.</param>
    public static string Partial(FoldNode node) => string.Create(CultureInfo.InvariantCulture, $"partial-{node.Level}-{node.Index}");
}
