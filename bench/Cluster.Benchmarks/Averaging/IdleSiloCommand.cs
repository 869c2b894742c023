using System.CommandLine;
using Cluster.Silo.Hosting;
using Cluster.Training.Replicas;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cluster.Benchmarks.Averaging;

/// <summary><c>idle-silo</c>: a silo with all it has, but for networks that compute nothing. Takes the arguments of a silo.</summary>
internal static class IdleSiloCommand
{
    /// <summary>Its name.</summary>
    public const string Name = "idle-silo";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Command command = new(Name, "A silo whose networks compute nothing") { Hidden = true, TreatUnmatchedTokensAsErrors = false };
        command.SetAction(async (arguments, _) =>
        {
            IConfiguration given = new ConfigurationBuilder().AddCommandLine([.. arguments.UnmatchedTokens]).Build();
            await using SiloHost silo = await SiloHost.Start(
                given.Get<SiloSettings>()!.Checked(), services => services.AddSingleton<IReplicaFactory, IdleReplicaFactory>());
            await silo.WaitForShutdown();
        });
        return command;
    }
}
