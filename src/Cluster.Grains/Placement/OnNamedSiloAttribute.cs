using Orleans.Placement;

namespace Cluster.Grains.Placement;

/// <summary>Places a grain on the silo its key names after the last <c>@</c>, and nowhere else.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OnNamedSiloAttribute() : PlacementAttribute(new OnNamedSilo());
