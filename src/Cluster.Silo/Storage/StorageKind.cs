namespace Cluster.Silo.Storage;

/// <summary>Where a cluster keeps its members, its grains' state and its jobs' event logs.</summary>
internal enum StorageKind
{
    /// <summary>In the data directory, which all silos share: one machine.</summary>
    Files,

    /// <summary>On a Redis server.</summary>
    Redis,

    /// <summary>In a PostgreSQL database.</summary>
    Postgres,
}
