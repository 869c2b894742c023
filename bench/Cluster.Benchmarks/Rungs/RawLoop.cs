using Cluster.Benchmarks.Jobs;
using Cluster.Models.Devices;
using Cluster.Training.Data;
using Cluster.V1;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cluster.Benchmarks.Rungs;

/// <summary>
/// The first rung: what someone writes by hand with TorchSharp, in one thread or on a GPU. Nothing of the trainer takes part but its settings of the
/// allocator.
/// </summary>
/// <remarks>Batches are tensors, on the device, before the clock starts.</remarks>
internal sealed class RawLoop : IDisposable
{
    private readonly Device _place;
    private readonly Embedding _embedding;
    private readonly LSTM _lstm;
    private readonly Linear _head;
    private readonly CrossEntropyLoss _loss = nn.CrossEntropyLoss();
    private readonly optim.Optimizer _optimizer;

    private RawLoop(Preset preset, Device place)
    {
        _place = place;
        random.manual_seed(0);
        _embedding = nn.Embedding(preset.Vocabulary, preset.Embedding).to(place);
        _lstm = nn.LSTM(preset.Embedding, preset.Hidden, preset.Layers, batchFirst: true, bidirectional: true).to(place);
        _head = nn.Linear(2 * preset.Hidden, preset.Classes).to(place);
        _optimizer = optim.RMSProp([.. _embedding.parameters(), .. _lstm.parameters(), .. _head.parameters()], 0.001);
    }

    /// <summary>Trains on the batches of a job, each as one shard.</summary>
    public static RungSample Run(Preset preset, JobSize size, DeviceName device, TimeProvider time)
    {
        Device place = Places.Open(device);
        JobSpec spec = PresetSpec.Of(preset, size, workers: 1);
        var sampler = new ShardSampler(DatasetCatalog.Find(spec.Data)!.Encode(spec, null!).Training, spec.Training);
        using var loop = new RawLoop(preset, place);
        var steps = new StepTime[size.WarmUp + size.Steps];
        for (int step = 0; step < steps.Length; step++) steps[step] = loop.Step(sampler.Batch(step, 0)!, time);
        return new RungSample(1, (long)size.Sequences * preset.Length, steps[size.WarmUp..]);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _loss.Dispose();
        _head.Dispose();
        _lstm.Dispose();
        _embedding.Dispose();
    }

    private StepTime Step(SequenceBatch batch, TimeProvider time)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor tokens = tensor(batch.Tokens!, ScalarType.Int64).view(batch.Count, batch.Time).to(_place);
        Tensor labels = tensor(batch.Targets.Classes!, ScalarType.Int64).to(_place);
        long begin = time.GetTimestamp();
        _optimizer.zero_grad();
        (Tensor states, _, _) = _lstm.call(_embedding.call(tokens));
        Tensor loss = _loss.call(_head.call(states).flatten(0, 1), labels);
        loss.backward();
        Places.Finish(_place);
        double compute = time.GetElapsedTime(begin).TotalSeconds;
        _optimizer.step();
        Places.Finish(_place);
        double all = time.GetElapsedTime(begin).TotalSeconds;
        return new StepTime(all, compute, Update: all - compute);
    }
}
