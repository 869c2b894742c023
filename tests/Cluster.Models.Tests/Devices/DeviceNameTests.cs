using Cluster.Models.Devices;

namespace Cluster.Models.Tests.Devices;

public sealed class DeviceNameTests
{
    [Theory]
    [InlineData("cpu", null, "cpu")]
    [InlineData("cuda", 0, "cuda:0")]
    [InlineData("cuda:0", 0, "cuda:0")]
    [InlineData("cuda:12", 12, "cuda:12")]
    public void A_name_is_read_and_written(string text, int? gpu, string written)
    {
        var name = DeviceName.Parse(text);

        Assert.Equal((gpu, written), (name.Gpu, name.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("CUDA")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:1000")]
    [InlineData("cpu\n")]
    public void Anything_else_is_refused(string text) => Assert.Throws<FormatException>(() => DeviceName.Parse(text));
}
