namespace Cluster.Deploy.Tests.Programs;

/// <summary>What a program left behind.</summary>
internal sealed record ToolResult(string Command, int ExitCode, string Out, string Error)
{
    /// <summary>Fails unless the program succeeded; shows what it wrote.</summary>
    public ToolResult AssertSuccess()
    {
        Assert.True(ExitCode == 0, $"{Command}: exit code {ExitCode}\n{Out}\n{Error}");
        return this;
    }
}
