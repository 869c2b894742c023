using Cluster.Training.Data;
using Cluster.Training.Metrics;
using Cluster.Training.Planning;
using Cluster.Training.Replicas;
using Cluster.Training.Vectors;

namespace Cluster.Training.Workers;

public sealed partial class TrainingWorker
{
    /// <inheritdoc/>
    public async Task<EvaluationPart> Evaluate(EvaluationSplit split, int firstChunk, int endChunk, CancellationToken cancel)
    {
        await using Turn turn = await _turn.Take(cancel);
        EncodedSplit examples = Prepared.ExamplesOf(split);
        var batches = new EvaluationBatches(examples);
        var counts = new EvaluationCounts[endChunk - firstChunk];
        int next = firstChunk - 1;
        await Task.WhenAll(Enumerable.Range(0, Prepared.Replica.Lanes).Select(async _ =>
        {
            for (int chunk = Interlocked.Increment(ref next); chunk < endChunk; chunk = Interlocked.Increment(ref next))
            {
                SequenceBatch batch = batches.Batch(chunk);
                float[] outputs = await Prepared.Replica.Infer(batch, cancel);
                counts[chunk - firstChunk] = Prepared.Evaluation.Count(examples, batches.Examples(chunk), batch.Targets, outputs);
            }
        }));
        return new EvaluationPart(counts) { Labels = Prepared.Dataset.Labels.Count <= ClassTally.MostConfused ? Prepared.Dataset.Labels : [] };
    }

    /// <inheritdoc/>
    public async Task<string> DigestState(long version, CancellationToken cancel)
    {
        await using Turn turn = await _turn.Take(cancel);
        return ResultDigest.Of(StateAt(version));
    }

    /// <inheritdoc/>
    public async Task<string> DigestShard(StepPlan plan, int shard, CancellationToken cancel)
    {
        await using Turn turn = await _turn.Take(cancel);
        PreparedJob job = Prepared;
        _ = StateAt(plan.Step);
        FlatVector gradient = job.Pool.Rent();
        try
        {
            LossSums loss = await job.Work.Compute(plan, shard, gradient, cancel);
            return ResultDigest.Of(gradient.GetSpan()[..job.Replica.Layout.Length], loss);
        }
        finally
        {
            gradient.Release();
        }
    }

    private ReplicaState StateAt(long version) => Prepared.State is { } state && state.Version == version
        ? state
        : throw new WorkerLostException(Name, $"it is at version {Prepared.State.Version} instead of {version}");
}
