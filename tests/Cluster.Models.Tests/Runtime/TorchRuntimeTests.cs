using Cluster.Models.Runtime;
using TorchSharp;

namespace Cluster.Models.Tests.Runtime;

public sealed class TorchRuntimeTests
{
    [Fact]
    public void The_library_is_the_one_that_TorchSharp_asks_for()
    {
        TorchRuntime.Initialize();

        Assert.Equal(TorchRuntime.LibraryVersion, Version.Parse(torch.__version__).ToString(3));
    }
}
