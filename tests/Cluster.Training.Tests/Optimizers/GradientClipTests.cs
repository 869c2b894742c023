using Cluster.Training.Optimizers;

namespace Cluster.Training.Tests.Optimizers;

public sealed class GradientClipTests
{
    [Theory]
    [InlineData(4, 1f, 0.25f)]
    [InlineData(1, 1f, 1f)]
    [InlineData(0, 1f, 1f)]
    [InlineData(1.5, 3f, 1f)]
    [InlineData(8, 2f, 0.25f)]
    public void Scale_brings_long_gradients_to_the_limit(double norm, float limit, float expected) =>
        Assert.Equal(expected, GradientClip.Scale(norm, limit));

    [Fact]
    public void Without_a_limit_nothing_is_scaled() => Assert.Equal(1, GradientClip.Scale(1e30, null));
}
