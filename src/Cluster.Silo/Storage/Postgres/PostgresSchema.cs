using System.Globalization;
using System.Reflection;
using Npgsql;

namespace Cluster.Silo.Storage.Postgres;

/// <summary>The tables that a cluster needs, as numbered scripts. Each is applied once, in order.</summary>
internal static class PostgresSchema
{
    private const string Prefix = "schema/";

    /// <summary>Any number, the same for all: those who migrate at the same moment wait for each other.</summary>
    private const long LockKey = 7_236_451_902;

    /// <summary>Version of this program: the number of its newest script.</summary>
    public static int Newest => Scripts().Last().Version;

    /// <summary>Version of a database; 0 if it has no schema.</summary>
    public static async Task<int> VersionOf(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using NpgsqlCommand exists = database.CreateCommand("SELECT to_regclass('cluster_schema') IS NOT NULL");
        if (!(bool)(await exists.ExecuteScalarAsync(cancel))!) return 0;
        await using NpgsqlCommand version = database.CreateCommand("SELECT coalesce(max(version), 0) FROM cluster_schema");
        return (int)(await version.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Applies the scripts that a database lacks, all or none.</summary>
    /// <returns>Scripts applied.</returns>
    public static async Task<int> Migrate(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancel);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
        await Run(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({LockKey})"), cancel);
        await Run(connection, "CREATE TABLE IF NOT EXISTS cluster_schema (version integer PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())", cancel);
        await using NpgsqlCommand query = new("SELECT coalesce(max(version), 0) FROM cluster_schema", connection);
        int there = (int)(await query.ExecuteScalarAsync(cancel))!, applied = 0;
        foreach ((int version, string script) in Scripts().Where(script => script.Version > there))
        {
            await Run(connection, script, cancel);
            await Run(connection, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO cluster_schema (version) VALUES ({version})"), cancel);
            applied++;
        }

        await transaction.CommitAsync(cancel);
        return applied;
    }

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    // Names begin with the number: schema/0001-membership.sql.
    private static List<(int Version, string Script)> Scripts()
    {
        Assembly assembly = typeof(PostgresSchema).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (int.Parse(name.AsSpan(Prefix.Length, 4), CultureInfo.InvariantCulture), Read(assembly, name)))];
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
