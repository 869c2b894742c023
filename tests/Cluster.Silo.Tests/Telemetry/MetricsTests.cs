using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cluster.Silo.Tests.Access;
using Cluster.Silo.Tests.Servers;
using Cluster.V1;
using Microsoft.Extensions.DependencyInjection;

namespace Cluster.Silo.Tests.Telemetry;

public sealed partial class MetricsTests(MeasuredSilo measured) : IClassFixture<MeasuredSilo>
{
    [Fact]
    public void The_list_in_the_documentation_is_that_of_the_instruments()
    {
        string[] documented = [.. Row().Matches(Read("docs/observability.md")).Select(row => $"{row.Groups["name"]} {row.Groups["kind"]} {row.Groups["unit"]}").Order()];
        Assert.Equal(measured.Instruments().Select(one => $"{one.Name} {KindOf(one)} {one.Unit}").Order(), documented);
    }

    [Fact]
    public async Task Each_query_of_the_dashboard_names_metrics_that_are_there()
    {
        string scrape = await measured.Scrape();
        HashSet<string> families = [.. measured.Instruments().Select(Spelling)];
        // The spelling is right: Prometheus gets no other family of ours.
        string[] shown = [.. Family().Matches(scrape).Select(match => match.Groups["name"].Value).Where(name => name.StartsWith("cluster_", StringComparison.Ordinal))];
        Assert.True(shown.Length > 10, scrape);
        Assert.Empty(shown.Except(families));

        HashSet<string> series = [.. families, .. Family().Matches(scrape).Select(match => match.Groups["name"].Value)];
        series.UnionWith([.. series.SelectMany(name => (string[])[$"{name}_bucket", $"{name}_sum", $"{name}_count"])]);
        string[] queries = [.. JsonDocument.Parse(Read("deploy/grafana/cluster.json")).RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("expr").GetString()!)];
        Assert.True(queries.Length > 10);
        foreach (string query in queries)
        {
            string[] names = [.. Metric().Matches(Labels().Replace(query, "")).Select(match => match.Value)];
            Assert.True(names.Length > 0, query);
            Assert.True(names.All(series.Contains), $"{query}: {string.Join(", ", names.Except(series))}");
        }
    }

    [Fact]
    public async Task Metrics_are_served_on_their_port_only()
    {
        using var client = new HttpClient();
        string dataPlane = measured.Silo.Services.GetRequiredService<Cluster.Grains.Workers.SiloIdentity>().DataPlane;
        using HttpResponseMessage elsewhere = await client.GetAsync(new Uri($"{dataPlane}/metrics"), TimeLimit.Token);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
        using HttpResponseMessage other = await client.GetAsync(new Uri($"{measured.Silo.Management}/blobs/{new string('0', 64)}"), TimeLimit.Token);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Fact]
    public async Task Calls_that_are_turned_away_are_counted_by_their_reason()
    {
        await using GuardedSilo guarded = await GuardedSilo.Start();
        var reasons = new ConcurrentQueue<object?>();
        // Other silos of this process have instruments of the same name.
        var factory = guarded.Silo.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Name == "cluster.call.refused" && instrument.Meter.Scope == factory) listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            Assert.Equal((1, 1, "cluster.refusal.reason"), (count, tags.Length, tags[0].Key));
            reasons.Enqueue(tags[0].Value);
        });
        listener.Start();
        await Fault.Of(guarded.Jobs(null).ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token));
        await Fault.Of(guarded.Jobs("wrong").ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token));
        await guarded.Jobs(guarded.AdminKey).ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token);
        Assert.Equal(["key_missing", "key_refused"], reasons);
    }

    private static string KindOf(Instrument instrument) => instrument switch
    {
        Counter<long> => "counter",
        Histogram<double> => "histogram",
        ObservableUpDownCounter<int> => "up-down counter",
        ObservableGauge<long> => "gauge",
        _ => instrument.GetType().Name,
    };

    // https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/: units by name, annotations in braces dropped.
    private static string Spelling(Instrument instrument)
    {
        string unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return $"{instrument.Name.Replace('.', '_')}{unit}{(instrument is Counter<long> ? "_total" : "")}";
    }

    private static string Read(string path)
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Cluster.sln"))) folder = Path.GetDirectoryName(folder)!;
        return File.ReadAllText(Path.Combine(folder, path));
    }

    [GeneratedRegex(@"^\| `(?<name>cluster\.[a-z.]+)` \| (?<kind>[a-z -]+) \| `(?<unit>[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^# TYPE (?<name>\w+) ", RegexOptions.Multiline)]
    private static partial Regex Family();

    // Where names of labels stand.
    [GeneratedRegex(@"\{[^}]*\}|\b(?:by|on|group_left) \([^)]*\)")]
    private static partial Regex Labels();

    [GeneratedRegex(@"\b(?:cluster|http|kestrel|dotnet|orleans)_\w+")]
    private static partial Regex Metric();
}
