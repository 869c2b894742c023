using System.Net;
using System.Runtime.InteropServices;
using Cluster.Grains.Workers;
using Cluster.Silo.Access;
using Cluster.Training.Exchange;
using Cluster.Training.Workers;

namespace Cluster.Silo.DataPlane;

/// <summary>
/// What a silo serves to other silos: ranges of published blocks and of worker state, raw little-endian float32.
/// A wrong attempt or version answers 409. Requests wait until the block is there.
/// </summary>
internal static class DataPlaneRoutes
{
    /// <summary>Largest piece handed to the socket at a time, so that a slow reader costs no memory.</summary>
    private const int SliceBytes = 1 << 20;

    public static void MapDataPlane(this IEndpointRouteBuilder routes, int port)
    {
        RouteGroupBuilder plane = routes.MapGroup("/jobs/{job}");
        plane.OnlyOn(port);
        plane.AddEndpointFilter<DataPlaneTokenFilter>();
        // The token is what callers need here, not the access of the front door.
        plane.AllowAnonymous();
        plane.MapGet("/attempts/{attempt:long}/{block}", ServeBlock);
        plane.MapGet("/versions/{version:long}/{index:int:min(0)}", ServeState);
    }

    private static async Task ServeBlock(
        HttpContext context, SiloWorkers workers, string job, long attempt, string block, int offset, int count)
    {
        if (workers.Find(job) is not { } worker)
        {
            context.Response.StatusCode = (int)HttpStatusCode.NotFound;
            return;
        }

        try
        {
            using BlockLease lease = await worker.Board.Read(attempt, block, context.RequestAborted);
            await Write(context, lease.Values, offset, count);
        }
        catch (AttemptFencedException)
        {
            context.Response.StatusCode = (int)HttpStatusCode.Conflict;
        }
    }

    private static async Task ServeState(HttpContext context, SiloWorkers workers, string job, long version, int index, int offset, int count)
    {
        if (workers.Find(job) is not { } worker)
        {
            context.Response.StatusCode = (int)HttpStatusCode.NotFound;
            return;
        }

        try
        {
            await using StateLease lease = await worker.LendState(version, index, context.RequestAborted);
            await Write(context, lease.Values, offset, count);
        }
        catch (AttemptFencedException)
        {
            context.Response.StatusCode = (int)HttpStatusCode.Conflict;
        }
    }

    private static async Task Write(HttpContext context, ReadOnlyMemory<float> values, int offset, int count)
    {
        if (offset < 0 || count < 0 || offset > values.Length - count)
        {
            context.Response.StatusCode = (int)HttpStatusCode.RequestedRangeNotSatisfiable;
            return;
        }

        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = (long)count * sizeof(float);
        for (int at = offset, end = offset + count; at < end;)
        {
            int floats = Math.Min(end - at, SliceBytes / sizeof(float));
            MemoryMarshal.AsBytes(values.Span.Slice(at, floats)).CopyTo(context.Response.BodyWriter.GetSpan(floats * sizeof(float)));
            context.Response.BodyWriter.Advance(floats * sizeof(float));
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            at += floats;
        }
    }
}
