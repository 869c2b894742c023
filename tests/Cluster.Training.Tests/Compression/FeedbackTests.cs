using Cluster.Training.Compression;
using Cluster.Training.Randomness;

namespace Cluster.Training.Tests.Compression;

public sealed class FeedbackTests
{
    public static TheoryData<string> Names => ["fp16", "int8", "int4", "topk"];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_message_loses_comes_with_later_ones(string name)
    {
        // The estimate is the sum of all messages; of a vector that stays the same it becomes that vector.
        ICodec codec = Of(name);
        float[] vector = Draw(1000, 1), estimate = new float[1000], difference = new float[1000];
        byte[] message = new byte[codec.FloatsFor(1000) * sizeof(float)];
        double before = Error(vector, estimate);
        for (int i = 0; i < 20; i++)
        {
            for (int j = 0; j < vector.Length; j++) difference[j] = vector[j] - estimate[j];
            codec.Encode(difference, message);
            codec.Add(message, estimate);
            double after = Error(vector, estimate);
            Assert.True(after < before || after < 1e-9, $"message {i} left {after} of {before}");
            before = after;
        }

        Assert.InRange(before, 0, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Whoever_adds_the_same_messages_holds_the_same_bits(string name)
    {
        ICodec codec = Of(name);
        float[] one = new float[777], other = new float[777];
        byte[] message = new byte[codec.FloatsFor(777) * sizeof(float)];
        for (uint i = 0; i < 5; i++)
        {
            codec.Encode(Draw(777, i), message);
            codec.Add(message, one);
            // Wherever a vector lies in memory.
            codec.Add(message.AsSpan().ToArray(), other);
        }

        Assert.Equal(one.Select(BitConverter.SingleToInt32Bits), other.Select(BitConverter.SingleToInt32Bits));
    }

    private static ICodec Of(string name) => name switch
    {
        "fp16" => new HalfCodec(),
        "int8" => new IntegerCodec(bits: 8),
        "int4" => new IntegerCodec(bits: 4),
        _ => new TopCodec(0.3f),
    };

    private static float[] Draw(int length, uint seed)
    {
        var random = new CounterRandom(RandomKey.Of(RandomKey.Verification, seed, 0));
        return [.. Enumerable.Range(0, length).Select(_ => (float)random.NextInt(20_001) / 10_000 - 1)];
    }

    private static double Error(float[] vector, float[] estimate) => vector.Zip(estimate, (value, known) => ((double)value - known) * (value - known)).Sum();
}
