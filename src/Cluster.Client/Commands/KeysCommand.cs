using System.CommandLine;
using Cluster.Client.Rendering;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster keys list|add|revoke</c>: the keys that open a cluster.</summary>
internal static class KeysCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context) => new("keys", "Lists, makes and revokes the keys that open a cluster to others")
    {
        List(context),
        KeysAddCommand.Create(context),
        Revoke(context),
    };

    private static Command List(CommandContext context)
    {
        Command command = new("list", "Lists the keys that are valid, oldest first");
        command.SetAction(async (arguments, cancel) =>
        {
            using ClusterClient client = context.Client(arguments);
            IReadOnlyList<AccessKey> keys = await client.ListKeysAsync(cancel);
            if (context.IsJson(arguments))
                JsonLine.WriteMessage(context.Terminal.Out, new ListKeysResponse { Keys = { keys } });
            else
                Write(keys, context.Terminal.Out);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Revoke(CommandContext context)
    {
        Argument<string> id = new("KEY") { Description = "The key's id, as the list shows it" };
        Command command = new("revoke", "Ends a key: from the next call on it opens nothing") { id };
        command.SetAction(async (arguments, cancel) =>
        {
            using ClusterClient client = context.Client(arguments);
            AccessKey revoked = await client.RevokeKeyAsync(arguments.GetRequiredValue(id), cancel);
            if (context.IsJson(arguments))
                JsonLine.WriteMessage(context.Terminal.Out, revoked);
            else
                context.Terminal.Error.WriteLine($"{revoked.Id} ({revoked.Name}) is revoked.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(IReadOnlyList<AccessKey> keys, TextWriter output)
    {
        TextTable table = new("KEY", "SCOPE", "CREATED", "LAST USED", "NAME");
        foreach (AccessKey key in keys)
            table.Add(key.Id, $"{key.Scope}".ToUpperInvariant(), Numbers.Time(key.CreateTime), Numbers.Time(key.LastUsedTime), key.Name);
        table.Write(output);
    }
}
