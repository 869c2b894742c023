using System.Security.Cryptography;
using System.Text.Json;
using Cluster.EndToEnd.Tests.Programs;

namespace Cluster.EndToEnd.Tests.Bits;

/// <summary>The first promise: machines do not show in the result.</summary>
public sealed class MachineTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_number_of_silos_and_lanes_gives_the_same_weights()
    {
        string one = await TrainAsync(epochs: 1, silos: 1, lanes: 1);
        foreach ((int silos, int lanes) in ((int, int)[])[(1, 2), (2, 1), (2, 2), (3, 1), (3, 2)])
            Assert.Equal(one, await TrainAsync(epochs: 1, silos, lanes));

        string two = await TrainAsync(epochs: 2, silos: 1, lanes: 2);
        Assert.Equal(two, await TrainAsync(epochs: 2, silos: 3, lanes: 1));
        Assert.NotEqual(one, two);
    }

    [Fact]
    public async Task Silos_of_one_machine_read_each_others_memory_unless_they_are_told_not_to_and_get_the_same_weights()
    {
        Assert.SkipWhen(ForbidsReading(), "kernel.yama.ptrace_scope is above 0 here");
        await using TestCluster reading = new(), connected = new() { Variables = { ["Cluster__PeerMemory"] = "false" } };
        Assert.Equal(await TrainAsync(reading, 1, 2, 1), await TrainAsync(connected, 1, 2, 1));
        Assert.Contains("are read from its memory", reading.Logs(), StringComparison.Ordinal);
        Assert.DoesNotContain("are read from its memory", connected.Logs(), StringComparison.Ordinal);
    }

    private static bool ForbidsReading() =>
        File.Exists("/proc/sys/kernel/yama/ptrace_scope") && File.ReadAllText("/proc/sys/kernel/yama/ptrace_scope").Trim() != "0";

    private static async Task<string> TrainAsync(int epochs, int silos, int lanes)
    {
        await using TestCluster cluster = new();
        return await TrainAsync(cluster, epochs, silos, lanes);
    }

    /// <summary>Trains with silos of its own and returns the digest of the weights, which the command tells and the file has.</summary>
    private static async Task<string> TrainAsync(TestCluster cluster, int epochs, int silos, int lanes)
    {
        CommandResult trained = await cluster.RunAsync(
            "train", Repository.LanguageId, "--set", $"training.epochs={epochs}", "--silos", $"{silos}", "--lanes", $"{lanes}", "--output", "json");

        JsonElement result = trained.AssertExitCode(0).Json;
        Assert.Equal("SUCCEEDED", result.GetProperty("state").GetString());
        Assert.Equal(34 * epochs, result.GetProperty("steps").GetInt32());
        Assert.Equal(silos, trained.Error.Split('\n').Count(line => line.Contains("joined: takes part from step 0 on", StringComparison.Ordinal)));
        Assert.Empty(cluster.Silos);
        string told = result.GetProperty("weightsSha256").GetString()!;
        string weights = Path.Combine(result.GetProperty("model").GetString()!, "model.safetensors");
        await using FileStream file = File.OpenRead(weights);
        Assert.Equal(Convert.ToHexStringLower(await SHA256.HashDataAsync(file, Cancel)), told);
        return told;
    }
}
