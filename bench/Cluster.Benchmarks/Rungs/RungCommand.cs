using System.CommandLine;
using Cluster.Benchmarks.Jobs;
using Cluster.Models.Devices;

namespace Cluster.Benchmarks.Rungs;

/// <summary><c>rung raw|local|peak</c>: one round of a rung that is a process of its own. The ladder starts it; it prints a <see cref="RungSample"/>.</summary>
internal static class RungCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> rung = new("rung") { Description = "What to run" };
        rung.AcceptOnlyFromAmong("raw", "local", "peak");
        PresetOptions preset = new();
        DeviceOption device = new();
        Command command = new("rung", "One round of a rung in this process; prints a line of JSON") { rung };
        preset.AddTo(command);
        device.AddTo(command);
        command.SetAction(async (arguments, cancel) =>
        {
            TimeProvider time = TimeProvider.System;
            (Preset chosen, JobSize size, DeviceName place) = (preset.Preset(arguments), preset.Size(arguments), device.Of(arguments));
            RungSample sample = arguments.GetValue(rung) switch
            {
                "raw" => RawLoop.Run(chosen, size, place, time),
                "local" => await LocalLoop.Run(chosen, size, place, time, cancel),
                _ => MatrixPeak.Run(place, time),
            };
            Console.WriteLine(sample.ToJson());
        });
        return command;
    }
}
