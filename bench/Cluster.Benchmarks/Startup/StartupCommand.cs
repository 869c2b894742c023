using System.CommandLine;
using System.Globalization;
using Cluster.Benchmarks.Rungs;

namespace Cluster.Benchmarks.Startup;

/// <summary><c>startup</c>: how long a user waits from <c>cluster train</c> to the first step, with a silo that is built and not running.</summary>
internal static class StartupCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<int> rounds = new("--rounds") { Description = "Rounds, each from nothing", DefaultValueFactory = _ => 5 };
        Command command = new("startup", "Times `cluster train` from the command to the first step, on one silo") { rounds };
        command.SetAction(async (arguments, cancel) =>
        {
            var samples = new List<StartupSample>();
            for (int round = 0; round < arguments.GetValue(rounds); round++) samples.Add(await StartupSample.Measure(TimeProvider.System, cancel));
            Console.WriteLine("| seconds since the command | median | fastest | slowest |");
            Console.WriteLine("| --- | ---: | ---: | ---: |");
            Row("job created", samples.Select(sample => sample.Created));
            Row("workers prepared", samples.Select(sample => sample.Prepared));
            Row("first step done", samples.Select(sample => sample.FirstStep));
        });
        return command;
    }

    private static void Row(string what, IEnumerable<double> seconds)
    {
        double[] all = [.. seconds];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {Statistics.Median(all):0.00} | {all.Min():0.00} | {all.Max():0.00} |"));
    }
}
