using BenchmarkDotNet.Attributes;
using Cluster.Benchmarks.Jobs;
using Cluster.Training.Data;
using Cluster.V1;

namespace Cluster.Benchmarks.Micro;

/// <summary>What is read for a step.</summary>
public class SamplerBenchmarks
{
    private const int Steps = 1000;
    private EncodedSplit _split = null!;
    private TrainingSpec _training = null!;
    private ShardSampler _sampler = null!;
    private long _step;

    /// <summary>Makes the examples.</summary>
    [GlobalSetup]
    public void Setup()
    {
        JobSpec spec = PresetSpec.Of(Preset.Of("base"), new JobSize(Preset.Of("base").Sequences, Shards: 1, WarmUp: 0, Steps), workers: 1);
        (_split, _training) = (DatasetCatalog.Find(spec.Data)!.Encode(spec, null!).Training, spec.Training);
        _sampler = new ShardSampler(_split, _training);
    }

    /// <summary>A batch of 32 sequences of 64 tokens.</summary>
    [Benchmark]
    public SequenceBatch? Batch() => _sampler.Batch(_step++ % Steps, 0);

    /// <summary>The targets of a step.</summary>
    [Benchmark]
    public int Targets() => _sampler.TargetsIn(_step++ % Steps);

    /// <summary>The order of an epoch of 32,000 examples, and its first batch.</summary>
    [Benchmark]
    public SequenceBatch? Epoch() => new ShardSampler(_split, _training).Batch(0, 0);
}
