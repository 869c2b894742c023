using Cluster.Training.Compression;
using Cluster.Training.Data;
using Cluster.Training.FineTuning;
using Cluster.Training.Layers;
using Cluster.Training.Losses;
using Cluster.Training.Metrics;
using Cluster.Training.Optimizers;
using Cluster.Training.Replicas;
using Cluster.Training.Sync;
using Cluster.Training.Vectors;
using Cluster.V1;

namespace Cluster.Training.Workers;

/// <summary>A job's data, network and state on one worker.</summary>
internal sealed class PreparedJob : IDisposable
{
    private readonly IOptimizer _optimizer;
    private readonly float? _clipNorm;

    private PreparedJob(JobSpec spec, EncodedDataset dataset, Network network, InitialWeights? initial, IReplicaFactory replicas)
    {
        SyncSettings sync = SyncSettings.Of(spec.Training);
        IReplica replica = replicas.Create(network);
        Dataset = dataset;
        Network = network;
        Replica = replica;
        Evaluation = new Evaluation(dataset, network.Loss, spec.Task);
        Sampler = new ShardSampler(dataset.Training, spec.Training);
        _optimizer = sync.IsLocal ? new Nesterov(spec.Training.Sync.Outer) : OptimizerTable.Create(spec.Training.Optimizer);
        // In rounds each local step is clipped, not what comes of them.
        _clipNorm = spec.Training.HasClipNorm && !sync.IsLocal ? spec.Training.ClipNorm : null;
        Codec = CodecTable.Create(sync);
        State = new ReplicaState(replica, _optimizer, spec.Training.Seed, initial?.Parameters, Codec is null ? 0 : sync.Units);
        // Loss sums may travel behind a vector.
        Pool = new VectorPool(Math.Max(
            replica.Layout.Length + spec.Training.Shards * LossSumsBlock.FloatsPerShard, Codec?.FloatsFor(replica.Layout.Length) ?? 0));
        var gradients = new GradientWork(replica, Sampler, Pool, sync.ShardsPerUnit);
        Work = sync.IsLocal
            ? new LocalStepWork(replica, gradients, Pool, sync.Units, () => new LocalReplica(replicas.Create(network), spec.Training))
            : gradients;
        Result = new PrepareResult(Describe(replicas.NumericClassOf(network), initial?.Taken ?? []), replica.Layout.Length, Sampler.StepsPerEpoch, Lanes: replica.Lanes);
    }

    public EncodedDataset Dataset { get; }

    public Network Network { get; }

    public IReplica Replica { get; }

    public ShardSampler Sampler { get; }

    public ReplicaState State { get; }

    /// <summary>How messages are compressed; null if they are not.</summary>
    public ICodec? Codec { get; }

    /// <summary>What is computed for each unit of a step.</summary>
    public IUnitWork Work { get; }

    public VectorPool Pool { get; }

    public PrepareResult Result { get; }

    /// <summary>Loads the data and builds the network at version 0.</summary>
    /// <exception cref="InvalidDataException">The data does not fit the spec.</exception>
    public static PreparedJob Create(JobSpec spec, WorkerSurroundings surroundings)
    {
        EncodedDataset dataset = DatasetLoader.Load(spec, surroundings.Blobs);
        Network network = Network.Build(spec.Model, dataset.Shape, LossSettings.Of(spec.Training.Loss, dataset)).ComputedIn(spec.Training.Precision);
        if (dataset.Vectors is { } vectors) network = network.StartingFrom(vectors);
        InitialWeights? initial = InitialWeights.Load(spec.Training, network, dataset, surroundings.Blobs);
        return new PreparedJob(spec, dataset, network, initial, surroundings.Replicas);
    }

    /// <summary>
    /// Warms every lane up: the first batch loads libraries and takes many times as long as the next ones, and a worker that joins must
    /// not hold up the others.
    /// </summary>
    public async Task WarmUp(CancellationToken cancel)
    {
        if (Sampler.Batch(0, 0) is not { } batch) return;
        FlatVector[] gradients = [.. Enumerable.Range(0, Replica.Lanes).Select(_ => Pool.Rent())];
        try
        {
            await Task.WhenAll(gradients.Select(gradient => Replica.WarmUp(batch, gradient.Memory[..Replica.Layout.Length], cancel)));
        }
        finally
        {
            foreach (FlatVector gradient in gradients) gradient.Release();
        }
    }

    /// <summary>Counts what the network makes of a chunk.</summary>
    public Evaluation Evaluation { get; }

    /// <summary>The examples of a split.</summary>
    public EncodedSplit ExamplesOf(EvaluationSplit split) => split == EvaluationSplit.Validation ? Dataset.Validation : Dataset.Test;

    /// <summary>Clips and applies a mean gradient: the parameters move to the next version.</summary>
    public void Apply(ReadOnlySpan<float> mean, double norm, float learningRate)
    {
        var update = new Update(State.Version + 1, learningRate, GradientClip.Scale(norm, _clipNorm));
        foreach (Range range in Replica.Layout.Trainable)
        {
            Memory<float>[] state = [.. State.OptimizerVectors.Select(vector => vector[range])];
            _optimizer.Apply(Replica.Parameters.Span[range], mean[range], state, update);
        }

        State.Version++;
    }

    public void Dispose()
    {
        (Work as IDisposable)?.Dispose();
        Replica.Dispose();
        Pool.Dispose();
    }

    private Preparation Describe(string numericClass, IReadOnlyList<TakenParameter> taken)
    {
        Preparation preparation = Sizes(numericClass, taken);
        if (Dataset.Vectors is not { } vectors) return preparation;
        preparation.VectorVocabularyCoverage = vectors.VocabularyCoverage;
        preparation.VectorTokenCoverage = vectors.TokenCoverage;
        return preparation;
    }

    private Preparation Sizes(string numericClass, IReadOnlyList<TakenParameter> taken) => new()
    {
        DatasetSha256 = Dataset.Digest,
        TrainingExamples = Dataset.Training.Count,
        ValidationExamples = Dataset.Validation.Count,
        TestExamples = Dataset.Test.Count,
        VocabularySize = Dataset.Vocabulary.Size,
        Classes = Dataset.Labels.Count,
        Parameters = Replica.Layout.ParameterCount,
        NumericClass = numericClass,
        TakenValues = taken.Sum(parameter => parameter.Values),
        Taken = { taken.Select(parameter => parameter.ToString()) },
    };
}
