using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cluster.EndToEnd.Tests.Programs;

namespace Cluster.EndToEnd.Tests.Telemetry;

public sealed class TelemetryTests : IAsyncDisposable
{
    private const string Spec = """
        name: logged
        task: CLASSIFICATION
        data: {dataset: builtin/language-names, text: name, label: language}
        training: {epochs: 1}
        """;

    private readonly TestCluster _cluster = new();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Each_line_is_a_JSON_object_and_lines_of_a_job_name_it_in_a_scope()
    {
        _cluster.Variables["Cluster__LogFormat"] = "json";
        await _cluster.UpAsync(silos: 1, lanes: 2);
        CommandResult trained = (await _cluster.RunAsync("train", _cluster.Write("spec.yaml", Spec), "--output", "json")).AssertExitCode(0);
        string job = trained.Json.GetProperty("job").GetString()!;
        JsonElement[] lines = [.. _cluster.Logs().Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonElement.Parse(line))];
        JsonElement ended = Assert.Single(lines, line => line.GetProperty("Message").GetString()!.StartsWith($"Job {job} ended: Succeeded", StringComparison.Ordinal));
        Assert.Contains(ended.GetProperty("Scopes").EnumerateArray(), scope => scope.TryGetProperty("Job", out JsonElement name) && name.GetString() == job);
        // Nothing but JSON: whoever reads it need not guess.
        Assert.DoesNotContain(_cluster.Logs().Split('\n'), line => line.Length > 0 && !line.StartsWith('{') && !line.EndsWith(".log:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prometheus_reads_what_a_job_did_and_not_its_name()
    {
        int port = FreePort();
        _cluster.Variables["Cluster__ManagementPort"] = $"{port}";
        await _cluster.UpAsync(silos: 1, lanes: 2);
        CommandResult trained = (await _cluster.RunAsync("train", _cluster.Write("spec.yaml", Spec), "--output", "json")).AssertExitCode(0);
        string job = trained.Json.GetProperty("job").GetString()!;
        CommandResult shown = (await _cluster.RunAsync("job", job, "--output", "json")).AssertExitCode(0);
        JsonElement progress = shown.Json.GetProperty("progress"), preparation = shown.Json.GetProperty("preparation");
        double steps = double.Parse(progress.GetProperty("step").GetString()!, CultureInfo.InvariantCulture);

        using var client = new HttpClient();
        string scrape = await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"), TestContext.Current.CancellationToken);
        Assert.Equal(steps, ValueOf(scrape, "cluster_step_duration_seconds_count"));
        Assert.Equal(steps, ValueOf(scrape, "cluster_worker_step_duration_seconds_count", "cluster_step_outcome=\"completed\""));
        Assert.Equal(steps, ValueOf(scrape, "cluster_step_phase_duration_seconds_count", "cluster_step_phase=\"control\""));
        Assert.Equal(preparation.GetProperty("trainingExamples").GetInt32(), ValueOf(scrape, "cluster_example_processed_total"));
        Assert.Equal(1, ValueOf(scrape, "cluster_job_created_total"));
        Assert.Equal(1, ValueOf(scrape, "cluster_job_ended_total", "cluster_job_state=\"succeeded\""));
        Assert.Equal(0, ValueOf(scrape, "cluster_job_active", "cluster_job_state=\"running\""));
        Assert.Equal(1, ValueOf(scrape, "cluster_epoch_completed_total"));
        Assert.Equal(1, ValueOf(scrape, "cluster_worker_joined_total"));
        Assert.InRange(ValueOf(scrape, "cluster_checkpoint_duration_seconds_count"), 1, steps);
        Assert.True(ValueOf(scrape, "cluster_blob_usage_bytes") > 0);
        Assert.True(ValueOf(scrape, "cluster_disk_free_bytes") > 0);
        Assert.DoesNotContain(job, scrape, StringComparison.Ordinal);
    }

    /// <summary>The value of a series that has these labels among others.</summary>
    private static double ValueOf(string scrape, string name, string labels = "")
    {
        Match match = Regex.Match(scrape, $@"^{name}\{{[^}}]*{Regex.Escape(labels)}[^}}]*\}} (?<value>\S+)", RegexOptions.Multiline);
        Assert.True(match.Success, $"no {name} {labels} in:\n{scrape}");
        return double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
