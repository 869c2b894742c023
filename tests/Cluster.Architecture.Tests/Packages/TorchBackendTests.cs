using System.Diagnostics;
using System.Text.Json;
using Cluster.Architecture.Tests.Sources;

namespace Cluster.Architecture.Tests.Packages;

/// <summary>Which libtorch the silo is built with.</summary>
public sealed class TorchBackendTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("", "libtorch-cpu-linux-x64")]
    [InlineData("-p:TorchBackend=cpu", "libtorch-cpu-linux-x64")]
    [InlineData("-p:TorchBackend=cuda", "TorchSharp-cuda-linux")]
    [InlineData("-p:TorchBackend=external")]
    public async Task Only_the_chosen_backend_brings_its_packages(string property, params string[] expected)
    {
        string output = await MSBuild([Path.Combine(RepositoryFiles.Root, "src/Cluster.Silo/Cluster.Silo.csproj"), "-getItem:PackageReference", .. Arguments(property)]);
        using var items = JsonDocument.Parse(output);
        IEnumerable<string> packages = items.RootElement.GetProperty("Items").GetProperty("PackageReference").EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!);
        Assert.Equal(expected, packages.Where(name => name.Contains("torch", StringComparison.OrdinalIgnoreCase)));
    }

    private static string[] Arguments(string property) => property.Length == 0 ? [] : [property];

    private static async Task<string> MSBuild(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", .. arguments]) { RedirectStandardOutput = true };
        // A build that runs the tests leaves variables that another one would take for its own.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name == "TorchBackend").ToArray())
            start.Environment.Remove(name);
        using Process process = Process.Start(start)!;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Limit);
        string output = await process.StandardOutput.ReadToEndAsync(late.Token);
        await process.WaitForExitAsync(late.Token);
        Assert.True(process.ExitCode == 0, output);
        return output;
    }
}
