using System.Globalization;
using System.IO.Pipelines;
using Cluster.Training.Blobs;

namespace Cluster.Silo.DataPlane;

/// <summary>Takes in what clients send to a front door that has no disk: how much is there, more of it, and the end of it.</summary>
internal static class UploadRoutes
{
    public static void MapUploads(this IEndpointRouteBuilder routes, int port)
    {
        RouteGroupBuilder plane = routes.MapDataPlaneGroup("/uploads", port);
        plane.AddEndpointFilter(async (context, next) => BlobStore.IsAddress($"{context.HttpContext.GetRouteValue("sha256")}") ? await next(context) : Results.NotFound());
        plane.MapGet("/{sha256}", (PartialBlobs partials, string sha256) => Number(partials.LengthOf(sha256)));
        plane.MapPut("/{sha256}", Append);
        plane.MapPost("/{sha256}", Complete);
    }

    private static async Task<IResult> Append(PartialBlobs partials, string sha256, long offset, PipeReader body, CancellationToken cancel)
    {
        using var piece = new MemoryStream();
        await body.CopyToAsync(piece, cancel);
        try
        {
            if (offset == 0) partials.RemoveExpired();
            return Number(partials.Append(sha256, offset, piece.GetBuffer().AsSpan(0, (int)piece.Length)));
        }
        catch (IOException error)
        {
            return Results.Text(error.Message, statusCode: StatusCodes.Status507InsufficientStorage);
        }
    }

    private static async Task<IResult> Complete(PartialBlobs partials, string sha256)
    {
        try
        {
            await Task.Run(() => partials.Complete(sha256));
            return Results.NoContent();
        }
        catch (InvalidDataException error)
        {
            return Results.Text(error.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
        catch (IOException error)
        {
            return Results.Text(error.Message, statusCode: StatusCodes.Status507InsufficientStorage);
        }
    }

    private static IResult Number(long length) => Results.Text(length.ToString(CultureInfo.InvariantCulture));
}
