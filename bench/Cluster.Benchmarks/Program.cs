using System.CommandLine;
using Cluster.Benchmarks.Averaging;
using Cluster.Benchmarks.Ladder;
using Cluster.Benchmarks.Micro;
using Cluster.Benchmarks.Rungs;
using Cluster.Benchmarks.Scale;
using Cluster.Benchmarks.Startup;

var root = new RootCommand("Measures what each layer of the system costs")
{
    LadderCommand.Create(), ExchangeCommand.Create(), StartupCommand.Create(), MicroCommand.Create(),
    ScaleCommand.Create(), RungCommand.Create(), IdleSiloCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
