using Cluster.Models.Runtime;
using Cluster.Silo.Hosting;

try
{
    IConfiguration arguments = new ConfigurationBuilder().AddEnvironmentVariables("Cluster__").AddCommandLine(args).Build();
    await new SiloHost((arguments.Get<SiloSettings>() ?? new SiloSettings()).Checked()).Run();
    return 0;
}
catch (Exception error) when (error is SiloStartException or TorchLoadException or InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" })
{
    await Console.Error.WriteLineAsync($"error: {error.Message}");
    return 1;
}
