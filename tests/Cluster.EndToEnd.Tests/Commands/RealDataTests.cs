using Cluster.EndToEnd.Tests.Programs;

namespace Cluster.EndToEnd.Tests.Commands;

/// <summary>The examples on real files, shortened, where the files are at hand.</summary>
public sealed class RealDataTests
{
    // Counts: 5,572 messages, a tenth of each label for validation and test. The treebank's own parts. 2,820 months, of which a tenth and a
    // fifth are for validation and test; a window of 132 months leads to the first target, and 12 targets must fit into a part.
    [Theory]
    [InlineData("sms-spam", "sms-spam.csv", "4,457 training examples, 557 validation, 558 test; 2 classes; ")]
    [InlineData("pos-tagging", "en_partut-ud-train.conllu", "1,781 training examples, 156 validation, 153 test; 17 classes; ")]
    [InlineData("sunspots", "monthly-sunspots.csv", "1,831 training examples, 271 validation, 553 test; ")]
    public async Task An_example_learns_from_real_files(string example, string file, string counts)
    {
        string path = Path.Combine(Repository.SharedData, file);
        Assert.SkipUnless(File.Exists(path), $"The file {path} is not there; it is no part of the repository.");
        await using TestCluster cluster = new();

        CommandResult train = await cluster.RunAsync("train", Repository.Example(example), "--set", "training.epochs=1", "--output", "json");

        train.AssertExitCode(0);
        Assert.Contains(counts, train.Error, StringComparison.Ordinal);
        Assert.True(train.Json.GetProperty("steps").GetInt32() > 0);
        Assert.True(double.IsFinite(train.Json.GetProperty("metrics").GetProperty("test/loss").GetDouble()));
    }
}
