using System.CommandLine;
using Cluster.Benchmarks.Ladder;
using Cluster.Benchmarks.Rungs;

var root = new RootCommand("Measures what each layer of the system costs") { LadderCommand.Create(), RungCommand.Create() };
return await root.Parse(args).InvokeAsync();
