using Cluster.Deploy.Tests.Programs;
using k8s;

namespace Cluster.Deploy.Tests.Manifests;

/// <summary>The schema finds what types do not: fields that are missing, and values that are none of an enumeration.</summary>
public sealed class SchemaTests : IDisposable
{
    private static readonly string Modules = Repository.PathOf(".ci", "node_modules");

    private readonly string _file = Path.GetTempFileName();

    public static TheoryData<string> All => OverlayTests.All;

    public void Dispose() => File.Delete(_file);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Overlays_keep_to_the_schema(string name)
    {
        Overlay overlay = await Overlay.BuildAsync(name);
        ToolResult result = await ValidateAsync(overlay.Objects);
        Assert.True(result.ExitCode == 0, result.Out + result.Error);
    }

    [Fact]
    public async Task A_field_that_is_missing_is_found()
    {
        List<object> objects = KubernetesYaml.LoadAllFromString("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {}}", null, strict: true);
        ToolResult result = await ValidateAsync(objects);
        Assert.Contains("Deployment a: ", result.Out, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }

    private async Task<ToolResult> ValidateAsync(IReadOnlyList<object> objects)
    {
        Tool.Need("node");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Modules, "kubernetes-models")), "npm ci was not run in .ci");
        await File.WriteAllTextAsync(_file, $"[{string.Join(",", objects.Select(one => KubernetesJson.Serialize(one)))}]", TestContext.Current.CancellationToken);
        string script = Repository.PathOf("tests", "Cluster.Deploy.Tests", "Manifests", "validate-schemas.js"), json = _file + ".json";
        File.Move(_file, json);
        try
        {
            return await Tool.RunAsync(TimeSpan.FromSeconds(60), "node", script, Modules, json);
        }
        finally
        {
            File.Delete(json);
        }
    }
}
