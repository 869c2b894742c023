using Cluster.Silo.Hosting;
using Cluster.Training.Tests;

namespace Cluster.Silo.Tests.Hosting;

public sealed class StartTests : IDisposable
{
    private readonly TemporaryDirectory _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void A_taken_port_is_said_in_a_sentence()
    {
        using var taken = new ListeningPort(0);
        SiloStartException error = Assert.Throws<SiloStartException>(() => new ListeningPort(taken.Port));
        Assert.StartsWith($"port {taken.Port} cannot be used: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_directory_that_cannot_be_written_is_said_in_a_sentence()
    {
        File.WriteAllText(_disk["file"], "");
        SiloStartException error = Assert.Throws<SiloStartException>(() => new DataDirectory(_disk["file/data"]));
        Assert.StartsWith($"the data directory {_disk["file/data"]} cannot be written: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "silo", 1, "--data must name")]
    [InlineData("/data", "Silo 1", 1, "--name must be")]
    [InlineData("/data", "", 1, "--name must be")]
    [InlineData("/data", "a-name-of-more-than-forty-letters-in-a-row", 1, "--name must be")]
    [InlineData("/data", "silo", 0, "--lanes must be")]
    [InlineData("/data", "silo", 1025, "--lanes must be")]
    public void Settings_out_of_range_are_said_in_a_sentence(string data, string name, int lanes, string expected)
    {
        var settings = new SiloSettings { Data = data, Name = name, Lanes = lanes };
        Assert.Contains(expected, Assert.Throws<SiloStartException>(settings.Checked).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_settings_out_of_range_are_said_at_once()
    {
        var settings = new SiloSettings { Name = "A", Device = "gpu", Lanes = 0, Parent = -1, Port = 65536 };
        Assert.Equal(
            [
                "--data must name a directory",
                "--device must be cpu, cuda or cuda:N",
                "--lanes must be 1 to 1024",
                "--name must be 1 to 40 lower-case letters, digits or dashes",
                "--parent must be a process id",
                "--port must be 0 to 65535",
            ],
            Assert.Throws<SiloStartException>(settings.Checked).Message.Split("; ").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Settings_in_range_are_taken_as_they_are()
    {
        var settings = new SiloSettings { Data = "/data", Name = "silo-1", Device = "cuda:1", Lanes = 2, Port = 5000 };
        Assert.Same(settings, settings.Checked());
    }

    [Fact]
    public void The_record_of_a_silo_is_there_until_it_is_removed()
    {
        var record = new SiloRecord(123, "silo-1", "http://127.0.0.1:1", "http://127.0.0.1:2", DateTimeOffset.UnixEpoch);
        record.Write(_disk["silos"]);
        Assert.Equal(
            """{"pid":123,"name":"silo-1","frontDoor":"http://127.0.0.1:1","dataPlane":"http://127.0.0.1:2","started":"1970-01-01T00:00:00+00:00"}""",
            File.ReadAllText(_disk["silos/123.json"]));
        record.Remove(_disk["silos"]);
        Assert.Empty(_disk.Files());
    }
}
