namespace Cluster.Training.Runs;

/// <summary>What a job asks of the cluster's silos.</summary>
/// <param name="Job">Its id.</param>
/// <param name="Created">When it was created; older jobs come first.</param>
/// <param name="Min">Fewest workers to start with.</param>
/// <param name="Max">Most workers.</param>
/// <param name="Started">Whether it trains already: it is not sent back to wait.</param>
/// <param name="Holds">Names of the silos it uses now.</param>
public sealed record JobDemand(string Job, DateTimeOffset Created, int Min, int Max, bool Started, IReadOnlyList<string> Holds);
