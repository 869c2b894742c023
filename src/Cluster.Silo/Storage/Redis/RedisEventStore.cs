using Cluster.Training.Events;
using Cluster.V1;
using Google.Protobuf;
using StackExchange.Redis;

namespace Cluster.Silo.Storage.Redis;

/// <summary>
/// A job's events as a list, the first one at index 0, and beside it the term that may write. Scripts change both, because Redis carries out a
/// script wholly and alone. The braces keep both keys on one server of a Redis cluster.
/// </summary>
internal sealed class RedisEventStore(IConnectionMultiplexer redis) : IEventStore
{
    private const int Stale = -1;
    private const int Lost = -2;

    private const string ClaimScript = """
        local term = redis.call('GET', KEYS[1])
        if term and tonumber(term) >= tonumber(ARGV[1]) then return -1 end
        local head = redis.call('LLEN', KEYS[2])
        if head < tonumber(ARGV[2]) or (head > 0 and not term) then return -2 end
        redis.call('SET', KEYS[1], ARGV[1])
        return head
        """;

    private const string AppendScript = """
        local term = redis.call('GET', KEYS[1])
        if not term then return -2 end
        if term ~= ARGV[1] then return -1 end
        local head = redis.call('LLEN', KEYS[2])
        local after = tonumber(ARGV[2])
        if head < after then return head end
        for i = 3 + head - after, #ARGV do redis.call('RPUSH', KEYS[2], ARGV[i]) end
        return redis.call('LLEN', KEYS[2])
        """;

    public Task<long> Claim(string job, long term, long known, CancellationToken cancel) => Run(ClaimScript, job, term, [term, known], cancel);

    public Task<long> Append(string job, long term, long after, IReadOnlyList<JobEvent> events, CancellationToken cancel) =>
        Run(AppendScript, job, term, [term, after, .. events.Select(happened => (RedisValue)happened.ToByteArray())], cancel);

    public async Task<IReadOnlyList<JobEvent>> Read(string job, long after, int max, CancellationToken cancel)
    {
        RedisValue[] found = await RedisFault.Translated(redis.GetDatabase().ListRangeAsync(EventsOf(job), after, after + max - 1), cancel);
        return [.. found.Select(content => JobEvent.Parser.ParseFrom((byte[])content!))];
    }

    private async Task<long> Run(string script, string job, long term, RedisValue[] arguments, CancellationToken cancel)
    {
        RedisKey[] keys = [$"cluster/log/{{{job}}}/term", EventsOf(job)];
        long head = (long)await RedisFault.Translated(redis.GetDatabase().ScriptEvaluateAsync(script, keys, arguments), cancel);
        return head switch
        {
            Stale => throw new StaleLogException(term),
            Lost => throw new LogLostException(job),
            _ => head,
        };
    }

    private static RedisKey EventsOf(string job) => $"cluster/log/{{{job}}}/events";
}
