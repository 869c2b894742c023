using Cluster.Client.Silos;
using Cluster.Client.Tests.Servers;

namespace Cluster.Client.Tests.Silos;

public sealed class SiloDirectoryTests
{
    [Fact]
    public async Task Only_records_of_living_healthy_silos_count_oldest_first()
    {
        await using TestServer healthy = await TestServer.StartAsync();
        await using TestServer sick = await TestServer.StartAsync(isHealthy: false);
        TestServer gone = await TestServer.StartAsync();
        string goneUrl = gone.Url;
        await gone.DisposeAsync();
        using SiloFolder folder = new();
        folder.Add(1, "young", healthy.Url, Events.Noon.AddSeconds(1));
        folder.Add(2, "old", healthy.Url, Events.Noon);
        folder.Add(3, "dead-process", healthy.Url, Events.Noon, commandLine: null);
        folder.Add(4, "other-program", healthy.Url, Events.Noon, commandLine: "/usr/bin/editor\0");
        folder.Add(5, "sick", sick.Url, Events.Noon);
        folder.Add(6, "deaf", goneUrl, Events.Noon);
        folder.AddFile("data/silos/7.json", "{ half a record");
        folder.AddFile("data/silos/8.json.tmp", "{}");

        IReadOnlyList<SiloRecord> live = await folder.Directory.LiveAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["old", "young"], live.Select(record => record.Name));
    }

    [Fact]
    public async Task A_data_directory_that_does_not_exist_has_no_silos()
    {
        SiloDirectory directory = new("/no/such/folder", TimeProvider.System);

        Assert.Empty(await directory.LiveAsync(TestContext.Current.CancellationToken));
    }
}
