using Cluster.Training.Exchange;
using Cluster.Training.Planning;
using Cluster.Training.Replicas;
using Cluster.Training.Vectors;

namespace Cluster.Training.Workers;

/// <summary>
/// The loss sums of a step's units: own ones are put up, those of the other workers pulled. Every worker pulls from every other one, also where there are no
/// units: who has all of them knows that all others are done with the step before.
/// </summary>
internal sealed class StepSums(StepContext step)
{
    private readonly string _name = BlockName.Sums(step.Plan.Step);

    /// <summary>By unit; those of others are there once they were pulled.</summary>
    public LossSums[] Values { get; } = new LossSums[step.Plan.Shards];

    /// <summary>Floats that those of a worker take.</summary>
    public static int LengthFor(WorkerShare share) => Math.Max(1, share.EndShard - share.FirstShard) * LossSumsBlock.FloatsPerShard;

    /// <summary>Puts up those of the own units.</summary>
    public void Publish()
    {
        FlatVector block = step.Pool.Rent();
        Write(block.GetSpan());
        step.Publish(_name, block, LengthFor(step.Own));
        block.Release();
    }

    /// <summary>Pulls those of another worker.</summary>
    public async Task Pull(WorkerShare peer, CancellationToken cancel)
    {
        float[] block = new float[LengthFor(peer)];
        await step.Pull(peer, _name, 0, block, cancel);
        Read(peer, block);
    }

    /// <summary>Writes those of the own units.</summary>
    public void Write(Span<float> into) => LossSumsBlock.Write(UnitsOf(step.Own), into);

    /// <summary>Takes over those of another worker.</summary>
    public void Read(WorkerShare peer, ReadOnlySpan<float> from) => LossSumsBlock.Read(from, UnitsOf(peer));

    private Span<LossSums> UnitsOf(WorkerShare share) => Values.AsSpan(share.FirstShard..share.EndShard);
}
