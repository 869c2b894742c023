using Cluster.Client.Rendering;

namespace Cluster.Client.Commands;

/// <summary>Shows how many rows are done, on one line, where someone watches.</summary>
internal sealed class RowProgress(Terminal terminal) : IProgress<long>
{
    /// <inheritdoc/>
    public void Report(long value)
    {
        if (terminal.IsLive) terminal.Error.Write($"\r{Numbers.Grouped(value)} rows\r");
    }
}
