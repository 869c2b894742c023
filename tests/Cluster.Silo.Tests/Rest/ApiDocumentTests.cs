using System.Text.Json;
using System.Text.RegularExpressions;
using Cluster.V1;
using Google.Protobuf.Reflection;

namespace Cluster.Silo.Tests.Rest;

public sealed partial class ApiDocumentTests(RestSilo rest) : IClassFixture<RestSilo>
{
    private static readonly FileDescriptor[] Services =
        [AccessReflection.Descriptor, DatasetServiceReflection.Descriptor, JobServiceReflection.Descriptor, ModelServiceReflection.Descriptor];

    [Fact]
    public async Task Every_method_that_JSON_or_plain_bytes_can_express_is_an_operation()
    {
        JsonElement document = await Document();
        Assert.Equal("3.1.0", document.GetProperty("openapi").GetString());
        string[] expected = [.. Services.SelectMany(file => file.Services).SelectMany(service => service.Methods)
            .Where(method => !method.IsClientStreaming).Select(method => $"{method.Service.Name}_{method.Name}")
            .Concat(["DatasetService_UploadFile", "ModelService_DownloadModelRaw"]).Order(StringComparer.Ordinal)];
        Assert.Equal(expected, Operations(document).Select(operation => operation.Content.GetProperty("operationId").GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_reference_leads_to_a_schema_and_every_variable_of_a_path_is_declared()
    {
        JsonElement document = await Document();
        JsonElement schemas = document.GetProperty("components").GetProperty("schemas");
        string[] references = [.. Reference().Matches(document.GetRawText()).Select(match => match.Groups["name"].Value).Distinct()];
        Assert.True(references.Length > 40, $"only {references.Length} references");
        Assert.DoesNotContain(references, name => !schemas.TryGetProperty(name, out _));
        foreach ((string path, JsonElement operation) in Operations(document))
        {
            string[] declared = [.. operation.GetProperty("parameters").EnumerateArray()
                .Where(parameter => parameter.GetProperty("in").GetString() == "path").Select(parameter => parameter.GetProperty("name").GetString()!)];
            Assert.Equal(Variable().Matches(path).Select(match => match.Groups["name"].Value).Order(), declared.Order());
        }
    }

    [Fact]
    public async Task Fields_are_described_as_they_are_written()
    {
        JsonElement document = await Document();
        JsonElement step = document.GetProperty("components").GetProperty("schemas").GetProperty("cluster.v1.StepCompleted").GetProperty("properties");
        Assert.StartsWith("""{"type":"string","format":"int64",""", step.GetProperty("bytesReceived").GetRawText(), StringComparison.Ordinal);
        Assert.StartsWith("""{"type":"number","format":"double",""", step.GetProperty("gradientNorm").GetRawText(), StringComparison.Ordinal);
        Assert.StartsWith("""{"$ref":"#/components/schemas/cluster.v1.StepPhases",""", step.GetProperty("phases").GetRawText(), StringComparison.Ordinal);
        JsonElement watch = document.GetProperty("paths").GetProperty("/v1/jobs/{id}/events").GetProperty("get");
        Assert.Equal("A JobEvent in each line.", watch.GetProperty("responses").GetProperty("200").GetProperty("description").GetString());
        Assert.Equal(["id", "afterSequence"], watch.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()!));
    }

    [Fact]
    public async Task Methods_messages_fields_and_values_say_what_the_comments_of_the_protos_say()
    {
        JsonElement document = await Document();
        JsonElement schemas = document.GetProperty("components").GetProperty("schemas");
        JsonElement upload = schemas.GetProperty("cluster.v1.Upload");
        Assert.Equal("How much of a file is there.", TextOf(upload));
        Assert.Equal("Bytes that are there, from the beginning of the file.", TextOf(upload.GetProperty("properties").GetProperty("received")));
        Assert.Contains("\n- CLASSIFICATION: ", TextOf(schemas.GetProperty("cluster.v1.JobSpec").GetProperty("properties").GetProperty("task")), StringComparison.Ordinal);
        JsonElement list = document.GetProperty("paths").GetProperty("/v1/datasets").GetProperty("get");
        Assert.Equal("Lists datasets, newest first, in pages.", TextOf(list));
        Assert.Equal("Most datasets in the page. 0 means 50; more than 1000 means 1000.", TextOf(list.GetProperty("parameters")[0]));
    }

    [Fact]
    public async Task Nothing_of_ours_is_without_a_description()
    {
        JsonElement document = await Document();
        string[] missing =
        [
            .. Operations(document).Where(operation => TextOf(operation.Content).Length == 0).Select(operation => operation.Path),
            .. from schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject()
               where schema.Name.StartsWith("cluster.v1.", StringComparison.Ordinal)
               from one in schema.Value.GetProperty("properties").EnumerateObject().Append(schema)
               where TextOf(one.Value).Length == 0
               select $"{schema.Name} {one.Name}",
        ];
        Assert.Empty(missing);
    }

    private static string TextOf(JsonElement described) => described.TryGetProperty("description", out JsonElement text) ? text.GetString() ?? "" : "";

    private async Task<JsonElement> Document() => await rest.Caller.Good(HttpMethod.Get, "/openapi/v1.json");

    private static IEnumerable<(string Path, JsonElement Content)> Operations(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(verb => (path.Name, verb.Value)));

    [GeneratedRegex("#/components/schemas/(?<name>[^\"]+)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\{(?<name>\w+)\}")]
    private static partial Regex Variable();
}
