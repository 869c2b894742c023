using Cluster.Models.Forwards;

namespace Cluster.Models.Tests.Forwards;

public sealed class DropoutMaskTests
{
    /// <summary>From SplitMix64 with seed 1234567: 6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431.</summary>
    /// <remarks>Those are the reference outputs of https://rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64; low half first, kept from 2^31 on.</remarks>
    [Fact]
    public void Halves_of_each_draw_decide_two_values()
    {
        float[] mask = new float[7];

        DropoutMask.Fill(mask, 0.5f, 1234567);

        Assert.Equal(Expected(6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431)[..7], mask);
    }

    [Theory]
    [InlineData(0.1f, 1.1111112f)]
    [InlineData(0.5f, 2f)]
    [InlineData(0.9f, 9.999998f)]
    public void A_mask_drops_its_share_and_scales_the_rest(float rate, float kept)
    {
        float[] mask = new float[100_000];

        DropoutMask.Fill(mask, rate, 1);

        Assert.All(mask, value => Assert.True(value == 0 || value == kept));
        Assert.Equal(rate, mask.Count(value => value == 0) / 100_000.0, 0.005);
    }

    private static float[] Expected(params ulong[] draws) =>
        [.. draws.SelectMany(draw => new[] { draw & 0xFFFFFFFF, draw >> 32 }).Select(half => half < 0x80000000 ? 0f : 2f)];
}
