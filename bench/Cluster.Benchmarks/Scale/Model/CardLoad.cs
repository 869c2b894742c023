namespace Cluster.Benchmarks.Scale.Model;

/// <summary>What one worker's network card carries in a hop.</summary>
/// <param name="In">Bytes it receives.</param>
/// <param name="Out">Bytes it serves.</param>
/// <param name="Pulls">Pulls that it asks for, and those that it answers.</param>
internal readonly record struct CardLoad(double In, double Out, int Pulls)
{
    /// <summary>Seconds until all of it is there: both directions of the card and the processor work at the same time, the slowest decides.</summary>
    /// <param name="link">The card.</param>
    /// <param name="costs">The processor.</param>
    public double Seconds(Link link, StepCosts costs)
    {
        double card = Math.Max(In, Out) / link.BytesPerSecond;
        return Math.Max(card, (In + Out) / costs.HostBytesPerSecond + Pulls * costs.PullSeconds);
    }
}
