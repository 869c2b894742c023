using System.Runtime.CompilerServices;
using Cluster.Client.Connections;
using Cluster.Client.Errors;
using Cluster.Client.Watching;
using Cluster.V1;

namespace Cluster.Client.Datasets;

/// <summary>Uploads one file. After a broken connection, and on the next run, it goes on where the server stopped hearing.</summary>
internal sealed class FileUpload(ServerConnection connection, LocalFile file, TimeProvider time)
{
    private const int TriesWithoutProgress = 6;

    private readonly Backoff _backoff = new(time);

    /// <summary>Uploads what is missing.</summary>
    /// <returns>How much is there, again and again, at last the complete upload; only that if nothing was missing.</returns>
    /// <exception cref="ClusterException">Usage: the file is too large. Failed: it changed meanwhile. Unavailable: no progress.</exception>
    public async IAsyncEnumerable<Upload> RunAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        Upload state = await AskAsync(cancel);
        yield return state;
        for (int failures = 0; !state.Complete;)
        {
            long before = state.Received;
            using UploadStream stream = new(await connection.OpenAsync(cancel), connection.Server, file, before, cancel);
            while (await stream.SendAsync()) yield return new Upload { Sha256 = file.Sha256, Received = stream.Sent };
            if (stream.Result is { Complete: true } result)
            {
                yield return result;
                yield break;
            }

            connection.Forget();
            await _backoff.WaitAsync(cancel);
            state = await AskAsync(cancel);
            yield return state;
            failures = state.Received > before ? 0 : failures + 1;
            if (failures == 0) _backoff.Reset();
            if (failures == TriesWithoutProgress)
                throw stream.Break ?? new ClusterException(ErrorKind.Unavailable, $"The upload of {file.Name} ended early.");
        }
    }

    private Task<Upload> AskAsync(CancellationToken cancel) => connection.CallAsync(
        (invoker, options) => new DatasetService.DatasetServiceClient(invoker).GetUploadAsync(new GetUploadRequest { Sha256 = file.Sha256 }, options),
        cancel);
}
