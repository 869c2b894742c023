using System.CommandLine;
using Cluster.Benchmarks.Jobs;
using Cluster.Benchmarks.Scale.Model;

namespace Cluster.Benchmarks.Scale;

/// <summary>Options that replace a measured cost by another.</summary>
internal sealed class ScaleOptions
{
    private readonly Option<string> _preset = new("--preset") { Description = "Size of the network", DefaultValueFactory = _ => "base" };
    private readonly Option<int> _shards = new("--shards") { Description = "Shards of 32 sequences that each worker computes in a step", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _localSteps = new("--local-steps") { Description = "Steps of a round, where rounds are predicted", DefaultValueFactory = _ => 64 };
    private readonly Option<double> _latency = new("--latency") { Description = "Milliseconds from one worker to another, one way", DefaultValueFactory = _ => 0.1 };
    private readonly Option<double?> _compute = new("--compute") { Description = "Milliseconds of a shard [default: measured]" };
    private readonly Option<double?> _control = new("--control") { Description = "Milliseconds of control in a step of one worker [default: measured]" };
    private readonly Option<double?> _fanOut = new("--fan-out") { Description = "Milliseconds of control for each further worker [default: measured]" };
    private readonly Option<double?> _hop = new("--hop") { Description = "Milliseconds of a hop without bytes and pulls [default: fitted]" };
    private readonly Option<double?> _pull = new("--pull") { Description = "Microseconds of a pull on either side [default: fitted]" };
    private readonly Option<double?> _host = new("--host") { Description = "GB/s that a worker's processor takes in and gives out [default: measured]" };
    private readonly Option<double?> _text = new("--text") { Description = "GB/s of plans and reports that the coordinator writes or reads [default: assumed]" };
    private readonly Option<double?> _density = new("--density") { Description = "Share of the embedding's rows that a shard touches [default: that of the preset]" };
    private readonly Option<FileInfo?> _measured = new("--measured") { Description = "Result of ladder --output json to take costs from, and to compare with" };

    public ScaleOptions() => _preset.AcceptOnlyFromAmong([.. Jobs.Preset.All.Select(preset => preset.Name)]);

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _preset, _shards, _localSteps, _latency, _compute, _control, _fanOut, _hop, _pull, _host, _text, _density, _measured })
            command.Options.Add(option);
    }

    /// <summary>What is to be predicted.</summary>
    public ScaleInput Read(ParseResult arguments)
    {
        var preset = Preset.Of(arguments.GetValue(_preset)!);
        var shape = GradientShape.Of(preset);
        if (arguments.GetValue(_density) is { } density) shape = shape with { Density = density };
        MeasuredLadder? ladder = arguments.GetValue(_measured) is { } file ? MeasuredLadder.Read(File.ReadAllText(file.FullName)) : null;
        if (ladder is not null && ladder.Preset != preset.Name) throw new ArgumentException($"The measured ladder is of preset {ladder.Preset}, not {preset.Name}");
        StepCosts costs = ladder?.Costs(shape, MeasuredCosts.Of(preset)) ?? MeasuredCosts.Of(preset);
        costs = costs with
        {
            ShardSeconds = arguments.GetValue(_compute) / 1e3 ?? costs.ShardSeconds,
            ControlSeconds = arguments.GetValue(_control) / 1e3 ?? costs.ControlSeconds,
            FanOutSeconds = arguments.GetValue(_fanOut) / 1e3 ?? costs.FanOutSeconds,
            HopSeconds = arguments.GetValue(_hop) / 1e3 ?? costs.HopSeconds,
            PullSeconds = arguments.GetValue(_pull) / 1e6 ?? costs.PullSeconds,
            HostBytesPerSecond = arguments.GetValue(_host) * 1e9 ?? costs.HostBytesPerSecond,
            TextBytesPerSecond = arguments.GetValue(_text) * 1e9 ?? costs.TextBytesPerSecond,
        };
        return new ScaleInput(preset, shape, costs, arguments.GetValue(_shards), arguments.GetValue(_localSteps), arguments.GetValue(_latency) / 1e3, ladder);
    }
}
