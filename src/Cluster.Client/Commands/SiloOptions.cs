using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Cluster.Client.Errors;
using Cluster.Client.Rendering;
using Cluster.Client.Silos;

namespace Cluster.Client.Commands;

/// <summary>How many silos should run on this machine, and how strong they are.</summary>
internal sealed class SiloOptions
{
    private readonly Option<int?> _count = new("--silos")
    {
        Description = "Silo processes to run on this machine; those missing are started [default: 1]",
        HelpName = "N",
    };

    private readonly Option<int?> _lanes = new("--lanes")
    {
        Description = "Compute threads of each silo that is started [default: cores / silos]",
        HelpName = "N",
    };

    private readonly Option<string?> _device = new("--device")
    {
        Description = "What each silo that is started computes on: cpu, cuda (silo-1 on the first GPU, silo-2 on the second and so on) or cuda:N [default: cpu]",
        HelpName = "NAME",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _count.Validators.Add(AtLeastOne);
        _lanes.Validators.Add(AtLeastOne);
        command.Options.Add(_count);
        command.Options.Add(_lanes);
        command.Options.Add(_device);
    }

    /// <summary>Makes sure that the silos run, and says so; null if the user named a server instead.</summary>
    /// <param name="context">The shared options.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="parent">Process with which started silos end; null to let them live on.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<LocalCluster?> EnsureAsync(CommandContext context, ParseResult arguments, int? parent, CancellationToken cancel)
    {
        int? count = arguments.GetValue(_count);
        int? lanes = arguments.GetValue(_lanes);
        string? device = arguments.GetValue(_device);
        if (context.ServerUrl(arguments) is string url)
            return count is null && lanes is null && device is null
                ? null
                : throw new ClusterException(ErrorKind.Usage, $"--silos, --lanes and --device are for silos of this machine, but the server is {url}.");
        Terminal terminal = context.Terminal;
        SiloDirectory directory = context.Silos(arguments);
        long began = terminal.Time.GetTimestamp();
        LocalCluster local = await LocalCluster.EnsureAsync(
            directory,
            () => SiloExecutable.Find(terminal.Environment("CLUSTER_SILO"), terminal.BaseDirectory),
            count ?? 1,
            new SiloStrength(lanes ?? Math.Max(1, Environment.ProcessorCount / (count ?? 1)), device),
            parent,
            terminal.Time,
            cancel);
        Tell(terminal, local, directory.Path, terminal.Time.GetElapsedTime(began));
        return local;
    }

    private static void Tell(Terminal terminal, LocalCluster local, string data, TimeSpan took)
    {
        string silos = local.Silos.Count == 1 ? "1 silo" : $"{Numbers.Grouped(local.Silos.Count)} silos";
        string started = local.StartedCount == 0
            ? "ran already"
            : string.Create(CultureInfo.InvariantCulture, $"{local.StartedCount} started in {took.TotalSeconds:0.0} s");
        terminal.Error.WriteLine($"{silos} on {data} ({started})");
    }

    private static void AtLeastOne(OptionResult result)
    {
        if (result.Errors.Any() || result.Tokens.Count == 0)
            return;
        if (int.TryParse(result.Tokens[^1].Value, CultureInfo.InvariantCulture, out int value) && value < 1)
            result.AddError($"{result.Option.Name} must be at least 1, not {result.Tokens[^1].Value}.");
    }
}
