using System.Text.Json.Nodes;
using Cluster.V1;

namespace Cluster.Silo.Rest;

/// <summary>The routes of plain files, as operations of OpenAPI.</summary>
internal static class RawFileOperations
{
    /// <summary>Describes them.</summary>
    /// <param name="paths">Takes them.</param>
    /// <param name="schemas">Takes the messages that are used.</param>
    public static void AddTo(JsonObject paths, ApiSchemas schemas)
    {
        ApiDocument.MethodsOf(paths, RawFileRoutes.UploadPath)["put"] = Upload(schemas);
        ApiDocument.MethodsOf(paths, RawFileRoutes.DownloadPath)["get"] = Download(schemas);
    }

    private static JsonObject Upload(ApiSchemas schemas) => new()
    {
        ["operationId"] = "DatasetService_UploadFile",
        ["tags"] = new JsonArray(DatasetService.Descriptor.Name),
        ["description"] = "Uploads a file, or the rest of one, as plain bytes. What arrived of an upload that broke off is kept for a day.",
        ["parameters"] = new JsonArray(
            Parameter("sha256", "path", "string", "SHA-256 of the whole file in lower-case hex."),
            Parameter("offset", "query", "integer", "Where the body begins in the file. Default 0. At most what is there already."),
            Parameter("size", "query", "integer", "Bytes of the whole file. Default: up to the end of the body.")),
        ["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Bytes() },
        ["responses"] = ApiAnswers.Of("How much of the file is there.", ApiAnswers.Json(schemas.Of(Cluster.V1.Upload.Descriptor)), schemas),
    };

    private static JsonObject Download(ApiSchemas schemas) => new()
    {
        ["operationId"] = "ModelService_DownloadModelRaw",
        ["tags"] = new JsonArray(ModelService.Descriptor.Name),
        ["description"] = "One file of a model as plain bytes, or a range of it. The entity tag is its SHA-256.",
        ["parameters"] = new JsonArray(
            Parameter("id", "path", "string", "The model."),
            Parameter("file", "path", "string", "Name of the file, as listed by GetModel."),
            Parameter("Range", "header", "string", "Which bytes, such as bytes=1000-. Default: all.")),
        ["responses"] = ApiAnswers.Of("The bytes; 206 for a range.", Bytes(), schemas),
    };

    private static JsonObject Parameter(string name, string place, string type, string description) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = place == "path",
        ["description"] = description,
        ["schema"] = new JsonObject { ["type"] = type },
    };

    private static JsonObject Bytes() => new() { ["application/octet-stream"] = new JsonObject() };
}
