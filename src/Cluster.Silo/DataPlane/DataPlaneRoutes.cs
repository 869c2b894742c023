using System.Buffers;
using System.Net;
using System.Runtime.InteropServices;
using Cluster.Grains.Workers;
using Cluster.Training.Exchange;
using Cluster.Training.Workers;

namespace Cluster.Silo.DataPlane;

/// <summary>
/// What a silo serves to other silos: ranges of published blocks and of worker state, raw little-endian float32, blocks without
/// their zeros where that is shorter (<see cref="SparseRange"/>).
/// A wrong attempt or version answers 409. Requests wait until the block is there.
/// </summary>
internal static class DataPlaneRoutes
{
    /// <summary>Largest piece handed to the socket at a time, so that a slow reader costs no memory.</summary>
    private const int SliceBytes = 1 << 20;

    public static void MapDataPlane(this IEndpointRouteBuilder routes, int port)
    {
        RouteGroupBuilder plane = routes.MapDataPlaneGroup("/jobs/{job}", port);
        plane.MapGet("/attempts/{attempt:long}/{block}", ServeBlock);
        plane.MapGet("/versions/{version:long}/{index:int:min(0)}", ServeState);
    }

    private static Task ServeBlock(HttpContext context, SiloWorkers workers, string job, long attempt, string block, int offset, int count) =>
        Serve(context, workers, job, async worker =>
        {
            using BlockLease lease = await worker.Board.Read(attempt, block, context.RequestAborted);
            if (Range(context, lease.Values, offset, count) is { } range) await WriteSparse(context, range);
        });

    private static Task ServeState(HttpContext context, SiloWorkers workers, string job, long version, int index, int offset, int count) =>
        Serve(context, workers, job, async worker =>
        {
            await using StateLease lease = await worker.LendState(version, index, context.RequestAborted);
            if (Range(context, lease.Values, offset, count) is { } range) await Write(context, range);
        });

    private static async Task Serve(HttpContext context, SiloWorkers workers, string job, Func<TrainingWorker, Task> serve)
    {
        if (workers.Find(job) is not { } worker)
        {
            context.Response.StatusCode = (int)HttpStatusCode.NotFound;
            return;
        }

        try
        {
            await serve(worker);
        }
        catch (AttemptFencedException)
        {
            context.Response.StatusCode = (int)HttpStatusCode.Conflict;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked is gone.
        }
    }

    private static ReadOnlyMemory<float>? Range(HttpContext context, ReadOnlyMemory<float> values, int offset, int count)
    {
        context.Response.ContentType = "application/octet-stream";
        if (offset >= 0 && count >= 0 && offset <= values.Length - count) return values.Slice(offset, count);
        context.Response.StatusCode = (int)HttpStatusCode.RequestedRangeNotSatisfiable;
        return null;
    }

    private static Task Write(HttpContext context, ReadOnlyMemory<float> range)
    {
        context.Response.ContentLength = (long)range.Length * sizeof(float);
        return Send(context, range);
    }

    // As it is, unless it is shorter without its zeros: then another length tells that it is sparse.
    private static async Task WriteSparse(HttpContext context, ReadOnlyMemory<float> range)
    {
        int groups = SparseRange.MapLength(range.Length);
        uint[] map = ArrayPool<uint>.Shared.Rent(groups);
        try
        {
            int sent = groups + SparseRange.Mark(range.Span, map.AsSpan(0, groups));
            if (sent >= range.Length)
            {
                await Write(context, range);
                return;
            }

            context.Response.ContentLength = (long)sent * sizeof(float);
            context.Response.BodyWriter.Write(MemoryMarshal.AsBytes(map.AsSpan(0, groups)));
            await SendKept(context, range, map);
        }
        finally
        {
            ArrayPool<uint>.Shared.Return(map);
        }
    }

    private static async Task SendKept(HttpContext context, ReadOnlyMemory<float> range, uint[] map)
    {
        for (int at = 0, unsent = 0; at < range.Length;)
        {
            (int start, int end) = SparseRange.NextKept(map, range.Length, at);
            at = end;
            if (end - start >= SliceBytes / sizeof(float))
            {
                await Send(context, range[start..end]);
                continue;
            }

            context.Response.BodyWriter.Write(MemoryMarshal.AsBytes(range.Span[start..end]));
            unsent += end - start;
            if (unsent < SliceBytes / sizeof(float)) continue;
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            unsent = 0;
        }
    }

    private static async Task Send(HttpContext context, ReadOnlyMemory<float> values)
    {
        for (int at = 0; at < values.Length;)
        {
            int floats = Math.Min(values.Length - at, SliceBytes / sizeof(float));
            MemoryMarshal.AsBytes(values.Span.Slice(at, floats)).CopyTo(context.Response.BodyWriter.GetSpan(floats * sizeof(float)));
            context.Response.BodyWriter.Advance(floats * sizeof(float));
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            at += floats;
        }
    }
}
