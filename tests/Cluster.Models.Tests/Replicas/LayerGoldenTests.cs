using Cluster.Models.Tests.Goldens;
using Cluster.Training.Replicas;

namespace Cluster.Models.Tests.Replicas;

public sealed class LayerGoldenTests(DeviceFixture fixture)
{
    [Theory]
    [MemberData(nameof(LayerCase.Names), MemberType = typeof(LayerCase))]
    public async Task Outputs_loss_and_every_gradient_agree_with_PyTorch(string name)
    {
        using IReplica replica = fixture.Replica(LayerCase.Of(name).Network());

        await GoldenCheck.Agrees(LayerCase.Of(name), replica, TestContext.Current.CancellationToken);
    }
}
