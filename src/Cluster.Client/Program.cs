using Cluster.Client.Commands;

using Interrupts interrupts = new();
return await CommandLine.RunAsync(args, Terminal.OfProcess(), interrupts.Token);
