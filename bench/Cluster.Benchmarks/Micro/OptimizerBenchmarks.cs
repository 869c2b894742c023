using BenchmarkDotNet.Attributes;
using Cluster.Benchmarks.Jobs;
using Cluster.Training.Optimizers;
using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Benchmarks.Micro;

/// <summary>One update of all parameters.</summary>
public class OptimizerBenchmarks
{
    private float[] _parameters = [];
    private float[] _gradient = [];
    private Memory<float>[] _state = [];
    private IOptimizer _optimizer = null!;

    /// <summary>Floats in a vector.</summary>
    [Params(1_000_000, 10_000_000)]
    public int Floats { get; set; }

    /// <summary>The rule.</summary>
    [ParamsAllValues]
    public OptimizerKind Kind { get; set; }

    /// <summary>Makes the vectors.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var spec = new OptimizerSpec();
        switch (Kind)
        {
            case OptimizerKind.Sgd: spec.Sgd = new SgdOptimizer { Momentum = 0.9f }; break;
            case OptimizerKind.RmsProp: spec.Rmsprop = new RmsPropOptimizer(); break;
            case OptimizerKind.Adam: spec.Adam = new AdamOptimizer(); break;
            default: spec.Adamw = new AdamWOptimizer(); break;
        }

        JobSpec job = PresetSpec.Of(Preset.Of("small"), new JobSize(1, 1, 0, 1), workers: 1);
        job.Training.Optimizer = spec;
        _optimizer = OptimizerTable.Create(SpecDefaults.Resolve(job, 1).Training.Optimizer);
        _parameters = new float[Floats];
        _gradient = new float[Floats];
        Array.Fill(_gradient, 0.01f);
        _state = [.. _optimizer.StateNames.Select(_ => new float[Floats])];
    }

    /// <summary>The update.</summary>
    [Benchmark]
    public void Apply() => _optimizer.Apply(_parameters, _gradient, _state, new Update(1, 0.001f, 1));

    /// <summary>The gradient's norm.</summary>
    [Benchmark]
    public double Norm() => SquaredNorm.Of(_gradient);
}
