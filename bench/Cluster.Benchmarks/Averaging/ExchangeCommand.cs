using System.CommandLine;
using System.Globalization;
using Cluster.Benchmarks.Ladder;
using Cluster.Benchmarks.Processes;
using Cluster.Benchmarks.Rungs;
using Cluster.Silo.Hosting;

namespace Cluster.Benchmarks.Averaging;

/// <summary><c>exchange</c>: how long silos take to average a vector that each of them has.</summary>
internal static class ExchangeCommand
{
    private const int WarmUp = 4;
    private const int Steps = 15;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<int> floats = new("--floats") { Description = "Floats in a vector", DefaultValueFactory = _ => 10_000_000 };
        Option<int> silos = new("--silos") { Description = "Silos, each with a vector", DefaultValueFactory = _ => 2 };
        Option<int> rounds = new("--rounds") { Description = "Rounds", DefaultValueFactory = _ => 3 };
        Option<string[]> peers = new("--peer") { Description = "NAME=COMMAND of a program that does the same", DefaultValueFactory = _ => [] };
        Option<bool> free = new("--unbound") { Description = "Do not bind silos to a core each" };
        Option<bool> apart = new("--connections") { Description = "Do not let silos read each other's memory, as if each were a machine" };
        Command command = new("exchange", "Times the averaging of a vector over silos, without any computing") { floats, silos, rounds, peers, free, apart };
        command.SetAction(async (arguments, cancel) =>
        {
            int count = arguments.GetValue(silos);
            string[] memory = arguments.GetValue(apart) ? [$"--{nameof(SiloSettings.PeerMemory)}", "false"] : [];
            await using SiloCluster cluster = await SiloCluster.Start(
                count, [Programs.Own, IdleSiloCommand.Name, .. memory], device: "cpu", !arguments.GetValue(free), TimeProvider.System, cancel);
            IRung[] rungs =
            [
                new AveragingRung(string.Create(CultureInfo.InvariantCulture, $"{count} silos"), cluster, arguments.GetValue(floats), (WarmUp, Steps)),
                .. ProcessRung.Peers(arguments.GetValue(peers)!),
            ];
            Console.WriteLine(Table(await LadderRun.Run(rungs, arguments.GetValue(rounds), Console.Error, cancel)));
        });
        return command;
    }

    private static string Table(IReadOnlyList<RungResult> results)
    {
        IEnumerable<string> rows = results.Select(result => string.Create(
            CultureInfo.InvariantCulture,
            $"| {result.Name} | {result.Samples[0].Floats} | {Milliseconds(result, step => step.Seconds):0.0} | {Milliseconds(result, step => step.Fold):0.0} | {Rate(result):0.000} | {result.Seconds(step => step.MovedBytes):0} |"));
        return string.Join('\n', rows.Prepend("| --- | ---: | ---: | ---: | ---: | ---: |").Prepend("| | floats | ms | of these fold | GB/s of vector | bytes moved |"));
    }

    private static double Milliseconds(RungResult result, Func<StepTime, double> phase) => result.Seconds(phase) * 1000;

    private static double Rate(RungResult result) => result.Samples[0].Floats!.Value * sizeof(float) / result.Seconds(step => step.Seconds) / 1e9;
}
