using Cluster.Silo.Hosting;
using Npgsql;

namespace Cluster.Silo.Storage.Postgres;

/// <summary>What <c>cluster admin migrate</c> starts: brings a database to the schema of this version, and ends.</summary>
internal static class MigrateCommand
{
    /// <summary>First argument that stands for it.</summary>
    public const string Name = "migrate";

    /// <param name="arguments">Arguments after the name.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="SiloStartException">The database cannot be used.</exception>
    public static async Task<int> Run(string[] arguments)
    {
        string connection = ConnectionString.Of(SettingsReader.Read(arguments));
        await using var database = NpgsqlDataSource.Create(PostgresStore.Parse(connection));
        int applied = await PostgresFault.Translated(() => PostgresSchema.Migrate(database, CancellationToken.None), CancellationToken.None);
        await Console.Out.WriteLineAsync(applied == 0
            ? $"The schema is up to date: version {PostgresSchema.Newest}."
            : $"The schema was brought to version {PostgresSchema.Newest}.");
        return 0;
    }
}
