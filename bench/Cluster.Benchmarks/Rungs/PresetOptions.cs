using System.CommandLine;
using Cluster.Benchmarks.Jobs;

namespace Cluster.Benchmarks.Rungs;

/// <summary>Options that say what is trained and for how long.</summary>
internal sealed class PresetOptions
{
    private readonly Option<string> _preset = new("--preset") { Description = "Size of the network", DefaultValueFactory = _ => "base" };
    private readonly Option<int?> _sequences = new("--sequences") { Description = "Sequences in the global batch [default: 32 a worker]", Hidden = true };
    private readonly Option<int> _shards = new("--parts") { Description = "Shards of the batch", DefaultValueFactory = _ => 1, Hidden = true };
    private readonly Option<int?> _warmUp = new("--warm-up") { Description = "First steps of a round, which do not count [default: by preset]" };
    private readonly Option<int?> _steps = new("--steps") { Description = "Steps of a round that count [default: by preset]" };

    public PresetOptions() => _preset.AcceptOnlyFromAmong([.. Jobs.Preset.All.Select(preset => preset.Name)]);

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _preset, _sequences, _shards, _warmUp, _steps }) command.Options.Add(option);
    }

    /// <summary>What is trained.</summary>
    public Preset Preset(ParseResult arguments) => Jobs.Preset.Of(arguments.GetValue(_preset)!);

    /// <summary>For how long, by one worker.</summary>
    public JobSize Size(ParseResult arguments)
    {
        Preset preset = Preset(arguments);
        return new JobSize(
            arguments.GetValue(_sequences) ?? preset.Sequences,
            arguments.GetValue(_shards),
            arguments.GetValue(_warmUp) ?? preset.WarmUp,
            arguments.GetValue(_steps) ?? preset.Steps);
    }
}
