using System.Buffers;
using System.Net.Sockets;
using Cluster.Grains.Workers;
using Cluster.Training.Exchange;
using Cluster.Training.Workers;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Cluster.Silo.DataPlane;

/// <summary>
/// What a silo serves to the workers of others: ranges of published blocks and of worker state, raw little-endian float32. A connection begins
/// as HTTP/1.1 with the cluster's token and is upgraded; from then on it carries requests (<see cref="PullRequest"/>) and answers
/// (<see cref="PullAnswers"/>) in turn. Requests wait until their block is there. Who can read this silo's memory is only told where floats lie.
/// </summary>
internal static class PullRoutes
{
    /// <summary>Where connections begin.</summary>
    public const string Path = "/pulls";

    /// <summary>Name of the protocol after the upgrade.</summary>
    public const string Protocol = "cluster-pulls";

    /// <summary>Who can read the memory reads ranges of which more than this part is not zero; of others it gets what is not.</summary>
    private const int NearPart = 8;

    /// <summary>Floats that are sent also to whoever can read the memory: two messages more take longer.</summary>
    private const int SentFloats = 4096;

    public static void MapPulls(this IEndpointRouteBuilder routes, int port) =>
        routes.MapDataPlaneGroup(Path, port).MapGet("", Serve);

    private static async Task Serve(HttpContext context, SiloWorkers workers)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade || context.Request.Headers.Upgrade != Protocol)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }

        context.Response.Headers.Upgrade = Protocol;
        context.Response.Headers[PeerMemory.Header] = PeerMemory.Offer;
        await using Stream requests = await upgrade.UpgradeAsync();
        // An idle connection must not hold up a silo that stops.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, context.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().ConnectionClosedRequested);
        try
        {
            await using Stream output = Output(context, requests);
            await Answer(workers, requests, new PullAnswers(output), stop.Token);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or OperationCanceledException)
        {
            // Whoever asked is gone or speaks otherwise, or the silo stops.
        }
    }

    // Who asks has seen that the connection is upgraded, so nothing is left in the server's buffers: answers go past these, from where they lie.
    private static Stream Output(HttpContext context, Stream upgraded) =>
        !context.Request.IsHttps && context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket
            ? new NetworkStream(socket, ownsSocket: false)
            : upgraded;

    private static async Task Answer(SiloWorkers workers, Stream requests, PullAnswers answers, CancellationToken cancel)
    {
        byte[] buffer = new byte[PullRequest.MaxBytes];
        while (await PullRequest.Read(requests, buffer, cancel) is { } request)
        {
            try
            {
                if (workers.Find(request.Job) is not { } worker) await answers.Refuse(PullStatus.NoWorker, cancel);
                else if (request.Block.Length > 0) await AnswerBlock(worker, request, requests, answers, cancel);
                else await AnswerState(worker, request, requests, answers, cancel);
            }
            catch (AttemptFencedException)
            {
                await answers.Refuse(PullStatus.Fenced, cancel);
            }
        }
    }

    private static async Task AnswerBlock(TrainingWorker worker, PullRequest request, Stream requests, PullAnswers answers, CancellationToken cancel)
    {
        using BlockLease lease = await worker.Board.Read(request.Fence, request.Block, cancel);
        if (Range(lease.Values, request) is not { } range)
        {
            await answers.Refuse(PullStatus.OutOfRange, cancel);
            return;
        }

        bool shown = request.IsNear && range.Length > SentFloats;
        if (await answers.TrySendSparse(range, shown ? range.Length / NearPart : range.Length - 1, cancel)) return;
        if (shown) await Show(range, requests, answers, cancel);
        else await answers.Send(range, cancel);
    }

    private static async Task AnswerState(TrainingWorker worker, PullRequest request, Stream requests, PullAnswers answers, CancellationToken cancel)
    {
        await using StateLease lease = await worker.LendState(request.Fence, request.Index, cancel);
        if (Range(lease.Values, request) is not { } range) await answers.Refuse(PullStatus.OutOfRange, cancel);
        else if (request.IsNear) await Show(range, requests, answers, cancel);
        else await answers.Send(range, cancel);
    }

    private static async Task Show(ReadOnlyMemory<float> range, Stream requests, PullAnswers answers, CancellationToken cancel)
    {
        using MemoryHandle pinned = range.Pin();
        await answers.Show(AddressOf(pinned), range.Length, cancel);
        await requests.ReadExactlyAsync(new byte[1], cancel);
    }

    private static unsafe nint AddressOf(MemoryHandle pinned) => (nint)pinned.Pointer;

    private static ReadOnlyMemory<float>? Range(ReadOnlyMemory<float> values, PullRequest request)
    {
        if (request.Offset < 0 || request.Count < 0 || request.Offset > values.Length - request.Count) return null;
        return values.Slice(request.Offset, request.Count);
    }
}
