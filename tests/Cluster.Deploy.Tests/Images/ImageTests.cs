using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Cluster.Deploy.Tests.Programs;

namespace Cluster.Deploy.Tests.Images;

/// <summary>The image is built and run as the manifests say, with podman in the place of a cluster.</summary>
public sealed class ImageTests(ITestOutputHelper output)
{
    private const string Base = "localhost/base:1.0.0";
    private const long LargestImage = 900_000_000;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static readonly string[] Spec = [Repository.PathOf("examples", "language-id.yaml"), "--set", "training.epochs=4", "--output", "json"];

    private static string Configuration => Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    [Fact]
    public async Task Pods_train_a_job_to_the_same_weights_as_one_process_though_one_of_them_is_killed()
    {
        Tool.Need("kubectl");
        await using ContainerEngine engine = await ContainerEngine.StartAsync(BuildAsync, Base);
        await PrintSizeAsync(engine);
        string expected = await TrainAsync(new() { ["CLUSTER_DATA"] = Path.Combine(engine.Folder, "alone") }, Path.Combine(engine.Folder, "models-alone"));

        int port = FreePort();
        string manifest = Path.Combine(engine.Folder, "pods.yaml");
        ToolResult built = await Tool.RunAsync(Limit, "kubectl", "kustomize", Repository.PathOf("deploy", "k8s", "overlays", "podman"));
        await File.WriteAllTextAsync(manifest, built.AssertSuccess().Out.Replace("hostPort: 8080", $"hostPort: {port}", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        (await engine.PodmanAsync("kube", "play", manifest)).AssertSuccess();
        foreach (string pod in (string[])["cluster-worker-pod-0-worker", "cluster-worker-pod-1-worker", "cluster-frontdoor-pod-0-frontdoor"])
            await HealthyAsync(engine, pod);

        // A front door that other machines reach asks for a key; the first one lies where the silos keep theirs.
        string key = Path.Combine(engine.Folder, "admin.key");
        (await engine.PodmanAsync("cp", "cluster-frontdoor-pod-0-frontdoor:/data/admin.key", key)).AssertSuccess();
        Dictionary<string, string> outside = new() { ["CLUSTER_SERVER"] = $"http://127.0.0.1:{port}", ["CLUSTER_KEY_FILE"] = key };
        Task<string> training = TrainAsync(outside, Path.Combine(engine.Folder, "models-pods"));
        await StepsAsync(outside);
        (await engine.PodmanAsync("kill", "--signal", "KILL", "cluster-worker-pod-1-worker")).AssertSuccess();
        Assert.Equal(expected, await training);

        // Told to stop, both end in good order, the front door after it has drained.
        (await engine.PodmanAsync("stop", "--time", "45", "cluster-frontdoor-pod-0-frontdoor", "cluster-worker-pod-0-worker")).AssertSuccess();
        ToolResult codes = await engine.PodmanAsync("inspect", "--format", "{{.State.ExitCode}}", "cluster-frontdoor-pod-0-frontdoor", "cluster-worker-pod-0-worker");
        Assert.Equal("0\n0\n", codes.Out);
    }

    private static async Task BuildAsync(ContainerEngine engine)
    {
        string images = Repository.PathOf("tests", "Cluster.Deploy.Tests", "Images"), build = Path.Combine(engine.Folder, "build"), published = Path.Combine(build, "app"), root = Path.Combine(engine.Folder, "root");
        (await Tool.RunAsync(Limit, "dotnet", "publish", Repository.PathOf("src", "Cluster.Silo"), "--no-build", "-c", Configuration, "-o", published, "-nodeReuse:false")).AssertSuccess();
        Assert.Empty(Directory.GetFiles(published, "libtorch_python.so", SearchOption.AllDirectories));
        (await Tool.RunAsync(Limit, "sh", Path.Combine(images, "local-base.sh"), root)).AssertSuccess();
        string file = Path.Combine(engine.Folder, "Containerfile");
        await File.WriteAllTextAsync(file, "FROM scratch\nCOPY . /\n", TestContext.Current.CancellationToken);
        (await engine.BuildahAsync("bud", "--format", "docker", "-f", file, "-t", Base, root)).AssertSuccess();
        (await engine.BuildahAsync(
            "bud", "--format", "docker", "-f", Repository.PathOf("deploy", "container", "Containerfile"),
            "--build-context", $"build={build}", "--build-arg", $"RUNTIME_IMAGE={Base}", "-t", "localhost/cluster:0.1.0", build)).AssertSuccess();
    }

    private async Task PrintSizeAsync(ContainerEngine engine)
    {
        ToolResult inspected = (await engine.PodmanAsync("image", "inspect", "--format", "{{.Size}} {{.User}}", "localhost/cluster:0.1.0")).AssertSuccess();
        string[] facts = inspected.Out.Trim().Split(' ');
        output.WriteLine($"The image has {long.Parse(facts[0], CultureInfo.InvariantCulture) / 1_000_000} MB with a base of this machine's own files.");
        Assert.InRange(long.Parse(facts[0], CultureInfo.InvariantCulture), 1, LargestImage);
        Assert.Equal("1654:1654", facts[1]);
    }

    // The image's own check of health, as an engine would run it.
    private static async Task HealthyAsync(ContainerEngine engine, string container)
    {
        ToolResult check;
        long began = TimeProvider.System.GetTimestamp();
        do check = await engine.PodmanAsync("logs", container);
        while (!await AnswersAsync(engine, container) && TimeProvider.System.GetElapsedTime(began) < Limit);
        Assert.True(await AnswersAsync(engine, container), $"{container} is not ready:\n{check.Out}\n{check.Error}");
    }

    private static async Task<bool> AnswersAsync(ContainerEngine engine, string container)
    {
        ToolResult address = await engine.PodmanAsync("inspect", "--format", "{{.Id}}", container);
        ToolResult network = await engine.PodmanAsync("ps", "--filter", $"id={address.Out.Trim()}", "--format", "{{.Pod}}");
        ToolResult infra = await engine.PodmanAsync("pod", "inspect", "--format", "{{.InfraContainerID}}", network.Out.Trim());
        ToolResult ip = await engine.PodmanAsync("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", infra.Out.Trim());
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri($"http://{ip.Out.Trim()}:9090/healthz/ready"), TestContext.Current.CancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or UriFormatException)
        {
            return false;
        }
    }

    private static async Task<string> TrainAsync(Dictionary<string, string> where, string models)
    {
        string program = Repository.PathOf("artifacts", "bin", "Cluster.Client", Configuration, "cluster");
        Directory.CreateDirectory(models);
        ToolResult trained = await Tool.RunAsync(Limit, where, program, ["train", .. Spec, "--out", models]);
        using JsonDocument report = JsonDocument.Parse(trained.AssertSuccess().Out);
        return report.RootElement.GetProperty("weightsSha256").GetString()!;
    }

    private static async Task StepsAsync(Dictionary<string, string> server)
    {
        string program = Repository.PathOf("artifacts", "bin", "Cluster.Client", Configuration, "cluster");
        ToolResult jobs;
        long began = TimeProvider.System.GetTimestamp();
        do jobs = await Tool.RunAsync(Limit, server, program, "jobs");
        while (!jobs.Out.Contains("RUNNING", StringComparison.Ordinal) && TimeProvider.System.GetElapsedTime(began) < Limit);
        Assert.Contains("RUNNING", jobs.Out, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
