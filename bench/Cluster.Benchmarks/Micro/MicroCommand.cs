using System.CommandLine;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Cluster.Benchmarks.Micro;

/// <summary><c>micro</c>: BenchmarkDotNet over the pieces that every step goes through.</summary>
internal static class MicroCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string> filter = new("--filter") { Description = "Which benchmarks, such as *Fold*", DefaultValueFactory = _ => "*" };
        Command command = new("micro", "Times fold, optimizers, messages and sampler by themselves") { filter };
        command.SetAction(arguments =>
        {
            BenchmarkSwitcher.FromTypes([typeof(FoldBenchmarks), typeof(OptimizerBenchmarks), typeof(MessageBenchmarks), typeof(SamplerBenchmarks)])
                .Run(["--filter", arguments.GetValue(filter)!], Config());
        });
        return command;
    }

    // In this process: a project that BenchmarkDotNet writes would not have our settings of the build.
    private static ManualConfig Config() => ManualConfig.CreateEmpty()
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddExporter(MarkdownExporter.GitHub)
        .AddLogger(ConsoleLogger.Default)
        .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "cluster-micro"));
}
