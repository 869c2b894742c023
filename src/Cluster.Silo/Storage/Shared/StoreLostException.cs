namespace Cluster.Silo.Storage.Shared;

/// <summary>The store was emptied, or another one is in its place. Nothing is written to it.</summary>
internal sealed class StoreLostException(string store) : IOException(
    $"the {store} store does not hold this cluster any more: it was emptied, or another one is in its place; nothing was written to it; restore it from a backup");
