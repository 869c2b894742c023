using TorchSharp;

namespace Cluster.Models.Tests;

public sealed class TorchLoadTests
{
    [Fact]
    public void Libtorch_loads_and_adds()
    {
        using torch.Tensor sum = torch.ones(2) + torch.ones(2);

        Assert.Equal(4f, sum.sum().item<float>());
    }
}
