using Cluster.Models.Devices;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Models.Replicas;

/// <summary>A network on a device: one flat vector of parameters, and for each lane a computation over it.</summary>
/// <remarks>Disposing while batches are computed is safe: what they use is freed after the last one.</remarks>
public sealed class TorchReplica : IReplica
{
    private readonly CpuDevice _device;
    private readonly Network _network;
    private readonly ParameterVector _parameters;
    private readonly GradientStaging? _staging;
    private readonly LaneNetwork?[] _lanes;
    private readonly Lock _gate = new();
    private int _inUse;
    private bool _disposed;

    internal TorchReplica(CpuDevice device, Network network)
        : this(device, network, new ParameterVector(network.Layout), staging: null)
    {
    }

    internal TorchReplica(Accelerator device, Network network)
        : this(device.Feeder, network, new ParameterVector(network.Layout, device.Place), device.Staging)
    {
    }

    private TorchReplica(CpuDevice device, Network network, ParameterVector parameters, GradientStaging? staging)
    {
        _device = device;
        _network = network;
        _parameters = parameters;
        _staging = staging;
        _lanes = new LaneNetwork?[device.Lanes];
    }

    /// <inheritdoc/>
    public ParameterLayout Layout => _network.Layout;

    /// <inheritdoc/>
    public int Lanes => _device.Lanes;

    /// <inheritdoc/>
    public Memory<float> Parameters => _parameters.Values;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Lengths, tokens, labels or the gradient's size do not fit the network.</exception>
    public Task<LossSums> ComputeGradient(SequenceBatch batch, Memory<float> gradient, CancellationToken cancel)
    {
        BatchCheck.ThrowIfMalformed(batch, _network);
        BatchCheck.ThrowIfMislabelled(batch, _network);
        if (gradient.Length != Layout.Length)
            throw new ArgumentException($"Has {gradient.Length} values, but the layout {Layout.Length}.", nameof(gradient));
        return Run(lane => lane.Gradient(batch, gradient.Span), cancel);
    }

    /// <inheritdoc/>
    public Task WarmUp(SequenceBatch batch, Memory<float> scratch, CancellationToken cancel) => ComputeGradient(batch, scratch, cancel);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Lengths or tokens do not fit the network.</exception>
    public Task<float[]> Infer(SequenceBatch batch, CancellationToken cancel)
    {
        BatchCheck.ThrowIfMalformed(batch, _network);
        return Run(lane => lane.Infer(batch), cancel);
    }

    /// <summary>Frees the tensors once no batch is in progress. <see cref="Parameters"/> may still be read.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            if (_inUse > 0) return;
        }

        Free();
    }

    private async Task<T> Run<T>(Func<LaneNetwork, T> compute, CancellationToken cancel)
    {
        Enter();
        try
        {
            return await _device.Run(lane => compute(Ready(lane)), cancel);
        }
        finally
        {
            Leave();
        }
    }

    private LaneNetwork Ready(int lane)
    {
        _parameters.Upload();
        return _lanes[lane] ??= new LaneNetwork(_network, _parameters, _staging);
    }

    private void Enter()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _inUse++;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_inUse > 0 || !_disposed) return;
        }

        Free();
    }

    private void Free()
    {
        foreach (LaneNetwork? lane in _lanes) lane?.Dispose();
        _parameters.Dispose();
    }
}
