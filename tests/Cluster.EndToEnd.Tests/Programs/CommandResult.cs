using System.Text.Json;

namespace Cluster.EndToEnd.Tests.Programs;

/// <summary>What a command left behind.</summary>
internal sealed record CommandResult(int ExitCode, string Out, string Error)
{
    /// <summary>The only line of the output, as JSON.</summary>
    public JsonElement Json
    {
        get
        {
            string line = Assert.Single(Out.TrimEnd('\n').Split('\n'));
            return JsonElement.Parse(line);
        }
    }

    /// <summary>Fails unless the command ended with this code; shows what it wrote.</summary>
    public CommandResult AssertExitCode(int expected)
    {
        Assert.True(expected == ExitCode, $"Exit code {ExitCode} instead of {expected}.\nOutput:\n{Out}\nErrors:\n{Error}");
        return this;
    }
}
