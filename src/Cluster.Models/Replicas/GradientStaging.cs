using System.Runtime.InteropServices;
using Cluster.Training.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Cluster.Models.Replicas;

/// <summary>
/// Brings gradients from a device to the host: one flat vector there, one page-locked buffer here, one copy between them. As long as the largest
/// network that was computed. Used by one thread.
/// </summary>
/// <param name="place">The device.</param>
internal sealed class GradientStaging(Device place) : IDisposable
{
    private Tensor? _flat;
    private Tensor? _host;

    /// <summary>Writes the gradients where the layout puts them; gaps, and what is not trained, become zero.</summary>
    public void Fetch(ParameterLayout layout, IList<Tensor> gradients, Span<float> vector)
    {
        Grow(layout.Length);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable constant = no_grad();
        Tensor flat = _flat!.narrow(0, 0, layout.Length);
        flat.zero_();
        int trained = 0;
        foreach ((ParameterShape shape, int offset) in layout.Entries)
        {
            if (!shape.Trainable) continue;
            flat.narrow(0, offset, shape.Count).copy_(gradients[trained++].reshape(-1));
        }

        // Waits until the device is done.
        _host!.narrow(0, 0, layout.Length).copy_(flat);
        MemoryMarshal.Cast<byte, float>(_host.bytes)[..layout.Length].CopyTo(vector);
    }

    public void Dispose()
    {
        _flat?.Dispose();
        _host?.Dispose();
    }

    private void Grow(int length)
    {
        if (_flat is { } enough && enough.numel() >= length) return;
        Dispose();
        using DisposeScope scope = NewDisposeScope();
        _flat = zeros(length, ScalarType.Float32, place).DetachFromDisposeScope();
        Tensor host = zeros(length, ScalarType.Float32);
        // Page-locked: the GPU writes there by itself. Without a driver memory cannot be locked.
        _host = (place.type == DeviceType.CUDA ? host.pin_memory() : host).DetachFromDisposeScope();
    }
}
