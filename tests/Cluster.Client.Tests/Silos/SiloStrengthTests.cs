using Cluster.Client.Silos;

namespace Cluster.Client.Tests.Silos;

public sealed class SiloStrengthTests
{
    [Theory]
    [InlineData(null, "silo-1", "--lanes 2")]
    [InlineData("cpu", "silo-1", "--lanes 2 --device cpu")]
    [InlineData("cuda", "silo-1", "--lanes 2 --device cuda:0")]
    [InlineData("cuda", "silo-12", "--lanes 2 --device cuda:11")]
    [InlineData("cuda:1", "silo-3", "--lanes 2 --device cuda:1")]
    public void Each_silo_gets_its_device(string? device, string name, string arguments) =>
        Assert.Equal(arguments, string.Join(' ', new SiloStrength(2, device).ArgumentsOf(name)));
}
