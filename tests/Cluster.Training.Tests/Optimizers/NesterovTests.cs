using Cluster.Training.Optimizers;
using Cluster.V1;

namespace Cluster.Training.Tests.Optimizers;

public sealed class NesterovTests
{
    [Fact]
    public void Two_updates_come_to_what_the_rule_says()
    {
        var optimizer = new Nesterov(new OuterSpec { LearningRate = 0.5f, Momentum = 0.5f });
        // 20 values: one full vector and a rest.
        float[] parameters = [.. Enumerable.Repeat(1f, 20)], gradient = [.. Enumerable.Repeat(0.25f, 20)], velocity = new float[20];
        // v = 0.25, p = 1 - 0.5 (0.25 + 0.125); then v = 0.375, p -= 0.5 (0.25 + 0.1875). All numbers are exact.
        foreach (float expected in new[] { 0.8125f, 0.59375f })
        {
            optimizer.Apply(parameters, gradient, [velocity], new Update(1, 0.5f, 1));
            Assert.All(parameters, value => Assert.Equal(expected, value));
        }

        Assert.All(velocity, value => Assert.Equal(0.375f, value));
    }

    [Fact]
    public void Without_momentum_and_with_rate_1_parameters_move_by_the_mean()
    {
        var optimizer = new Nesterov(new OuterSpec { LearningRate = 1, Momentum = 0 });
        float[] parameters = [1, 2];
        optimizer.Apply(parameters, [0.25f, -0.5f], [], new Update(1, 1, 1));
        Assert.Empty(optimizer.StateNames);
        Assert.Equal([0.75f, 2.5f], parameters);
    }
}
