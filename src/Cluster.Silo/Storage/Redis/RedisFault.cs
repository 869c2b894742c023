using StackExchange.Redis;

namespace Cluster.Silo.Storage.Redis;

/// <summary>What can go wrong between a silo and Redis, as one kind of error.</summary>
internal static class RedisFault
{
    public static IOException Translate(Exception error) => new(error switch
    {
        RedisServerException refused => $"the redis store refuses: {refused.Message}",
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => "the redis store refuses the connection: user, password or ssl in the connection string do not fit",
        _ => $"the redis store does not answer ({error.GetType().Name})",
    });

    /// <exception cref="IOException">The server does not answer.</exception>
    public static async Task<T> Translated<T>(Task<T> answer, CancellationToken cancel)
    {
        try
        {
            return await answer.WaitAsync(cancel);
        }
        // A connection that breaks makes StackExchange.Redis throw whatever was on its way, cancellations of its own too.
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            throw Translate(error);
        }
    }
}
