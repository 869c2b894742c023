using Cluster.Training.Data;
using Cluster.Training.Data.Texts;
using Cluster.V1;

namespace Cluster.Training.Tests.Data.Texts;

/// <summary>Runs alone, because it measures the memory of the whole process.</summary>
[CollectionDefinition(nameof(StreamingTests), DisableParallelization = true)]
[Collection(nameof(StreamingTests))]
public class StreamingTests
{
    private const int Records = 300_000;

    [Fact]
    public void Texts_go_by_three_times_and_only_their_ids_stay()
    {
        var spec = new JobSpec
        {
            Data = new DataSpec { Text = "text", Label = "label", Split = new SplitSpec { Test = 0.1 } },
            Tokens = new TokenSpec { Level = TokenSpec.Types.Level.Word, MaxLength = 2 },
            Training = new TrainingSpec { Seed = 42 },
        };
        var source = new PassingRecords(Records);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        EncodedDataset dataset = TextClassificationEncoder.Encode(spec, source, new WordTokenizer(lowercase: true));

        Assert.Equal(3, source.Passes);
        Assert.Equal(Records, dataset.Training.Count + dataset.Test.Count);
        // The last record or two may still be in some register.
        Assert.InRange(source.MostAlive, 0, 2);
        // An example is 32 bytes of ids, 28 of class and 56 of its own, and some bytes for its place in the split; its text would be 900.
        Assert.InRange(source.LargestMemory - before, 0, Records * 200L);
        GC.KeepAlive(dataset);
    }
}
