using Cluster.Silo.Hosting;
using k8s.Models;
using Microsoft.Extensions.Configuration;

namespace Cluster.Deploy.Tests.Manifests;

/// <summary>The containers of each overlay start with settings that the program takes, names and values.</summary>
public sealed class OverlaySettingTests
{
    [Theory]
    [InlineData("dev", "Files All")]
    [InlineData("production", "Redis Frontdoor,Redis Worker")]
    [InlineData("gpu", "Postgres Frontdoor,Postgres Worker")]
    [InlineData("podman", "Files Frontdoor,Files Worker")]
    public async Task The_program_takes_what_each_container_says(string name, string expected)
    {
        Overlay overlay = await Overlay.BuildAsync(name);
        Dictionary<string, V1ConfigMap> maps = overlay.Objects.OfType<V1ConfigMap>().ToDictionary(map => map.Metadata.Name);
        SiloSettings[] all = [.. overlay.Containers.Select(container => Read(container, maps))];
        Assert.Equal(expected, string.Join(',', all.Select(settings => $"{settings.Storage} {settings.Role}").Order(StringComparer.Ordinal)));
        Assert.All(all, settings => Assert.Equal(("/data", false), (settings.Data, settings.OnLoopback)));
        Assert.All(all.Where(settings => settings.Role != SiloRole.Worker), settings => Assert.True(settings.RequiresAccess));
        Assert.All(all, settings => Assert.Equal(name is "production" or "gpu", settings.Peers.Certificate.Length > 0));
    }

    private static SiloSettings Read(V1Container container, Dictionary<string, V1ConfigMap> maps)
    {
        // The image says these itself.
        Dictionary<string, string?> given = new() { ["Data"] = "/data", ["Host"] = "auto" };
        IEnumerable<(string Name, string Value)> variables = (container.EnvFrom ?? []).SelectMany(from => maps[from.ConfigMapRef.Name].Data).Select(pair => (pair.Key, pair.Value))
            .Concat(container.Env.Select(variable => (variable.Name, variable.Value ?? Told(variable.ValueFrom))));
        foreach ((string variable, string value) in variables)
        {
            Assert.StartsWith("Cluster__", variable, StringComparison.Ordinal);
            given[variable["Cluster__".Length..].Replace("__", ":", StringComparison.Ordinal)] = value;
        }

        return SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(given).Build()).Checked();
    }

    // What Kubernetes would fill in.
    private static string Told(V1EnvVarSource source) => source switch
    {
        { FieldRef.FieldPath: "status.podIP" } => "10.0.0.7",
        { ResourceFieldRef.Resource: "requests.cpu" } => "2",
        _ => throw new InvalidOperationException("a source that this test does not know"),
    };
}
