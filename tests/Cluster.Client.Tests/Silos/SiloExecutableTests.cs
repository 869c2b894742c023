using Cluster.Client.Errors;
using Cluster.Client.Silos;
using Cluster.Client.Tests.Servers;

namespace Cluster.Client.Tests.Silos;

public sealed class SiloExecutableTests
{
    [Fact]
    public void The_chosen_one_comes_first_then_the_one_beside_then_the_sibling_output()
    {
        using TemporaryFolder folder = new();
        string client = folder.File("bin/Cluster.Client/debug/");
        string sibling = Touch(folder.File("bin/Cluster.Silo/debug/Cluster.Silo"));
        Assert.Equal(sibling, SiloExecutable.Find(null, client));

        string beside = Touch(folder.File("bin/Cluster.Client/debug/silo/Cluster.Silo"));
        Assert.Equal(beside, SiloExecutable.Find("", client));

        string chosen = Touch(folder.File("elsewhere"));
        Assert.Equal(chosen, SiloExecutable.Find(chosen, client));
    }

    [Fact]
    public void A_missing_program_is_an_error_that_says_where_it_should_be()
    {
        ClusterException error = Assert.Throws<ClusterException>(() => SiloExecutable.Find(null, "/app/bin/Cluster.Client/debug"));

        Assert.Contains("/app/bin/Cluster.Silo/debug/Cluster.Silo", error.Message, StringComparison.Ordinal);
        Assert.Throws<ClusterException>(() => SiloExecutable.Find("/no/such/file", "/app"));
    }

    private static string Touch(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        return path;
    }
}
