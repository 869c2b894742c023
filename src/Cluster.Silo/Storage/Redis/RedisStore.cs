using Cluster.Silo.Hosting;
using Cluster.Silo.Storage.Shared;
using Cluster.Training.Events;
using Orleans.Persistence;
using Orleans.Storage;
using StackExchange.Redis;

namespace Cluster.Silo.Storage.Redis;

/// <summary>A Redis server, or a set of them, as StackExchange.Redis reaches it.</summary>
internal sealed class RedisStore : ISharedStore
{
    /// <summary>Milliseconds after which an answer is not waited for any longer.</summary>
    private const int AnswerLimit = 3000;

    private readonly ConfigurationOptions _options;
    private readonly ConnectionMultiplexer _redis;

    private RedisStore(ConfigurationOptions options, ConnectionMultiplexer redis) => (_options, _redis, Events) = (options, redis, new RedisEventStore(redis));

    public string Name => "redis";

    public IEventStore Events { get; }

    /// <summary>Connects to a server.</summary>
    /// <param name="connection">As StackExchange.Redis reads it: <c>host:6379,password=...,ssl=true</c>.</param>
    /// <exception cref="SiloStartException">It is not a connection string, or nobody answers.</exception>
    public static async Task<RedisStore> Connect(string connection)
    {
        ConfigurationOptions options = Parse(connection);
        try
        {
            return new RedisStore(options, await ConnectionMultiplexer.ConnectAsync(options));
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            throw new SiloStartException(RedisFault.Translate(error).Message);
        }
    }

    public async Task<string?> Find(string setting, CancellationToken cancel) =>
        await RedisFault.Translated(_redis.GetDatabase().StringGetAsync(KeyOf(setting)), cancel);

    public async Task<string> GetOrAdd(string setting, string value, CancellationToken cancel)
    {
        await RedisFault.Translated(_redis.GetDatabase().StringSetAsync(KeyOf(setting), value, when: When.NotExists), cancel);
        return await Find(setting, cancel) ?? throw new StoreLostException(Name);
    }

    public void AddProviders(ISiloBuilder silo, string grainStorage)
    {
        silo.UseRedisClustering(redis => redis.ConfigurationOptions = _options.Clone());
        silo.AddRedisGrainStorage(grainStorage, builder => builder.Configure<IGrainStorageSerializer>((RedisStorageOptions redis, IGrainStorageSerializer inner) =>
        {
            redis.ConfigurationOptions = _options.Clone();
            redis.GrainStorageSerializer = new TextGrainStorageSerializer(inner);
        }));
    }

    public void AddGateways(IClientBuilder client) => client.UseRedisClustering(redis => redis.ConfigurationOptions = _options.Clone());

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    private static RedisKey KeyOf(string setting) => $"cluster/settings/{setting}";

    private static ConfigurationOptions Parse(string connection)
    {
        try
        {
            ConfigurationOptions options = ConfigurationOptions.Parse(connection);
            options.AsyncTimeout = options.SyncTimeout = AnswerLimit;
            return options;
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new SiloStartException("the connection string of the redis store cannot be read; it looks like host:6379,password=...");
        }
    }
}
