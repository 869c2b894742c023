using Cluster.Models.Devices;
using Cluster.Models.Runtime;
using Cluster.Silo.Hosting;
using Cluster.Silo.Storage.Postgres;

try
{
    if (args is [MigrateCommand.Name, .. string[] rest]) return await MigrateCommand.Run(rest);
    if (args is [DevicesCommand.Name]) return await DevicesCommand.Run();
    SiloSettings settings = SettingsReader.Read(args).Checked();
    if (args is [HealthCommand.Name, ..]) return await HealthCommand.Run(settings);
    // Loading libtorch takes as long as starting Orleans: both at once. Whoever needs it waits for it, or learns why it failed.
    if (settings.Role != SiloRole.Frontdoor) _ = Task.Run(TorchRuntime.Initialize);
    await using SiloHost silo = await SiloHost.Start(settings, services => services.AddTorchReplicas(settings));
    await silo.WaitForShutdown();
    return 0;
}
catch (Exception error) when (error is SiloStartException or TorchLoadException or DeviceUnavailableException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"error: {error.Message}");
    return 1;
}
