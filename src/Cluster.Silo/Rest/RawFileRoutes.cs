using System.Globalization;
using Cluster.Silo.Access;
using Cluster.Silo.FrontDoor;
using Cluster.Silo.Hosting;
using Cluster.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Cluster.Silo.Rest;

/// <summary>Files as plain bytes, which JSON has no form for: they are uploaded, and files of models downloaded, as with any web server.</summary>
internal static class RawFileRoutes
{
    /// <summary>Where a file is uploaded.</summary>
    public const string UploadPath = "/v1/uploads/{sha256}";

    /// <summary>Where a model's file is downloaded.</summary>
    public const string DownloadPath = "/v1/models/{id}/raw/{file}";

    private const string Offset = "offset", Size = "size";

    private static readonly JsonFormatter Json = new(new JsonFormatter.Settings(formatDefaultValues: true));

    /// <summary>Puts the routes among those of the services.</summary>
    public static void MapRawFiles(this IEndpointRouteBuilder frontDoor)
    {
        RouteGroupBuilder files = frontDoor.MapGroup("");
        files.AddEndpointFilter<RawFileErrors>();
        files.MapPut(UploadPath, Upload).WithMetadata(new RawFileMethod("cluster.v1.DatasetService/UploadFile"));
        files.MapMethods(DownloadPath, [HttpMethods.Get, HttpMethods.Head], Download).WithMetadata(new RawFileMethod("cluster.v1.ModelService/DownloadModel"));
    }

    private static async Task<IResult> Upload(HttpContext context, FileIntake intake, SiloSettings settings, string sha256)
    {
        // The size that the file is said to have is checked instead, before anything is read.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = settings.LargestFile;
        RefuseOthers(context.Request.Query, Offset, Size);
        long offset = Number(context.Request.Query, Offset) ?? 0;
        long size = Number(context.Request.Query, Size) ?? offset + context.Request.ContentLength
            ?? throw Errors.Argument(Size, "is missing: neither the address nor the header Content-Length tells it");
        IAsyncStreamReader<UploadFileRequest> pieces = new BodyPieces(new UploadFileRequest { Sha256 = sha256, Offset = offset, Size = size }, context.Request.Body);
        if (context.RequestServices.GetService<AccountInterceptor>() is { } accounts) pieces = accounts.Metered(pieces, context);
        return Results.Text(Json.Format(await intake.Receive(pieces, context.RequestAborted)), "application/json");
    }

    private static async Task<IResult> Download(HttpContext context, ModelDownloads files, string id, string file)
    {
        RefuseOthers(context.Request.Query);
        (ModelFile found, Stream content) = await files.Open(id, file, context.RequestAborted);
        return Results.Stream(
            content, "application/octet-stream", found.Name, entityTag: new EntityTagHeaderValue($"\"{found.Sha256}\""), enableRangeProcessing: true);
    }

    private static void RefuseOthers(IQueryCollection query, params string[] known)
    {
        if (query.Keys.FirstOrDefault(key => !known.Contains(key)) is { } unknown) throw Errors.Argument(unknown, "is nothing that the address can give here");
    }

    private static long? Number(IQueryCollection query, string name)
    {
        if (!query.TryGetValue(name, out var given)) return null;
        return long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw Errors.Argument(name, "must be a number of bytes");
    }
}
