using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Cluster.Silo.DataPlane;

/// <summary>
/// The memory of another silo on the same machine, read without its help: one copy by the kernel where a connection takes two (Linux, process_vm_readv). The
/// kernel allows it among processes of one user that share a PID namespace, unless Yama or a seccomp filter forbid it.
/// </summary>
internal sealed unsafe partial class PeerMemory
{
    /// <summary>Header of an answer to an upgrade, with an <see cref="Offer"/>.</summary>
    public const string Header = "Cluster-Memory";

    private const int MarkBytes = 16;

    /// <summary>Most bytes of one call; the kernel's limit is 2 GiB.</summary>
    private const int MaxPiece = 1 << 30;

    // Pinned: others read it where it lies.
    private static readonly byte[] OwnMark = DrawMark();

    private readonly int _process;
    private readonly nint _markAddress;
    private readonly byte[] _mark;

    private PeerMemory(int process, nint markAddress, byte[] mark) => (_process, _markAddress, _mark) = (process, markAddress, mark);

    /// <summary>What another silo needs for reading this process: its number, and where which random mark lies.</summary>
    public static string Offer { get; } = string.Create(
        CultureInfo.InvariantCulture, $"{Environment.ProcessId} {AddressOf(OwnMark)} {Convert.ToHexString(OwnMark)}");

    /// <summary>Accepts an offer if the mark is found where it should be: then that process is within reach, and no other one that has its number here.</summary>
    /// <param name="offer">The other silo's <see cref="Offer"/>.</param>
    /// <returns>Its memory; null if it cannot be read.</returns>
    public static PeerMemory? TryOpen(string offer)
    {
        if (!OperatingSystem.IsLinux()) return null;
        if (offer.Split(' ') is not [string process, string address, { Length: 2 * MarkBytes } mark]
            || !int.TryParse(process, CultureInfo.InvariantCulture, out int number)
            || !nint.TryParse(address, CultureInfo.InvariantCulture, out nint at)
            || Convert.FromHexString(mark, new byte[MarkBytes], out _, out _) != System.Buffers.OperationStatus.Done) return null;
        var memory = new PeerMemory(number, at, Convert.FromHexString(mark));
        return memory.TryRead(0, []) ? memory : null;
    }

    /// <summary>Reads floats.</summary>
    /// <param name="address">Where they lie in the other process, which must leave them as they are meanwhile.</param>
    /// <param name="into">Receives them.</param>
    /// <exception cref="IOException">The other process has nothing there, or is gone.</exception>
    public void Read(nint address, Span<float> into)
    {
        Span<byte> rest = MemoryMarshal.AsBytes(into);
        while (rest.Length > 0)
        {
            Span<byte> piece = rest[..Math.Min(rest.Length, MaxPiece)];
            if (!TryRead(address, piece)) throw new IOException("its memory cannot be read");
            address += piece.Length;
            rest = rest[piece.Length..];
        }
    }

    // The mark is read after the rest: if it is there, another process that got the number of one that ended has not been read.
    private bool TryRead(nint address, Span<byte> into)
    {
        Span<byte> mark = stackalloc byte[MarkBytes];
        fixed (byte* intoAt = into, markAt = mark)
        {
            Stretch* local = stackalloc Stretch[] { new((nint)intoAt, into.Length), new((nint)markAt, MarkBytes) };
            Stretch* remote = stackalloc Stretch[] { new(address, into.Length), new(_markAddress, MarkBytes) };
            nint read = ReadProcess(_process, local, 2, remote, 2, 0);
            return read == into.Length + MarkBytes && mark.SequenceEqual(_mark);
        }
    }

    private static byte[] DrawMark()
    {
        byte[] mark = GC.AllocateArray<byte>(MarkBytes, pinned: true);
        RandomNumberGenerator.Fill(mark);
        return mark;
    }

    private static nint AddressOf(byte[] pinned) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));

    [LibraryImport("libc", EntryPoint = "process_vm_readv")]
    private static partial nint ReadProcess(int process, Stretch* local, nuint locals, Stretch* remote, nuint remotes, nuint flags);

    // struct iovec.
    private readonly struct Stretch(nint address, nint bytes)
    {
        private readonly nint _address = address;
        private readonly nint _bytes = bytes;
    }
}
