using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf.Reflection;

namespace Cluster.Silo.Rest;

/// <summary>One method of a service, as an operation of OpenAPI.</summary>
internal sealed partial class ApiOperation
{
    private readonly MethodDescriptor _method;
    private readonly bool _hasBody;

    /// <summary>Reads the rule of a method.</summary>
    /// <exception cref="NotSupportedException">The rule uses a verb that no method of ours has.</exception>
    public ApiOperation(MethodDescriptor method, HttpRule rule)
    {
        _method = method;
        _hasBody = rule.Body.Length > 0;
        (Verb, string pattern) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => ("get", rule.Get),
            HttpRule.PatternOneofCase.Post => ("post", rule.Post),
            HttpRule.PatternOneofCase.Delete => ("delete", rule.Delete),
            _ => throw new NotSupportedException($"{method.FullName}: {rule.PatternCase}"),
        };
        Path = Variable().Replace(pattern, "{${name}}");
    }

    /// <summary>The path, with variables such as <c>{id}</c>.</summary>
    public string Path { get; }

    /// <summary>The verb of HTTP, in lower case.</summary>
    public string Verb { get; }

    /// <summary>Describes parameters, body and answers.</summary>
    /// <param name="schemas">Takes the messages that are used.</param>
    /// <param name="comments">What the method does.</param>
    public JsonObject Describe(ApiSchemas schemas, ProtoComments comments)
    {
        var described = new JsonObject
        {
            ["operationId"] = $"{_method.Service.Name}_{_method.Name}",
            ["tags"] = new JsonArray(_method.Service.Name),
            ["description"] = comments.Of(_method),
            ["parameters"] = new JsonArray([.. Parameters(schemas)]),
            ["responses"] = ApiAnswers.Of(
                _method.IsServerStreaming ? $"A {_method.OutputType.Name} in each line." : _method.OutputType.Name,
                ApiAnswers.Json(schemas.Of(_method.OutputType)),
                schemas),
        };
        if (_hasBody) described["requestBody"] = new JsonObject { ["required"] = true, ["content"] = ApiAnswers.Json(schemas.Of(_method.InputType)) };
        return described;
    }

    private IEnumerable<JsonObject> Parameters(ApiSchemas schemas)
    {
        HashSet<string> inPath = [.. Variable().Matches(Path).Select(match => match.Groups["name"].Value)];
        foreach (FieldDescriptor field in _method.InputType.Fields.InDeclarationOrder())
        {
            bool named = inPath.Contains(field.Name);
            if (!named && (_hasBody || field.FieldType is FieldType.Message)) continue;
            yield return new JsonObject
            {
                ["name"] = named ? field.Name : field.JsonName,
                ["in"] = named ? "path" : "query",
                ["required"] = named,
                ["description"] = schemas.TextOf(field),
                ["schema"] = schemas.Of(field),
            };
        }
    }

    [GeneratedRegex(@"\{(?<name>\w+)(=\*+)?\}")]
    private static partial Regex Variable();
}
