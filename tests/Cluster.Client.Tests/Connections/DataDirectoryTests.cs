using Cluster.Client.Connections;
using Cluster.Client.Errors;

namespace Cluster.Client.Tests.Connections;

public sealed class DataDirectoryTests
{
    [Fact]
    public void The_option_comes_first_then_CLUSTER_DATA_then_XDG_DATA_HOME_then_home()
    {
        Dictionary<string, string> environment = new() { ["HOME"] = "/home/ann" };
        Assert.Equal("/home/ann/.local/share/cluster", Resolve(null, environment));

        environment["XDG_DATA_HOME"] = "/share";
        Assert.Equal("/share/cluster", Resolve(null, environment));

        environment["CLUSTER_DATA"] = "/data";
        Assert.Equal("/data", Resolve("", environment));

        Assert.Equal("/mine", Resolve("/mine/", environment).TrimEnd('/'));
        Assert.Equal(Path.Combine(Environment.CurrentDirectory, "here"), Resolve("here", environment));
    }

    [Theory]
    [InlineData("localhost:5000")]
    [InlineData("ftp://host")]
    [InlineData("/path")]
    public void A_server_must_be_an_http_URL(string url)
    {
        Assert.Equal(ErrorKind.Usage, Assert.Throws<ClusterException>(() => ServerAddress.At(url)).Kind);
    }

    private static string Resolve(string? chosen, Dictionary<string, string> environment) =>
        DataDirectory.Resolve(chosen, environment.GetValueOrDefault);
}
