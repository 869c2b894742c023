using Cluster.Training.Sync;
using Cluster.V1;

namespace Cluster.Training.Tests.Sync;

public sealed class InnerWarmUpTests
{
    [Fact]
    public void Steps_of_RMSprop_are_shortened_by_the_root_of_what_its_mean_has_seen()
    {
        var warmUp = new InnerWarmUp(new OptimizerSpec { Rmsprop = new RmsPropOptimizer { Rho = 0.9f } });
        // sqrt(1 - 0.9^n)
        Assert.Equal(0.316228f, warmUp.Rate(1, 1), 1e-5f);
        Assert.Equal(0.435890f, warmUp.Rate(1, 2), 1e-5f);
        Assert.Equal(0.807045f, warmUp.Rate(1, 10), 1e-5f);
        Assert.Equal(1, warmUp.Rate(1, 1000));
    }

    [Fact]
    public void Adam_corrects_its_bias_itself() => Assert.Equal(0.5f, new InnerWarmUp(new OptimizerSpec { Adam = new AdamOptimizer() }).Rate(0.5f, 1));
}
