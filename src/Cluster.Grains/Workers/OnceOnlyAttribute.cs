namespace Cluster.Grains.Workers;

/// <summary>A call whose repeat would be answered otherwise than the call itself. All others may be made again when an answer stays away.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnceOnlyAttribute : Attribute;
