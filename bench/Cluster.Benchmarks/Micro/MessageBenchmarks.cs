using BenchmarkDotNet.Attributes;
using Cluster.Grains.Serialization;
using Cluster.Training.Planning;
using Cluster.Training.Replicas;
using Cluster.Training.Workers;
using Cluster.V1;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Cluster.Benchmarks.Micro;

/// <summary>What a step sends: there and back through the codecs.</summary>
public class MessageBenchmarks
{
    private readonly ServiceProvider _services = new ServiceCollection().AddTrainingSerialization().BuildServiceProvider();
    private Serializer _serializer = null!;
    private StepPlan _plan = null!;
    private StepReport _report = null!;
    private JobEvent _event = null!;

    /// <summary>Workers of the plan.</summary>
    [Params(2, 64)]
    public int Workers { get; set; }

    /// <summary>Makes the messages.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _serializer = _services.GetRequiredService<Serializer>();
        _plan = StepPlanner.Plan(
            1000, 1001, Workers, 0.001f, 1_000_000, [.. Enumerable.Range(0, Workers).Select(i => ($"silo-{i}-abcd", $"http://127.0.0.1:{5000 + i}"))]);
        _report = new StepReport(
            StepOutcome.Completed, 1001, [.. Enumerable.Range(0, Workers).Select(i => new LossSums(2.5 + i, 1024, 512, 77))], 0.5, new PhaseSeconds(0.01, 0.002, 0.001));
        _event = new JobEvent { Sequence = 1000, StepCompleted = new StepCompleted { Step = 1001, Loss = 2.5, Seconds = 0.01, Phases = new StepPhases { Compute = 0.01 } } };
    }

    /// <summary>Frees the codecs.</summary>
    [GlobalCleanup]
    public void Cleanup() => _services.Dispose();

    /// <summary>A plan, as a grain call carries it.</summary>
    [Benchmark]
    public StepPlan? Plan() => _serializer.Deserialize<StepPlan>(_serializer.SerializeToArray(_plan));

    /// <summary>A report, as its answer carries it.</summary>
    [Benchmark]
    public StepReport? Report() => _serializer.Deserialize<StepReport>(_serializer.SerializeToArray(_report));

    /// <summary>An event, as the log has it.</summary>
    [Benchmark]
    public JobEvent Event() => JobEvent.Parser.ParseFrom(_event.ToByteArray());
}
