using System.CommandLine;
using Cluster.Models.Devices;

namespace Cluster.Benchmarks.Rungs;

/// <summary>The option that says what is computed on.</summary>
internal sealed class DeviceOption
{
    private readonly Option<string> _device = new("--device")
    {
        Description = "cpu, cuda or cuda:N; with cuda each of several silos gets a GPU of its own",
        DefaultValueFactory = _ => DeviceName.Cpu.ToString(),
    };

    /// <summary>Adds it to a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_device);

    /// <summary>As it was given.</summary>
    public string Text(ParseResult arguments) => arguments.GetValue(_device)!;

    /// <summary>The device.</summary>
    public DeviceName Of(ParseResult arguments) => DeviceName.Parse(Text(arguments));
}
