namespace Cluster.Grains.Access;

/// <summary>A key as it is kept: with a digest of its secret, never with the secret.</summary>
/// <param name="Id">8 lower-case letters and digits.</param>
/// <param name="Name">Who or what uses it, for people.</param>
/// <param name="Scope">What it allows.</param>
/// <param name="Limits">Limits of its own.</param>
/// <param name="Digest">SHA-256 of the secret, 32 bytes. The secret has 256 random bits, so that no salt or slow hash is needed.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Used">When it was used last; null if never.</param>
[GenerateSerializer, Immutable, Alias("cluster.key-record")]
public sealed record KeyRecord(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] AccessScope Scope,
    [property: Id(3)] CallerLimits Limits,
    [property: Id(4)] byte[] Digest,
    [property: Id(5)] DateTimeOffset Created,
    [property: Id(6)] DateTimeOffset? Used = null);
