using System.Runtime.InteropServices;
using Cluster.Training.Compression;
using Cluster.Training.Exchange;
using Cluster.Training.Folding;
using Cluster.Training.Planning;
using Cluster.Training.Replicas;
using Cluster.Training.Vectors;

namespace Cluster.Training.Workers;

/// <summary>
/// One worker's try of a step whose messages are compressed, with the feedback of EF21 (Richtarik and others 2021, https://arxiv.org/abs/2106.05203).
/// Every worker holds an estimate of what each unit computes. A message is the compressed difference from it; all workers
/// receive it and add it to their estimate. The mean is that of the estimates.
/// </summary>
internal sealed class CompressedExecution(
    string job, StepPlan plan, WorkerShare own, PreparedJob prepared, ICodec codec, BlockBoard board, IPeerExchange exchange) : IStepExecution
{
    private readonly LossSums[] _sums = new LossSums[plan.Shards];
    private readonly FlatVector?[] _messages = new FlatVector?[plan.Shards];
    private readonly int _length = prepared.Replica.Layout.Length;
    private readonly int _messageLength = codec.FloatsFor(prepared.Replica.Layout.Length);
    private FlatVector? _mean;

    /// <inheritdoc/>
    public IReadOnlyList<LossSums> Sums => _sums;

    /// <inheritdoc/>
    public int Lanes { get; } = Math.Clamp(own.EndShard - own.FirstShard, 1, prepared.Replica.Lanes);

    /// <inheritdoc/>
    public double FoldSeconds => 0; // Estimates are added while messages are exchanged, and counted there.

    private IEnumerable<WorkerShare> Peers => plan.Shares.Where(share => share != own);

    /// <inheritdoc/>
    public async Task ComputeShards(CancellationToken cancel)
    {
        int next = own.FirstShard - 1;
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => RunLane()));

        async Task RunLane()
        {
            for (int unit = Interlocked.Increment(ref next); unit < own.EndShard; unit = Interlocked.Increment(ref next))
                await ComputeUnit(unit, cancel);
        }
    }

    /// <inheritdoc/>
    public async Task<Memory<float>> Exchange(CancellationToken cancel)
    {
        if (plan.Shares.Count > 1)
        {
            PublishSums();
            await StepExecution.All(
                stop => Peers.SelectMany(peer => Enumerable
                    .Range(peer.FirstShard, peer.EndShard - peer.FirstShard)
                    .Select(unit => PullMessage(peer, unit, stop))
                    .Append(PullSums(peer, stop))),
                cancel);
        }

        _mean = Mean();
        return _mean.Memory[.._length];
    }

    /// <inheritdoc/>
    public void Commit()
    {
        for (int unit = 0; unit < plan.Shards; unit++) codec.Add(BytesOf(_messages[unit]!), prepared.State.Estimates[unit].Span);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (FlatVector? message in _messages) message?.Release();
        _mean?.Release();
    }

    private async Task ComputeUnit(int unit, CancellationToken cancel)
    {
        FlatVector vector = prepared.Pool.Rent();
        try
        {
            _sums[unit] = await prepared.Work.Compute(plan, unit, vector, cancel);
            plan.Check?.Compare(unit, vector.GetSpan()[.._length], _sums[unit]);
            FlatVector message = _messages[unit] = prepared.Pool.Rent();
            Encode(unit, vector.GetSpan()[.._length], message);
            if (plan.Shares.Count > 1) board.Publish(plan.Attempt, BlockName.Message(unit), message, _messageLength);
        }
        finally
        {
            vector.Release();
        }
    }

    private void Encode(int unit, Span<float> vector, FlatVector message)
    {
        // Divided before it is compressed, so that the estimates of a small last step are not those of a smaller mean.
        Arithmetic.Divide(vector, prepared.Work.DivisorOf(plan));
        Arithmetic.Subtract(vector, prepared.State.Estimates[unit].Span);
        codec.Encode(vector, BytesOf(message));
    }

    private FlatVector Mean()
    {
        var fold = new GradientFold(plan.Shards);
        for (int unit = 0; unit < plan.Shards; unit++)
        {
            FlatVector estimate = prepared.Pool.Rent();
            prepared.State.Estimates[unit].Span.CopyTo(estimate.GetSpan());
            codec.Add(BytesOf(_messages[unit]!), estimate.GetSpan()[.._length]);
            fold.Add(new FoldNode(0, unit), estimate, _length);
            estimate.Release();
        }

        return fold.TakeRoot();
    }

    private void PublishSums()
    {
        int units = own.EndShard - own.FirstShard;
        FlatVector block = prepared.Pool.Rent();
        LossSumsBlock.Write(_sums.AsSpan(own.FirstShard, units), block.GetSpan());
        board.Publish(plan.Attempt, BlockName.Sums, block, units * LossSumsBlock.FloatsPerShard);
        block.Release();
    }

    private Task<long> PullMessage(WorkerShare peer, int unit, CancellationToken cancel)
    {
        FlatVector message = _messages[unit] = prepared.Pool.Rent();
        return exchange.Pull(peer.Endpoint, job, plan.Attempt, BlockName.Message(unit), 0, message.Memory[.._messageLength], cancel);
    }

    private async Task PullSums(WorkerShare peer, CancellationToken cancel)
    {
        int units = peer.EndShard - peer.FirstShard;
        float[] block = new float[units * LossSumsBlock.FloatsPerShard];
        await exchange.Pull(peer.Endpoint, job, plan.Attempt, BlockName.Sums, 0, block, cancel);
        LossSumsBlock.Read(block, _sums.AsSpan(peer.FirstShard, units));
    }

    private Span<byte> BytesOf(FlatVector message) => MemoryMarshal.AsBytes(message.GetSpan()[.._messageLength]);
}
