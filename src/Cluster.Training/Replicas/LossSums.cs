using Cluster.Training.Data;
using Cluster.Training.Folding;

namespace Cluster.Training.Replicas;

/// <summary>Sums over the targets of a batch; divided only after they were folded over the whole step.</summary>
/// <param name="Loss">Summed loss in nats.</param>
/// <param name="Targets">Number of targets.</param>
/// <param name="Correct">Number of targets whose most probable class is the right one.</param>
/// <param name="Ledger">Which examples these are: see <see cref="ExampleLedger"/>.</param>
public readonly record struct LossSums(double Loss, int Targets, int Correct, ulong Ledger = 0)
{
    /// <summary>Adds two sums.</summary>
    public static LossSums operator +(LossSums left, LossSums right) => new(
        left.Loss + right.Loss, left.Targets + right.Targets, left.Correct + right.Correct, unchecked(left.Ledger + right.Ledger));

    /// <summary>Adds the sums of several shards, the losses along the fold.</summary>
    /// <param name="shards">One for each shard, in shard order; at least one.</param>
    internal static LossSums Fold(IReadOnlyList<LossSums> shards) =>
        shards.Aggregate((sum, shard) => sum + shard) with { Loss = FoldTree.Sum([.. shards.Select(shard => shard.Loss)]) };
}
