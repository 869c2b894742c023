namespace Cluster.EndToEnd.Tests.Recovery;

/// <summary>Something bad that happens to a job of three silos.</summary>
/// <param name="Name">What happens, as the table of results says it.</param>
/// <param name="Epochs">Epochs of the job: long enough that it runs when the fault is over.</param>
/// <param name="Limit">Longest time without a committed step beyond a normal step that we promise, as a median; null if nothing is promised.</param>
/// <param name="Inflict">Does it; returns when nothing more will be done.</param>
internal sealed record Fault(string Name, int Epochs, TimeSpan? Limit, Func<FaultScene, Task> Inflict);
