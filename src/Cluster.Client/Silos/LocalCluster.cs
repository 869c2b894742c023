using System.Globalization;
using Cluster.Client.Errors;

namespace Cluster.Client.Silos;

/// <summary>The silos of a data directory on this machine, and among them those that this process started.</summary>
internal sealed class LocalCluster : IDisposable
{
    private readonly List<SiloProcess> _started;

    private LocalCluster(IReadOnlyList<SiloRecord> silos, List<SiloProcess> started)
    {
        Silos = silos;
        _started = started;
    }

    /// <summary>All silos that run.</summary>
    public IReadOnlyList<SiloRecord> Silos { get; }

    /// <summary>How many of them this process started.</summary>
    public int StartedCount => _started.Count;

    /// <summary>Makes sure that a number of silos run; starts those that are missing, all at once.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="executable">Finds the silo's program; asked only if one has to be started.</param>
    /// <param name="count">How many silos should run, at least 1.</param>
    /// <param name="strength">What each silo computes with.</param>
    /// <param name="parent">Process with which started silos end; null to let them live on.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancel">Gives up; silos already started are stopped.</param>
    /// <exception cref="ClusterException">A silo could not be started; says why.</exception>
    public static async Task<LocalCluster> EnsureAsync(
        SiloDirectory directory, Func<string> executable, int count, SiloStrength strength, int? parent, TimeProvider time, CancellationToken cancel)
    {
        using IDisposable startLock = await TakeLockAsync(directory, time, cancel);
        IReadOnlyList<SiloRecord> live = await directory.LiveAsync(cancel);
        if (live.Count >= count)
            return new LocalCluster(live, []);
        string program = executable();
        Directory.CreateDirectory(Path.Combine(directory.Path, "logs"));
        List<SiloProcess> started = [.. FreeNames(live).Take(count - live.Count)
            .Select(name => SiloProcess.Start(program, directory, name, strength, parent, time))];
        try
        {
            SiloRecord[] ready = await Task.WhenAll(started.Select(silo => silo.ReadyAsync(cancel)));
            return new LocalCluster([.. live, .. ready], started);
        }
        catch
        {
            await StopAsync(started);
            throw;
        }
    }

    /// <summary>Completes when every silo that this process started has ended, and says why.</summary>
    public async Task<string> EndedAsync(CancellationToken cancel)
    {
        string[] reasons = await Task.WhenAll(_started.Select(silo => silo.EndedAsync(cancel)));
        return string.Join('\n', reasons);
    }

    /// <summary>Stops the silos that this process started.</summary>
    public Task StopAsync() => StopAsync(_started);

    /// <summary>Lets go of the silos; they run on.</summary>
    public void Dispose() => _started.ForEach(silo => silo.Dispose());

    private static async Task<IDisposable> TakeLockAsync(SiloDirectory directory, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            return await StartLock.TakeAsync(directory.Path, time, cancel);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClusterException(ErrorKind.Usage, $"The data directory {directory.Path} can't be written: {error.Message}", cause: error);
        }
    }

    private static IEnumerable<string> FreeNames(IReadOnlyList<SiloRecord> live)
    {
        HashSet<string> taken = [.. live.Select(record => record.Name)];
        return Enumerable.Range(1, int.MaxValue)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"silo-{number}"))
            .Where(name => !taken.Contains(name));
    }

    // One after another: silos that leave at the same moment wait for each other.
    private static async Task StopAsync(IEnumerable<SiloProcess> silos)
    {
        foreach (SiloProcess silo in silos) await silo.StopAsync();
    }
}
