using Cluster.Models.Runtime;
using Cluster.Silo.Hosting;

// Two words, as in the options of commands.
var switches = new Dictionary<string, string> { ["--rest-port"] = "RestPort", ["--management-port"] = "ManagementPort" };
try
{
    IConfiguration arguments = new ConfigurationBuilder().AddEnvironmentVariables("Cluster__").AddCommandLine(args, switches).Build();
    SiloSettings settings = (arguments.Get<SiloSettings>() ?? new SiloSettings()).Checked();
    // Loading libtorch takes as long as starting Orleans: both at once. Whoever needs it waits for it, or learns why it failed.
    _ = Task.Run(TorchRuntime.Initialize);
    await using SiloHost silo = await SiloHost.Start(settings, services => services.AddTorchReplicas(settings.Lanes));
    await silo.WaitForShutdown();
    return 0;
}
catch (Exception error) when (error is SiloStartException or TorchLoadException or IOException or UnauthorizedAccessException
    or InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" })
{
    await Console.Error.WriteLineAsync($"error: {error.Message}");
    return 1;
}
