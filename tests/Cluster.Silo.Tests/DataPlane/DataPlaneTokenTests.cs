using Cluster.Silo.DataPlane;
using Cluster.Silo.Hosting;
using Cluster.Training.Tests;

namespace Cluster.Silo.Tests.DataPlane;

public sealed class DataPlaneTokenTests : IDisposable
{
    private readonly TemporaryDirectory _disk = new();

    private string Path => _disk["data-plane.token"];

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void The_first_silo_makes_a_secret_that_only_its_user_can_read()
    {
        string secret = DataPlaneToken.ReadOrCreate(Path).Value;
        Assert.Matches("^[0-9a-f]{64}$", secret);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        Assert.Equal(secret, DataPlaneToken.ReadOrCreate(Path).Value);
        Assert.Equal([Path], _disk.Files());
    }

    [Fact]
    public async Task Silos_that_start_at_the_same_moment_get_the_same_secret()
    {
        DataPlaneToken[] tokens = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => DataPlaneToken.ReadOrCreate(Path))));
        Assert.Single(tokens.Distinct());
        Assert.Equal([Path], _disk.Files());
    }

    [Theory]
    [InlineData("")]
    [InlineData("77")]
    [InlineData("777777777777777777777777777777777777777777777777777777777777777\n")]
    public void A_file_without_a_secret_never_opens_the_data_plane(string content)
    {
        File.WriteAllText(Path, content);
        SiloStartException error = Assert.Throws<SiloStartException>(() => DataPlaneToken.ReadOrCreate(Path));
        Assert.Equal($"{Path} is damaged; stop all silos of this data directory, delete the file and start again", error.Message);
    }
}
