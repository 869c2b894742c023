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
    private readonly StepSums _sums = new(job, plan, own, board, exchange, prepared.Pool);
    private readonly FlatVector?[] _messages = new FlatVector?[plan.Shards];
    private readonly int _length = prepared.Replica.Layout.Length;
    private readonly int _messageLength = codec.FloatsFor(prepared.Replica.Layout.Length);
    private FlatVector? _mean;

    /// <inheritdoc/>
    public IReadOnlyList<LossSums> Sums => _sums.Values;

    /// <inheritdoc/>
    public int Lanes { get; } = OwnUnits.LanesFor(own, prepared.Replica.Lanes);

    /// <inheritdoc/>
    public double FoldSeconds => 0; // Estimates are added while messages are exchanged, and counted there.

    private IEnumerable<WorkerShare> Peers => plan.Shares.Where(share => share != own);

    /// <inheritdoc/>
    public Task ComputeShards(CancellationToken cancel) => OwnUnits.ForEach(own, Lanes, unit => ComputeUnit(unit, cancel));

    /// <inheritdoc/>
    public async Task<Memory<float>> Exchange(CancellationToken cancel)
    {
        if (plan.Shares.Count > 1)
        {
            _sums.Publish();
            await Pulls.All(
                stop => Peers.SelectMany(peer => Enumerable
                    .Range(peer.FirstShard, peer.EndShard - peer.FirstShard)
                    .Select(unit => PullMessage(peer, unit, stop))
                    .Append(_sums.Pull(peer, stop))),
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
            LossSums sums = _sums.Values[unit] = await prepared.Work.Compute(plan, unit, vector, cancel);
            plan.Check?.Compare(unit, vector.GetSpan()[.._length], sums);
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

    private Task<long> PullMessage(WorkerShare peer, int unit, CancellationToken cancel)
    {
        FlatVector message = _messages[unit] = prepared.Pool.Rent();
        return exchange.Pull(peer.Endpoint, job, plan.Attempt, BlockName.Message(unit), 0, message.Memory[.._messageLength], cancel);
    }

    private Span<byte> BytesOf(FlatVector message) => MemoryMarshal.AsBytes(message.GetSpan()[.._messageLength]);
}
