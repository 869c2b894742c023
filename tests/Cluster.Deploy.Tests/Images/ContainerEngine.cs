using Cluster.Deploy.Tests.Programs;

namespace Cluster.Deploy.Tests.Images;

/// <summary>buildah and podman with a store of their own in a temporary folder. What they made is removed at the end.</summary>
internal sealed class ContainerEngine : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private readonly Dictionary<string, string> _environment = [];

    private ContainerEngine() => Folder = Directory.CreateTempSubdirectory("cluster-images-").FullName;

    /// <summary>The temporary folder.</summary>
    public string Folder { get; }

    /// <summary>Prepares an engine that runs containers; skips the test, with the reason, where none does.</summary>
    /// <param name="prepare">Makes the image that is tried.</param>
    /// <param name="image">Its name.</param>
    public static async Task<ContainerEngine> StartAsync(Func<ContainerEngine, Task> prepare, string image)
    {
        Tool.Need("buildah");
        Tool.Need("podman");
        Assert.SkipUnless(Environment.UserName == "root", "containers are built by root only");
        var engine = new ContainerEngine();
        try
        {
            engine.Configure("""[engine]""");
            await prepare(engine);
            if (await engine.RunsAsync(image) is null) return engine;
            string wrapper = Path.Combine(engine.Folder, "runc");
            File.Copy(Repository.PathOf("tests", "Cluster.Deploy.Tests", "Images", "runc-without-limits.sh"), wrapper);
            File.SetUnixFileMode(wrapper, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            engine.Configure($"""
                [engine]
                runtime = "runc"
                cgroup_manager = "cgroupfs"
                [engine.runtimes]
                runc = ["{wrapper}"]
                """);
            string? problem = await engine.RunsAsync(image);
            Assert.SkipWhen(problem is not null, $"no container runs here: {problem}");
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs buildah.</summary>
    public Task<ToolResult> BuildahAsync(params string[] arguments) => Tool.RunAsync(Limit, _environment, "buildah", arguments);

    /// <summary>Runs podman.</summary>
    public Task<ToolResult> PodmanAsync(params string[] arguments) => Tool.RunAsync(Limit, _environment, "podman", arguments);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await PodmanAsync("pod", "rm", "--all", "--force", "--time", "0");
        await PodmanAsync("volume", "rm", "--all", "--force");
        await PodmanAsync("rmi", "--all", "--force");
        await BuildahAsync("rm", "--all");
        await Tool.RunAsync(Limit, "sh", "-c", $"for mounted in $(grep -o '{Folder}[^ ]*' /proc/mounts); do umount \"$mounted\"; done; rm -rf '{Folder}'");
    }

    private void Configure(string engine)
    {
        string storage = Path.Combine(Folder, "storage.conf"), containers = Path.Combine(Folder, "containers.conf");
        File.WriteAllText(storage, $"""
            [storage]
            driver = "overlay"
            graphroot = "{Folder}/store"
            runroot = "{Folder}/run"
            """);
        File.WriteAllText(containers, $"""
            {engine}
            [network]
            network_config_dir = "{Folder}/networks"
            """);
        (_environment["CONTAINERS_STORAGE_CONF"], _environment["CONTAINERS_CONF"]) = (storage, containers);
        (_environment["BUILDAH_ISOLATION"], _environment["TMPDIR"]) = ("chroot", Folder);
    }

    private async Task<string?> RunsAsync(string image)
    {
        ToolResult result = await PodmanAsync("run", "--rm", "--entrypoint", "/bin/sh", image, "-c", "echo it runs");
        return result.Out.Contains("it runs", StringComparison.Ordinal) ? null : result.Error.TrimEnd().Split('\n')[^1];
    }
}
