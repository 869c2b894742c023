using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;

namespace Cluster.Silo.Rest;

/// <summary>The OpenAPI 3.1 document of what the REST port serves, made from its endpoints.</summary>
internal static class ApiDocument
{
    /// <summary>Describes endpoints.</summary>
    /// <param name="endpoints">All of the process; those that are not REST are left out.</param>
    /// <returns>The document as JSON.</returns>
    public static string Of(IEnumerable<Endpoint> endpoints)
    {
        var comments = new ProtoComments();
        var schemas = new ApiSchemas(comments);
        var paths = new JsonObject();
        foreach (GrpcJsonTranscodingMetadata rule in endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>())
            .OfType<GrpcJsonTranscodingMetadata>().OrderBy(rule => rule.MethodDescriptor.FullName, StringComparer.Ordinal))
        {
            var operation = new ApiOperation(rule.MethodDescriptor, rule.HttpRule);
            MethodsOf(paths, operation.Path)[operation.Verb] = operation.Describe(schemas, comments);
        }

        RawFileOperations.AddTo(paths, schemas);
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Cluster", ["version"] = "v1", ["description"] = "The services of protos/cluster/v1 as REST and JSON." },
            ["security"] = new JsonArray(new JsonObject { ["key"] = new JsonArray() }, new JsonObject()),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["key"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } },
                ["schemas"] = schemas.All(),
            },
        }.ToJsonString();
    }

    /// <summary>The operations of a path, by method of HTTP.</summary>
    /// <param name="paths">Takes the path if it is not there.</param>
    /// <param name="path">The path.</param>
    public static JsonObject MethodsOf(JsonObject paths, string path)
    {
        if (paths[path] is not JsonObject methods) paths[path] = methods = [];
        return methods;
    }
}
