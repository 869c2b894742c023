using System.Text.Json.Nodes;
using Google.Rpc;

namespace Cluster.Silo.Rest;

/// <summary>What an operation of OpenAPI answers: something good, or an error with its details.</summary>
internal static class ApiAnswers
{
    /// <summary>The answers of an operation.</summary>
    /// <param name="description">What the good one is.</param>
    /// <param name="content">Its content, such as <see cref="Json"/>.</param>
    /// <param name="schemas">Takes the message of errors.</param>
    public static JsonObject Of(string description, JsonObject content, ApiSchemas schemas) => new()
    {
        ["200"] = Answer(description, content),
        ["default"] = Answer("An error, with its details.", Json(schemas.Of(Status.Descriptor))),
    };

    /// <summary>Content in JSON.</summary>
    public static JsonObject Json(JsonObject schema) => new() { ["application/json"] = new JsonObject { ["schema"] = schema } };

    private static JsonObject Answer(string description, JsonObject content) => new() { ["description"] = description, ["content"] = content };
}
