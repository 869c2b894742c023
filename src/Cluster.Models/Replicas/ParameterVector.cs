using System.Runtime.CompilerServices;
using Cluster.Training.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Cluster.Models.Replicas;

/// <summary>The flat vector of a replica's parameters: plain memory that C# writes and all lanes' tensors are views of.</summary>
/// <remarks>
/// The memory is a pinned managed array, begun at the first multiple of 64 bytes: whoever still holds the Memory after the
/// replica is gone reads old numbers, never freed memory.
/// </remarks>
internal sealed class ParameterVector : IDisposable
{
    private const int AlignmentBytes = ParameterLayout.Alignment * sizeof(float);
    private readonly Dictionary<string, ParameterEntry> _entries;
    private readonly Tensor _flat;

    /// <summary>All zero.</summary>
    public ParameterVector(ParameterLayout layout)
    {
        _entries = layout.Entries.ToDictionary(entry => entry.Shape.Name);
        float[] storage = GC.AllocateArray<float>(layout.Length + ParameterLayout.Alignment, pinned: true);
        int skip = FloatsToAlignment(storage);
        Values = storage.AsMemory(skip, layout.Length);
        _flat = frombuffer(storage, ScalarType.Float32, layout.Length, skip).DetachFromDisposeScope();
    }

    /// <summary>The parameters, [layout.Length].</summary>
    public Memory<float> Values { get; }

    /// <summary>A tensor over one parameter that gradients can be asked for.</summary>
    public Tensor Leaf(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        return View(name).requires_grad_().MoveToOuterDisposeScope();
    }

    /// <summary>Makes a module's own parameter a view of the vector.</summary>
    public void Bind(Tensor parameter, string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable constant = no_grad();
        parameter.set_(View(name));
    }

    public void Dispose() => _flat.Dispose();

    private Tensor View(string name)
    {
        (ParameterShape shape, int offset) = _entries[name];
        return _flat.narrow(0, offset, shape.Count).view([.. shape.Shape.Select(size => (long)size)]);
    }

    private static unsafe int FloatsToAlignment(float[] storage)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref storage[0]);
        return (int)((AlignmentBytes - address % AlignmentBytes) % AlignmentBytes) / sizeof(float);
    }
}
