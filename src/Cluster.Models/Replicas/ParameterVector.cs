using System.Runtime.CompilerServices;
using Cluster.Training.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Cluster.Models.Replicas;

/// <summary>
/// The flat vector of a replica's parameters: plain memory that C# writes and all lanes' tensors are views of. On a device with memory of its own
/// they are views of a copy there, which is brought up to date before the next batch.
/// </summary>
/// <remarks>
/// The memory is a pinned managed array, begun at the first multiple of 64 bytes: whoever still holds the Memory after the
/// replica is gone reads old numbers, never freed memory.
/// </remarks>
internal sealed class ParameterVector : IDisposable
{
    private const int AlignmentBytes = ParameterLayout.Alignment * sizeof(float);
    private readonly Dictionary<string, ParameterEntry> _entries;
    private readonly Memory<float> _values;
    private readonly Tensor _host;
    private readonly Tensor _flat; // what parameters are views of: the same as _host, or the copy
    private bool _asked;

    /// <summary>All zero, in memory that C# and torch share.</summary>
    public ParameterVector(ParameterLayout layout)
        : this(layout, copyOn: null)
    {
    }

    /// <summary>All zero, here and in a copy.</summary>
    /// <param name="layout">Where each parameter lies.</param>
    /// <param name="copyOn">Where torch computes with a copy; null if it computes in the same memory.</param>
    public ParameterVector(ParameterLayout layout, Device? copyOn)
    {
        _entries = layout.Entries.ToDictionary(entry => entry.Shape.Name);
        float[] storage = GC.AllocateArray<float>(layout.Length + ParameterLayout.Alignment, pinned: true);
        int skip = FloatsToAlignment(storage);
        _values = storage.AsMemory(skip, layout.Length);
        _host = frombuffer(storage, ScalarType.Float32, layout.Length, skip).DetachFromDisposeScope();
        _flat = copyOn is null ? _host : zeros(layout.Length, ScalarType.Float32, copyOn).DetachFromDisposeScope();
        Place = copyOn ?? CPU;
    }

    /// <summary>Where torch computes with them.</summary>
    public Device Place { get; }

    /// <summary>The parameters, [layout.Length]. Whoever asks may write, until the next batch begins.</summary>
    public Memory<float> Values
    {
        get
        {
            Volatile.Write(ref _asked, true);
            return _values;
        }
    }

    /// <summary>Brings the copy up to date if someone may have written; call it before a batch is computed, on the thread that computes.</summary>
    public void Upload()
    {
        if (ReferenceEquals(_host, _flat) || !Interlocked.Exchange(ref _asked, false)) return;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable constant = no_grad();
        _flat.copy_(_host);
    }

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

    /// <summary>Makes a module's own parameter zero, where the vector has none for it.</summary>
    public static void Clear(Tensor parameter)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable constant = no_grad();
        parameter.zero_();
    }

    public void Dispose()
    {
        _host.Dispose();
        _flat.Dispose();
    }

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
