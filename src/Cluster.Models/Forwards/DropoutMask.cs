using System.Runtime.InteropServices;
using Cluster.Training.Randomness;
using static TorchSharp.torch;

namespace Cluster.Models.Forwards;

/// <summary>Draws dropout masks without torch's generator, which all threads of a process share.</summary>
internal static class DropoutMask
{
    /// <summary>A mask of that shape, drawn here and copied to where it is needed.</summary>
    public static Tensor Of(ReadOnlySpan<long> shape, float rate, ulong key, Device place)
    {
        Tensor mask = empty(shape);
        Fill(MemoryMarshal.Cast<byte, float>(mask.bytes), rate, key);
        return mask.On(place);
    }

    /// <summary>Writes 0 with the given probability, else 1 / (1 - rate). A pure function of key and position.</summary>
    /// <remarks>Each draw of 64 bits decides two values, low half first; the rate is rounded to a multiple of 2^-32.</remarks>
    public static void Fill(Span<float> mask, float rate, ulong key)
    {
        var random = new CounterRandom(key);
        float kept = 1 / (1 - rate);
        uint threshold = (uint)(rate * 4294967296.0);
        int even = mask.Length & ~1;
        for (int i = 0; i < even; i += 2)
        {
            ulong bits = random.NextBits();
            mask[i] = (uint)bits < threshold ? 0 : kept;
            mask[i + 1] = (uint)(bits >> 32) < threshold ? 0 : kept;
        }

        if (even < mask.Length) mask[even] = (uint)random.NextBits() < threshold ? 0 : kept;
    }
}
