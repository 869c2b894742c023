using Cluster.Training.Randomness;

namespace Cluster.Training.Tests.Randomness;

public class RandomKeyTests
{
    [Fact]
    public void Mix_is_the_finalizer_of_SplitMix64()
    {
        // First outputs of SplitMix64 for seed 1234567, as listed at https://rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64.
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        for (int i = 0; i < expected.Length; i++)
        {
            ulong state = unchecked(1234567 + (ulong)(i + 1) * 0x9E3779B97F4A7C15UL);
            Assert.Equal(expected[i], RandomKey.Mix(state));
        }
    }

    [Fact]
    public void Purpose_parts_and_their_order_all_change_the_key()
    {
        ulong[] keys =
        [
            RandomKey.Of(RandomKey.Order, 1, 2), RandomKey.Of(RandomKey.Order, 2, 1), RandomKey.Of(RandomKey.Dropout, 1, 2),
            RandomKey.Of(RandomKey.Order, 1), RandomKey.Of(RandomKey.Order, 1, 2, 0), RandomKey.Of(RandomKey.Order),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }
}
