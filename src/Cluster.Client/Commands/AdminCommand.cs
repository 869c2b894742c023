using System.CommandLine;

namespace Cluster.Client.Commands;

/// <summary><c>cluster admin</c>: what operators do with the stores of a cluster.</summary>
internal static class AdminCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context) => new("admin", "Prepares the store of a cluster on several machines")
    {
        MigrateCommand.Create(context),
    };
}
