using Cluster.Models.Runtime;
using TorchSharp;

namespace Cluster.Models.Tests.Runtime;

/// <summary>The switches are those of the whole process, so nothing may run beside it.</summary>
[Collection(nameof(DeterminismTests))]
[CollectionDefinition(nameof(DeterminismTests), DisableParallelization = true)]
public sealed class DeterminismTests
{
    [Fact]
    public void Everything_that_could_change_bits_of_a_gpu_is_switched_off()
    {
        TorchRuntime.Initialize();
        bool before = Determinism.State.Algorithms;
        try
        {
            Determinism.Require();

            Assert.Equal((Algorithms: true, CuDnn: true, Benchmark: false, Fill: false), Determinism.State);
            Assert.False(torch.backends.cuda.matmul.allow_tf32);
            Assert.False(torch.backends.cudnn.allow_tf32);
        }
        finally
        {
            Determinism.Switch(before);
        }

        Assert.Equal((before, before), (Determinism.State.Algorithms, Determinism.State.CuDnn));
    }
}
