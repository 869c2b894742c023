using System.Globalization;
using Cluster.Client.Access;
using Cluster.Client.Connections;

namespace Cluster.Client.Silos;

/// <summary>The silos of a data directory, as their records tell. Records of dead processes are ignored.</summary>
public sealed class SiloDirectory
{
    private readonly TimeProvider _time;
    private readonly string _processes;

    /// <summary>Opens a data directory, which need not exist.</summary>
    /// <param name="path">The data directory.</param>
    /// <param name="time">Clock for the limits of health checks.</param>
    /// <param name="processes">Where the system tells about its processes.</param>
    /// <param name="access">Which certificates of silos are believed; null for those that this machine believes.</param>
    public SiloDirectory(string path, TimeProvider time, string processes = "/proc", ClientAccess? access = null)
    {
        Access = access ?? ClientAccess.None;
        Path = path;
        _time = time;
        _processes = processes;
    }

    /// <summary>The data directory.</summary>
    public string Path { get; }

    /// <summary>Which certificates of silos are believed.</summary>
    internal ClientAccess Access { get; }

    /// <summary>The record's file of a process.</summary>
    internal string RecordFile(int pid) =>
        System.IO.Path.Combine(Path, "silos", string.Create(CultureInfo.InvariantCulture, $"{pid}.json"));

    /// <summary>The log file of a silo.</summary>
    internal string LogFile(string name) => System.IO.Path.Combine(Path, "logs", $"{name}.log");

    /// <summary>Returns the records of silos whose process lives and whose server says that it serves, oldest first.</summary>
    /// <param name="cancel">Gives up early.</param>
    public async Task<IReadOnlyList<SiloRecord>> LiveAsync(CancellationToken cancel)
    {
        List<SiloRecord> candidates = [.. Records().Where(record => IsSilo(record.Pid)).OrderBy(record => record.Started)];
        bool[] serves = await Task.WhenAll(candidates.Select(record => HealthProbe.ServesAsync(record.FrontDoor, Access, _time, cancel)));
        return [.. candidates.Where((_, i) => serves[i])];
    }

    /// <summary>Whether a silo runs under this process id; another program may have got the id since.</summary>
    internal bool IsSilo(int pid)
    {
        string file = System.IO.Path.Combine(_processes, pid.ToString(CultureInfo.InvariantCulture), "cmdline");
        try
        {
            return File.ReadAllText(file).Contains("Cluster.Silo", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private IEnumerable<SiloRecord> Records()
    {
        string folder = System.IO.Path.Combine(Path, "silos");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.json").Select(SiloRecord.TryRead).OfType<SiloRecord>()
            : [];
    }
}
