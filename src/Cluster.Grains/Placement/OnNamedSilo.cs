
namespace Cluster.Grains.Placement;

/// <summary>Places a grain on the silo its key names after the last <c>@</c>, and nowhere else.</summary>
[GenerateSerializer, Immutable, SuppressReferenceTracking]
public sealed class OnNamedSilo : PlacementStrategy;
