using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cluster.Silo.DataPlane;

namespace Cluster.Silo.Tests.DataPlane;

/// <summary>Reading what lies in another process, here that of the tests itself.</summary>
public sealed class PeerMemoryTests
{
    private static readonly string[] Parts = PeerMemory.Offer.Split(' ');

    [Fact]
    public void Floats_are_read_where_they_lie()
    {
        float[] values = GC.AllocateArray<float>(1_000_003, pinned: true), read = new float[1000];
        for (int i = 0; i < values.Length; i++) values[i] = i;
        PeerMemory memory = PeerMemory.TryOpen(PeerMemory.Offer)!;
        memory.Read(AddressOf(values, 999_003), read);
        Assert.Equal(values[999_003..], read);
        float[] all = new float[values.Length];
        memory.Read(AddressOf(values, 0), all);
        Assert.Equal(values, all);
    }

    [Fact]
    public void Where_nothing_lies_nothing_is_read()
    {
        PeerMemory memory = PeerMemory.TryOpen(PeerMemory.Offer)!;
        Assert.Throws<IOException>(() => memory.Read(4096, new float[1]));
        Assert.Throws<IOException>(() => memory.Read(-1, new float[1]));
    }

    [Fact]
    public void Another_process_with_that_number_is_not_taken_for_the_silo()
    {
        // On another machine, or in another namespace, somebody else has the number: what lies there is not the mark, or nothing lies there.
        Assert.Null(PeerMemory.TryOpen($"{Parts[0]} {Parts[1]} {new string('0', 32)}"));
        Assert.Null(PeerMemory.TryOpen($"{Parts[0]} 4096 {Parts[2]}"));
        using Process other = Process.Start("sleep", "60");
        Assert.Null(PeerMemory.TryOpen($"{other.Id} {Parts[1]} {Parts[2]}"));
        other.Kill();
        other.WaitForExit();
        Assert.Null(PeerMemory.TryOpen($"{other.Id} {Parts[1]} {Parts[2]}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 2")]
    [InlineData("x 4096 00000000000000000000000000000000")]
    [InlineData("1 x 00000000000000000000000000000000")]
    [InlineData("1 4096 0000000000000000000000000000000x")]
    [InlineData("1 4096 00")]
    [InlineData("99999999999 4096 00000000000000000000000000000000")]
    public void What_is_no_offer_is_not_accepted(string offer) => Assert.Null(PeerMemory.TryOpen(offer));

    private static unsafe nint AddressOf(float[] pinned, int index) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned)) + index * sizeof(float);
}
