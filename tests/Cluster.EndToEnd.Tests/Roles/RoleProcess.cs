using System.Net;
using System.Net.Sockets;
using Cluster.EndToEnd.Tests.Programs;

namespace Cluster.EndToEnd.Tests.Roles;

/// <summary>A process of the cluster that was started in one of its roles, as a container would start it.</summary>
internal sealed class RoleProcess
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly RunningCommand _command;
    private readonly string _management;

    private RoleProcess(RunningCommand command, string management) => (_command, _management) = (command, management);

    /// <summary>Its process id.</summary>
    public int Pid => _command.Pid;

    /// <summary>Starts a worker with a disk of its own for files.</summary>
    public static RoleProcess Worker(TestCluster cluster, string name) =>
        Start(cluster, "worker", name, "--lanes", "1", "--blobs", cluster.PathOf($"blobs-{name}"));

    /// <summary>Starts a front door.</summary>
    public static RoleProcess FrontDoor(TestCluster cluster, string name, int port, params string[] more) =>
        Start(cluster, "frontdoor", name, ["--port", $"{port}", .. more]);

    /// <summary>Starts a worker or a front door with a data directory of its own, as on a machine of its own.</summary>
    public static RoleProcess Alone(TestCluster cluster, string role, string name, params string[] more) =>
        Start(cluster, role, name, ["--lanes", "1", .. more, "--data", cluster.PathOf(name)]);

    /// <summary>A port that nobody has at this moment.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Asks for its health.</summary>
    /// <param name="question">startup, ready or live.</param>
    /// <returns>The status; null if it does not answer.</returns>
    public async Task<HttpStatusCode?> HealthAsync(string question)
    {
        try
        {
            using HttpResponseMessage response = await Http.GetAsync(new Uri($"{_management}/healthz/{question}"), TestContext.Current.CancellationToken);
            return response.StatusCode;
        }
        catch (Exception error) when (error is HttpRequestException || (error is TaskCanceledException && !TestContext.Current.CancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Waits until its health is as expected.</summary>
    public Task<bool> UntilAsync(string question, HttpStatusCode expected)
    {
        return Limit.KeepAsync($"{question} to be {expected} of {_command}", AskAsync(), () => "");

        async Task<bool> AskAsync()
        {
            while (await HealthAsync(question) != expected) await Task.Yield();
            return true;
        }
    }

    /// <summary>Waits until it is ready.</summary>
    public Task ReadyAsync() => UntilAsync("ready", HttpStatusCode.OK);

    /// <summary>Waits until a metric is not zero any more, or is again.</summary>
    public Task<bool> UntilMetricAsync(string name, bool isZero)
    {
        return Limit.KeepAsync($"{name} {(isZero ? "to be" : "not to be")} 0 of {_command}", AskAsync(), () => "");

        async Task<bool> AskAsync()
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            while ((await ValueAsync(name) == "0") != isZero) await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            return true;
        }
    }

    /// <summary>Waits for its end.</summary>
    public Task<CommandResult> EndAsync() => _command.EndAsync();

    /// <summary>Whether a library is loaded.</summary>
    public bool HasLoaded(string library) => File.ReadAllText($"/proc/{Pid}/maps").Contains(library, StringComparison.Ordinal);

    private async Task<string> ValueAsync(string metric)
    {
        string scrape = await Http.GetStringAsync(new Uri($"{_management}/metrics"), TestContext.Current.CancellationToken);
        string line = Assert.Single(scrape.Split('\n'), line => line.StartsWith($"{metric}{{", StringComparison.Ordinal) || line.StartsWith($"{metric} ", StringComparison.Ordinal));
        return line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0];
    }

    private static RoleProcess Start(TestCluster cluster, string role, string name, params string[] more)
    {
        int management = FreePort();
        RunningCommand command = cluster.Start(
            Repository.SiloProgram, "", ["--data", cluster.Data, "--role", role, "--name", name, "--managementPort", $"{management}", .. more]);
        return new RoleProcess(command, $"http://127.0.0.1:{management}");
    }
}
