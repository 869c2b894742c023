namespace Cluster.SlowLinks.Links;

/// <summary>What a link is like, in each direction.</summary>
/// <param name="BitsPerSecond">Rate, over 0.</param>
/// <param name="Delay">How much later what is sent arrives.</param>
internal sealed record LinkSpeed(double BitsPerSecond, TimeSpan Delay);
