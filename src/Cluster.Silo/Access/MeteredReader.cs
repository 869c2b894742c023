using Cluster.Silo.FrontDoor;
using Google.Protobuf;
using Grpc.Core;

namespace Cluster.Silo.Access;

/// <summary>Reads an upload, and charges its bytes to the caller before they are used.</summary>
internal sealed class MeteredReader<T>(IAsyncStreamReader<T> inner, CallerMeter uploads, Caller caller) : IAsyncStreamReader<T>
{
    /// <summary>What uploads are counted in.</summary>
    public const int Unit = 64 * 1024;

    // An upload is rounded up, or many small ones would cost nothing.
    private long _uncharged = Unit - 1;

    public T Current => inner.Current;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!await inner.MoveNext(cancellationToken)) return false;
        _uncharged += Current is IMessage message ? message.CalculateSize() : 0;
        for (; _uncharged >= Unit; _uncharged -= Unit)
        {
            if (uploads.Use(caller) is { } wait) throw Errors.TooManyUploads(caller.Limits.UploadBytesPerDay ?? 0, wait);
        }

        return true;
    }
}
