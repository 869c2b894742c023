using Cluster.Training.Events;
using Cluster.V1;
using Google.Protobuf;
using Npgsql;

namespace Cluster.Silo.Storage.Postgres;

/// <summary>A job's events as rows, and a row that says which term may write. Functions of the schema change both in one transaction.</summary>
internal sealed class PostgresEventStore(NpgsqlDataSource database) : IEventStore
{
    private const long Stale = -1;
    private const long Lost = -2;

    public Task<long> Claim(string job, long term, long known, CancellationToken cancel) =>
        Run("SELECT cluster_claim_log($1, $2, $3)", job, term, known, events: null, cancel);

    public Task<long> Append(string job, long term, long after, IReadOnlyList<JobEvent> events, CancellationToken cancel) =>
        Run("SELECT cluster_append_events($1, $2, $3, $4)", job, term, after, [.. events.Select(happened => happened.ToByteArray())], cancel);

    public Task<IReadOnlyList<JobEvent>> Read(string job, long after, int max, CancellationToken cancel) => PostgresFault.Translated(async () =>
    {
        await using NpgsqlCommand command = database.CreateCommand(
            "SELECT event FROM cluster_event WHERE job = $1 AND sequence > $2 AND sequence <= $3 ORDER BY sequence");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = job });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after + max });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
        var events = new List<JobEvent>();
        while (await reader.ReadAsync(cancel)) events.Add(JobEvent.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0)));
        return (IReadOnlyList<JobEvent>)events;
    }, cancel);

    private async Task<long> Run(string sql, string job, long term, long sequence, byte[][]? events, CancellationToken cancel)
    {
        long head = await PostgresFault.Translated(async () =>
        {
            await using NpgsqlCommand command = database.CreateCommand(sql);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = job });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = term });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = sequence });
            if (events is not null) command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = events });
            return (long)(await command.ExecuteScalarAsync(cancel))!;
        }, cancel);
        return head switch
        {
            Stale => throw new StaleLogException(term),
            Lost => throw new LogLostException(job),
            _ => head,
        };
    }
}
