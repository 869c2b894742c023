using System.CommandLine;
using Cluster.Client.Specs;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary>A spec's file and the fields to replace in it.</summary>
internal sealed class SpecArguments
{
    private readonly Argument<string> _file = new("SPEC") { Description = "The job's spec, a YAML or JSON file" };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Replaces a field of the spec, such as training.epochs=1; may be repeated",
        HelpName = "PATH=VALUE",
    };

    /// <summary>Adds the arguments to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_file);
        command.Options.Add(_set);
    }

    /// <summary>Pushes the files of this machine that a spec names in place of datasets, and names the datasets instead.</summary>
    public Task PushFilesAsync(JobSpec spec, ClusterClient client, CommandContext context, ParseResult arguments, CancellationToken cancel) =>
        Files(arguments).ReplaceAsync(spec, new DatasetPush(client, context.Terminal), cancel);

    /// <summary>Reads the spec, and looks whether the files that it names are there.</summary>
    public JobSpec Read(ParseResult arguments)
    {
        JobSpec spec = SpecReader.ReadFile(arguments.GetRequiredValue(_file), [.. (arguments.GetValue(_set) ?? []).Select(SpecOverride.Parse)]);
        Files(arguments).Check(spec);
        return spec;
    }

    private SpecFiles Files(ParseResult arguments) => new(Path.GetDirectoryName(Path.GetFullPath(arguments.GetRequiredValue(_file)))!);
}
