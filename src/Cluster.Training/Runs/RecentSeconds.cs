namespace Cluster.Training.Runs;

/// <summary>How long the last tasks of a kind took.</summary>
internal sealed class RecentSeconds
{
    private const int Kept = 9;

    private readonly Queue<double> _seconds = [];

    /// <summary>Seconds, oldest first.</summary>
    public IReadOnlyCollection<double> Values => _seconds;

    /// <summary>Notes how long one took.</summary>
    public void Add(double seconds)
    {
        if (_seconds.Count == Kept) _seconds.Dequeue();
        _seconds.Enqueue(seconds);
    }
}
