using Cluster.Training.Optimizers;
using Cluster.Training.Randomness;
using Cluster.V1;

namespace Cluster.Training.Tests.Optimizers;

public sealed class OptimizerTests
{
    private const int Updates = 5;

    public static TheoryData<string> Kinds => ["sgd", "momentum", "momentum-decay", "rmsprop", "rmsprop-decay", "adam", "adam-decay", "adamw"];

    [Fact]
    public void Sgd_agrees_with_PyTorch() => AssertClose(OptimizerGoldens.Sgd, Train("sgd", 37, 1));

    [Fact]
    public void Sgd_with_momentum_agrees_with_PyTorch() => AssertClose(OptimizerGoldens.SgdWithMomentum, Train("momentum", 37, 0.5f));

    [Fact]
    public void RmsProp_agrees_with_the_rule_of_Keras() => AssertClose(OptimizerGoldens.RmsProp, Train("rmsprop", 37, 0.5f));

    [Fact]
    public void Adam_agrees_with_PyTorch() => AssertClose(OptimizerGoldens.Adam, Train("adam", 37, 0.5f));

    [Fact]
    public void Decoupled_weight_decay_agrees_with_the_rule_of_Keras()
    {
        AssertClose(OptimizerGoldens.SgdWithDecay, Train("momentum-decay", 37, 0.5f));
        AssertClose(OptimizerGoldens.RmsPropWithDecay, Train("rmsprop-decay", 37, 0.5f));
        // AdamW is Adam with decoupled decay.
        AssertClose(OptimizerGoldens.AdamW, Train("adam-decay", 37, 0.5f));
    }

    [Fact]
    public void Decay_alone_shrinks_by_learning_rate_times_decay()
    {
        float[] parameters = [2];
        OptimizerTable.Create(new OptimizerSpec { Sgd = new() { WeightDecay = 0.5f } }).Apply(parameters, [0f], [], new(1, 0.25f, 1));
        Assert.Equal(2 * (1 - 0.25f * 0.5f), parameters[0]);
    }

