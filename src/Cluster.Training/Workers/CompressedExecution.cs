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
internal sealed class CompressedExecution(StepContext step, PreparedJob prepared, ICodec codec) : IStepExecution
{
    private readonly StepSums _sums = new(step);
    private readonly FlatVector?[] _messages = new FlatVector?[step.Plan.Shards];
    private readonly int _messageLength = codec.FloatsFor(step.Length);
    private readonly Pulls _pulls = new(step.Cancel);
    private FlatVector? _mean;

    /// <inheritdoc/>
    public IReadOnlyList<LossSums> Sums => _sums.Values;

    /// <inheritdoc/>
    public int Lanes { get; } = OwnUnits.LanesFor(step.Own, prepared.Replica.Lanes);

    /// <inheritdoc/>
    public double FoldSeconds => 0; // Estimates are added while messages are exchanged, and counted there.

    /// <inheritdoc/>
    public Task ComputeShards() => OwnUnits.ForEach(step.Own, Lanes, ComputeUnit);

    /// <inheritdoc/>
    public async Task<Memory<float>> Exchange()
    {
        if (step.Plan.Shares.Count > 1) _sums.Publish();
        foreach (WorkerShare peer in step.Peers)
        {
            for (int unit = peer.FirstShard; unit < peer.EndShard; unit++) PullMessage(peer, unit);
            _pulls.Add(stop => _sums.Pull(peer, stop));
        }

        await _pulls.All();
        _mean = Mean();
        return _mean.Memory[..step.Length];
    }

    /// <inheritdoc/>
    public void Commit()
    {
        for (int unit = 0; unit < step.Plan.Shards; unit++) codec.Add(BytesOf(_messages[unit]!), prepared.State.Estimates[unit].Span);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _pulls.DisposeAsync();
        foreach (FlatVector? message in _messages) message?.Release();
        _mean?.Release();
    }

    private async Task ComputeUnit(int unit)
    {
        FlatVector vector = step.Pool.Rent();
        try
        {
            LossSums sums = _sums.Values[unit] = await prepared.Work.Compute(step.Plan, unit, vector, step.Cancel);
            step.Plan.Check?.Compare(unit, vector.GetSpan()[..step.Length], sums);
            FlatVector message = _messages[unit] = step.Pool.Rent();
            Encode(unit, vector.GetSpan()[..step.Length], message);
            if (step.Plan.Shares.Count > 1) step.Publish(BlockName.Message(step.Plan.Step, unit), message, _messageLength);
        }
        finally
        {
            vector.Release();
        }
    }

    private void Encode(int unit, Span<float> vector, FlatVector message)
    {
        // Divided before it is compressed, so that the estimates of a small last step are not those of a smaller mean.
        Arithmetic.Divide(vector, step.Divisor);
        Arithmetic.Subtract(vector, prepared.State.Estimates[unit].Span);
        codec.Encode(vector, BytesOf(message));
    }

    private FlatVector Mean()
    {
        var fold = new GradientFold(step.Plan.Shards);
        for (int unit = 0; unit < step.Plan.Shards; unit++)
        {
            FlatVector estimate = step.Pool.Rent();
            prepared.State.Estimates[unit].Span.CopyTo(estimate.GetSpan());
            codec.Add(BytesOf(_messages[unit]!), estimate.GetSpan()[..step.Length]);
            fold.Add(new FoldNode(0, unit), estimate, step.Length);
            estimate.Release();
        }

        return fold.TakeRoot();
    }

    private void PullMessage(WorkerShare peer, int unit)
    {
        FlatVector message = _messages[unit] = step.Pool.Rent();
        _pulls.Add(stop => step.Pull(peer, BlockName.Message(step.Plan.Step, unit), 0, message.Memory[.._messageLength], stop));
    }

    private Span<byte> BytesOf(FlatVector message) => MemoryMarshal.AsBytes(message.GetSpan()[.._messageLength]);
}
