using Cluster.Benchmarks.Processes;
using Cluster.Training.Events;
using Cluster.V1;

namespace Cluster.Benchmarks.Startup;

/// <summary>What happened when after a command was given, in seconds.</summary>
/// <param name="Created">The job had its first event.</param>
/// <param name="Prepared">The worker had data and network.</param>
/// <param name="FirstStep">The first step was committed.</param>
internal sealed record StartupSample(double Created, double Prepared, double FirstStep)
{
    private const string Spec = """
        name: startup
        task: CLASSIFICATION
        data: {dataset: builtin/language-names, text: name, label: language}
        training: {epochs: 1, seed: 1}
        """;

    /// <summary>Trains a small job once, in an empty data directory.</summary>
    public static async Task<StartupSample> Measure(TimeProvider time, CancellationToken cancel)
    {
        string directory = Directory.CreateTempSubdirectory("cluster-bench-startup-").FullName;
        try
        {
            string spec = Path.Combine(directory, "spec.yaml"), data = Path.Combine(directory, "data");
            await File.WriteAllTextAsync(spec, Spec, cancel);
            DateTimeOffset begin = time.GetUtcNow();
            await ChildProcess.Run(core: null, [Programs.Client, "train", spec, "--data", data, "--out", Path.Combine(directory, "model"), "--output", "json"], cancel);
            using EventLog log = EventLog.OpenRead(Directory.GetDirectories(Path.Combine(data, "jobs")).Single());
            IReadOnlyList<JobEvent> events = log.Read(0, int.MaxValue);
            double At(Func<JobEvent, bool> which) => (events.First(which).Time.ToDateTimeOffset() - begin).TotalSeconds;
            return new StartupSample(
                At(_ => true),
                At(happened => happened.Prepared is not null),
                At(happened => happened.StepCompleted is not null));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
