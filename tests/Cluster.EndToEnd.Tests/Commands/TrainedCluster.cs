using System.Text.Json;
using Cluster.EndToEnd.Tests.Programs;

namespace Cluster.EndToEnd.Tests.Commands;

/// <summary>One silo that stays, and a model that was trained on it for five epochs.</summary>
public sealed class TrainedCluster : IAsyncLifetime
{
    /// <summary>Where the commands run.</summary>
    internal TestCluster Cluster { get; } = new();

    /// <summary>The id of the job and of its model.</summary>
    public string Model { get; private set; } = "";

    /// <summary>What the command told at its end.</summary>
    public JsonElement Result { get; private set; }

    /// <summary>The arguments, and the same with JSON as output.</summary>
    internal async Task<(string Table, JsonElement Json)> RunAsync(params string[] arguments)
    {
        CommandResult table = (await Cluster.RunAsync(arguments)).AssertExitCode(0);
        CommandResult json = (await Cluster.RunAsync([.. arguments, "--output", "json"])).AssertExitCode(0);
        return (table.Out, json.Json);
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        try
        {
            await Cluster.UpAsync(silos: 1, lanes: 2);
            CommandResult trained = await Cluster.RunAsync("train", Repository.LanguageId, "--set", "training.epochs=5", "--output", "json");
            Result = trained.AssertExitCode(0).Json;
            Model = Result.GetProperty("job").GetString()!;
        }
        catch
        {
            await Cluster.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
