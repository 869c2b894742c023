using System.Globalization;
using System.Text.Json;
using Cluster.Client.Silos;

namespace Cluster.Client.Tests.Servers;

/// <summary>A data directory with silo records, and a folder that stands for /proc.</summary>
internal sealed class SiloFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SiloFolder()
    {
        Directory = new SiloDirectory(_folder.File("data"), TimeProvider.System, _folder.File("proc"));
    }

    public SiloDirectory Directory { get; }

    public void Add(int pid, string name, string url, DateTimeOffset started, string? commandLine = "/opt/Cluster.Silo\0--data\0")
    {
        AddFile($"data/silos/{Text(pid)}.json", JsonSerializer.Serialize(
            new { pid, name, frontDoor = url, dataPlane = url, started }));
        if (commandLine is not null)
            AddFile($"proc/{Text(pid)}/cmdline", commandLine);
    }

    public void AddFile(string path, string content)
    {
        string file = _folder.File(path);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    public void Dispose() => _folder.Dispose();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
