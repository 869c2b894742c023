using Cluster.Training.Blobs;

namespace Cluster.Silo.DataPlane;

/// <summary>Blobs that a silo serves to other silos, whole or a range, and the request to fetch one.</summary>
internal static class BlobRoutes
{
    public static void MapBlobs(this IEndpointRouteBuilder routes, int port)
    {
        RouteGroupBuilder plane = routes.MapDataPlaneGroup("/blobs", port);
        plane.MapMethods("/{sha256}", [HttpMethods.Get, HttpMethods.Head], Serve);
        plane.MapPost("/{sha256}", Fetch);
    }

    private static IResult Serve(BlobStore blobs, string sha256) => BlobStore.IsAddress(sha256) && blobs.Contains(sha256)
        ? Results.File(blobs.PathOf(sha256), "application/octet-stream", enableRangeProcessing: true)
        : Results.NotFound();

    private static async Task<IResult> Fetch(BlobFetcher fetcher, string sha256, long size, CancellationToken cancel)
    {
        if (!BlobStore.IsAddress(sha256)) return Results.NotFound();
        try
        {
            await fetcher.Fetch(new Blob(sha256, size), cancel);
            return Results.NoContent();
        }
        catch (BlobMissingException)
        {
            return Results.NotFound();
        }
        catch (IOException)
        {
            return Results.StatusCode(StatusCodes.Status507InsufficientStorage);
        }
    }
}
