using Cluster.Silo.Hosting;
using Cluster.Silo.Storage.Shared;
using Cluster.Training.Events;
using Npgsql;
using Orleans.Configuration;
using Orleans.Storage;

namespace Cluster.Silo.Storage.Postgres;

/// <summary>A PostgreSQL database with the schema of this version.</summary>
internal sealed class PostgresStore : ISharedStore
{
    /// <summary>How Orleans calls the driver.</summary>
    private const string Driver = "Npgsql";

    /// <summary>Seconds after which an answer is not waited for any longer.</summary>
    private const int AnswerLimit = 3;

    private readonly NpgsqlDataSource _database;
    private readonly string _connection;

    private PostgresStore(NpgsqlDataSource database, string connection) =>
        (_database, _connection, Events) = (database, connection, new PostgresEventStore(database));

    public string Name => PostgresFault.StoreName;

    public IEventStore Events { get; }

    /// <summary>Connects to a database.</summary>
    /// <param name="connection">As Npgsql reads it: <c>Host=...;Database=...;Username=...;Password=...</c>.</param>
    /// <exception cref="SiloStartException">It is not a connection string, nobody answers, or the schema is not that of this version.</exception>
    public static async Task<PostgresStore> Connect(string connection)
    {
        string checkedConnection = Parse(connection);
        var database = NpgsqlDataSource.Create(checkedConnection);
        try
        {
            int version = await PostgresFault.Translated(() => PostgresSchema.VersionOf(database, CancellationToken.None), CancellationToken.None);
            if (version == PostgresSchema.Newest) return new PostgresStore(database, checkedConnection);
            throw new SiloStartException(version < PostgresSchema.Newest
                ? "the postgres store lacks the schema of this version; run: cluster admin migrate --connection-file FILE"
                : "the postgres store has the schema of a newer version of Cluster; update this silo");
        }
        catch (Exception error)
        {
            await database.DisposeAsync();
            if (error is IOException) throw new SiloStartException(error.Message);
            throw;
        }
    }

    public Task<string?> Find(string setting, CancellationToken cancel) => PostgresFault.Translated(async () =>
    {
        await using NpgsqlCommand command = _database.CreateCommand("SELECT value FROM cluster_setting WHERE name = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = setting });
        return (string?)await command.ExecuteScalarAsync(cancel);
    }, cancel);

    public async Task<string> GetOrAdd(string setting, string value, CancellationToken cancel)
    {
        await PostgresFault.Translated(async () =>
        {
            await using NpgsqlCommand command = _database.CreateCommand("INSERT INTO cluster_setting (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = setting });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
            return await command.ExecuteNonQueryAsync(cancel);
        }, cancel);
        return await Find(setting, cancel) ?? throw new StoreLostException(Name);
    }

    public void AddProviders(ISiloBuilder silo, string grainStorage)
    {
        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Driver, _connection));
        silo.AddAdoNetGrainStorage(grainStorage, builder => builder.Configure<IGrainStorageSerializer>((AdoNetGrainStorageOptions options, IGrainStorageSerializer serializer) =>
            (options.Invariant, options.ConnectionString, options.GrainStorageSerializer) = (Driver, _connection, serializer)));
    }

    public void AddGateways(IClientBuilder client) =>
        client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Driver, _connection));

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>Reads a connection string and adds limits to it.</summary>
    /// <exception cref="SiloStartException">It is not one.</exception>
    internal static string Parse(string connection)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connection) { Timeout = AnswerLimit, CommandTimeout = AnswerLimit, Timezone = "UTC", IncludeErrorDetail = false };
            return builder.Host is { Length: > 0 } ? builder.ConnectionString : throw new ArgumentException("no host", nameof(connection));
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new SiloStartException("the connection string of the postgres store cannot be read; it looks like Host=...;Database=...;Username=...;Password=...");
        }
    }
}