    [Fact]
    public void AdamW_agrees_with_PyTorch() => AssertClose(OptimizerGoldens.AdamW, Train("adamw", 37, 0.5f));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Vectors_and_single_values_give_the_same_bits(string kind)
    {
        IOptimizer optimizer = OptimizerTable.Create(Spec(kind));
        const int length = 53;
        float[] whole = RandomValues(1, length), single = (float[])whole.Clone();
        Memory<float>[] wholeState = State(optimizer, length), singleState = State(optimizer, length);
        for (int number = 1; number <= 20; number++)
        {
            float[] gradient = RandomValues(number + 1, length);
            Update update = new(number, 0.01f, 0.7f);
            optimizer.Apply(whole, gradient, wholeState, update);
            // One value at a time never fills a vector, so only the scalar loop runs.
            for (int i = 0; i < length; i++)
            {
                Memory<float>[] part = [.. singleState.Select(vector => vector.Slice(i, 1))];
                optimizer.Apply(single.AsSpan(i, 1), gradient.AsSpan(i, 1), part, update);
            }
        }

        Assert.Equal(Bits(single), Bits(whole));
        for (int s = 0; s < wholeState.Length; s++) Assert.Equal(Bits(singleState[s].Span), Bits(wholeState[s].Span));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Padding_stays_zero(string kind)
    {
        IOptimizer optimizer = OptimizerTable.Create(Spec(kind));
        float[] parameters = new float[32], gradient = new float[32];
        Memory<float>[] state = State(optimizer, 32);
        parameters[0] = gradient[0] = 1;
        for (int number = 1; number <= 10; number++) optimizer.Apply(parameters, gradient, state, new(number, 0.1f, 1));

        Assert.NotEqual(1, parameters[0]);
        Assert.All(parameters[1..], value => Assert.Equal(0f, value));
        foreach (Memory<float> vector in state) Assert.All(vector[1..].ToArray(), value => Assert.Equal(0f, value));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Vectors_of_other_lengths_are_refused(string kind)
    {
        IOptimizer optimizer = OptimizerTable.Create(Spec(kind));
        Update update = new(1, 0.1f, 1);
        Assert.Throws<ArgumentException>(() => optimizer.Apply(new float[4], new float[3], State(optimizer, 4), update));
        Assert.Throws<ArgumentException>(() => optimizer.Apply(new float[4], new float[4], [new float[4], new float[4], new float[4]], update));
        if (optimizer.StateNames.Count > 0)
            Assert.Throws<ArgumentException>(() => optimizer.Apply(new float[4], new float[4], State(optimizer, 3), update));
    }

    [Fact]
    public void Sgd_without_momentum_has_no_state() => Assert.Empty(OptimizerTable.Create(Spec("sgd")).StateNames);

    [Fact]
    public void Bias_corrections_vanish_after_many_updates()
    {
        // After a million updates both corrections are 1; with m = v = g = 1 the parameter moves by lr / (1 + epsilon).
        IOptimizer optimizer = OptimizerTable.Create(Spec("adam"));
        float[] parameters = [1];
        optimizer.Apply(parameters, [1f], [new float[] { 1 }, new float[] { 1 }], new(1_000_000, 0.5f, 1));
        Assert.Equal(1 - 0.5 / 1.001, parameters[0], 1e-6);
    }

    [Fact]
    public void A_spec_without_an_optimizer_is_refused() =>
        Assert.Throws<ArgumentException>(() => OptimizerTable.Create(new OptimizerSpec()));

    /// <summary>The settings of tests/goldens/optimizers.py.</summary>
    private static OptimizerSpec Spec(string kind) => kind switch
    {
        "sgd" => new() { Sgd = new() { LearningRate = 0.01f, Momentum = 0 } },
        "momentum" => new() { Sgd = new() { LearningRate = 0.01f, Momentum = 0.9f } },
        "momentum-decay" => new() { Sgd = new() { LearningRate = 0.01f, Momentum = 0.9f, WeightDecay = 0.1f } },
        "rmsprop-decay" => new() { Rmsprop = new() { LearningRate = 0.01f, Rho = 0.9f, Epsilon = 1e-3f, WeightDecay = 0.1f } },
        "adam-decay" => new() { Adam = new() { LearningRate = 0.01f, Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-3f, WeightDecay = 0.1f } },
        "rmsprop" => new() { Rmsprop = new() { LearningRate = 0.01f, Rho = 0.9f, Epsilon = 1e-3f } },
        "adam" => new() { Adam = new() { LearningRate = 0.01f, Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-3f } },
        "adamw" => new() { Adamw = new() { LearningRate = 0.01f, Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-3f, WeightDecay = 0.1f } },
        _ => throw new ArgumentException(kind),
    };

    private static float[] Train(string kind, int length, float scale)
    {
        IOptimizer optimizer = OptimizerTable.Create(Spec(kind));
        float[] parameters = [.. Enumerable.Range(0, length).Select(i => (i * 7 % 13 - 6.5f) / 4)];
        Memory<float>[] state = State(optimizer, length);
        for (int step = 1; step <= Updates; step++)
        {
            float[] gradient = [.. Enumerable.Range(0, length).Select(i => ((i * 5 + step * 3) % 11 - 5) / 8f)];
            optimizer.Apply(parameters, gradient, state, new(step, optimizer.LearningRate, scale));
        }

        return parameters;
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-6 * Math.Abs(expected[i]), $"[{i}] {expected[i]:R} {actual[i]:R}");
    }

    private static Memory<float>[] State(IOptimizer optimizer, int length) =>
        [.. optimizer.StateNames.Select(_ => new Memory<float>(new float[length]))];

    private static float[] RandomValues(int seed, int length)
    {
        CounterRandom random = new((ulong)seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) values[i] = (float)random.NextNormal();
        return values;
    }

    private static int[] Bits(ReadOnlySpan<float> values)
    {
        int[] bits = new int[values.Length];
        for (int i = 0; i < bits.Length; i++) bits[i] = BitConverter.SingleToInt32Bits(values[i]);
        return bits;
    }
}
