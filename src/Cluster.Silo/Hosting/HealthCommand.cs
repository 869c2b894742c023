using System.Globalization;

namespace Cluster.Silo.Hosting;

/// <summary>Asks the process that runs beside it in a container whether it is well, for container engines that run a command to find out.</summary>
internal static class HealthCommand
{
    /// <summary>The first argument that stands for it.</summary>
    public const string Name = "health";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    /// <summary>Asks.</summary>
    /// <param name="settings">Those of the process that is asked: they come from the same environment.</param>
    /// <returns>The exit code: 0 if it is ready, else 1.</returns>
    public static async Task<int> Run(SiloSettings settings)
    {
        using var client = new HttpClient { Timeout = Limit };
        int port = settings.ManagementPort ?? DefaultPorts.Management;
        try
        {
            var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/healthz/ready"));
            using HttpResponseMessage answer = await client.GetAsync(address);
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"error: {error.Message}");
            return 1;
        }
    }
}
