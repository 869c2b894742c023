using Cluster.Silo.Storage.Shared;
using Npgsql;

namespace Cluster.Silo.Storage.Postgres;

/// <summary>What can go wrong between a silo and PostgreSQL, as one kind of error.</summary>
internal static class PostgresFault
{
    public const string StoreName = "postgres";

    public static IOException Translate(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedFunction } => new StoreLostException(StoreName),
        PostgresException refused => new IOException($"the postgres store refuses: {refused.MessageText}"),
        _ => new IOException($"the postgres store does not answer ({error.GetBaseException().GetType().Name})"),
    };

    /// <exception cref="IOException">The server does not answer, or refuses.</exception>
    public static async Task<T> Translated<T>(Func<Task<T>> ask, CancellationToken cancel)
    {
        try
        {
            return await ask();
        }
        // A server that stops makes the driver throw many things.
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            throw Translate(error);
        }
    }
}
