using Cluster.Training.Data;

namespace Cluster.Training.Replicas;

/// <summary>Sums over the targets of a batch; divided only after they were folded over the whole step.</summary>
/// <param name="Loss">Summed loss in nats.</param>
/// <param name="Targets">Number of targets.</param>
/// <param name="Correct">Number of targets whose most probable class is the right one.</param>
/// <param name="Ledger">Which examples these are: see <see cref="ExampleLedger"/>.</param>
public readonly record struct LossSums(double Loss, int Targets, int Correct, ulong Ledger = 0);
