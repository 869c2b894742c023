using Cluster.Benchmarks.Processes;
using Cluster.Benchmarks.Rungs;

namespace Cluster.Benchmarks.Ladder;

/// <summary>A rung that is a program, started anew in each round. It prints a <see cref="RungSample"/>.</summary>
/// <param name="name">What it is.</param>
/// <param name="core">The core it is bound to; null for none.</param>
/// <param name="command">The program and its arguments.</param>
internal sealed class ProcessRung(string name, int? core, IReadOnlyList<string> command) : IRung
{
    public string Name => name;

    /// <summary>Rungs of other programs.</summary>
    /// <param name="given">NAME=COMMAND each; arguments are separated by a space.</param>
    public static IEnumerable<ProcessRung> Peers(IEnumerable<string> given) =>
        given.Select(peer => peer.Split('=', 2)).Select(parts => new ProcessRung(parts[0], core: null, parts[1].Split(' ')));

    public async Task<RungSample> Run(CancellationToken cancel) => RungSample.Parse(await ChildProcess.Run(core, command, cancel));
}
