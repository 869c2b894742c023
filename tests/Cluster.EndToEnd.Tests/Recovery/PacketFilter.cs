using System.Diagnostics;
using System.Globalization;

namespace Cluster.EndToEnd.Tests.Recovery;

/// <summary>A rule of the kernel's packet filter for one local port, for as long as it lives.</summary>
internal sealed class PacketFilter : IDisposable
{
    private readonly string _table;

    /// <summary>Sets the rule up.</summary>
    /// <param name="port">The TCP port.</param>
    /// <param name="verdict">What happens to packets for it, as nft says it.</param>
    public PacketFilter(int port, string verdict)
    {
        _table = string.Create(CultureInfo.InvariantCulture, $"cluster_test_{port}");
        Assert.Null(Run($"add table inet {_table}; add chain inet {_table} in {{ type filter hook input priority 0; }}; add rule inet {_table} in iif lo tcp dport {port} {verdict}"));
    }

    /// <summary>Skips the test, with the reason, where there can be no such rule.</summary>
    public static void Require()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("Filtering packets needs root.");
        if (Run("add table inet cluster_test; delete table inet cluster_test") is { } reason)
            Assert.Skip($"This system filters no packets: {reason}");
    }

    /// <inheritdoc/>
    public void Dispose() => Run($"delete table inet {_table}");

    /// <summary>Runs commands of nft; returns why that was not possible, or null.</summary>
    private static string? Run(string commands)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("nft", [commands]) { RedirectStandardError = true })!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : errors.Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "the command nft is missing";
        }
    }
}
