using System.CommandLine;
using Cluster.Benchmarks.Rungs;

namespace Cluster.Benchmarks.Ladder;

/// <summary><c>ladder</c>: the same training by hand, by the trainer alone, through one silo and through several, side by side.</summary>
internal static class LadderCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        PresetOptions preset = new();
        DeviceOption device = new();
        Option<int> silos = new("--silos") { Description = "Silos of the last rung; below 2 it is left out", DefaultValueFactory = _ => 2 };
        Option<int> rounds = new("--rounds") { Description = "Rounds; each runs every rung once", DefaultValueFactory = _ => 3 };
        Option<int> shards = new("--shards")
        {
            Description = "Above 1 two more rungs show what exactness costs: as many shards of 32 sequences a worker, and the same batch as one shard a worker",
            DefaultValueFactory = _ => 1,
        };
        Option<string[]> peers = new("--peer") { Description = "NAME=COMMAND of a program that is one more rung; it prints a line of JSON", DefaultValueFactory = _ => [] };
        Option<bool> free = new("--unbound") { Description = "Do not bind workers to a core each" };
        Option<string> output = new("--output") { Description = "Form of the result", DefaultValueFactory = _ => "text" };
        output.AcceptOnlyFromAmong("text", "json");
        Command command = new("ladder", "Trains a preset by hand, by the trainer, through one silo and through several, in turn") { silos, rounds, shards, peers, free, output };
        preset.AddTo(command);
        device.AddTo(command);
        command.SetAction(async (arguments, cancel) =>
        {
            var plan = new LadderPlan(preset.Preset(arguments), preset.Size(arguments), device.Text(arguments), !arguments.GetValue(free), TimeProvider.System);
            await using LadderRungs rungs = await plan.Build(arguments.GetValue(silos), arguments.GetValue(shards), arguments.GetValue(peers)!, cancel);
            IReadOnlyList<RungResult> results = await LadderRun.Run([plan.Peak, .. rungs.All], arguments.GetValue(rounds), Console.Error, cancel);
            var result = new LadderResult(preset.Preset(arguments), results[0], [.. results.Skip(1)]);
            Console.WriteLine(arguments.GetValue(output) == "json" ? LadderJson.Write(result) : LadderTable.Write(result));
        });
        return command;
    }
}
