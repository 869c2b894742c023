using Cluster.Training.Data;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Tests.Data.Generators;

public class TemporalOrderTests
{
    private static readonly EncodedDataset Dataset =
        Generated.Load("builtin/temporal-order", Task.Classification, new GeneratorSpec { Examples = 4000 });

    private static readonly string[] Strings = [.. Dataset.Training.Examples.Select(example =>
        string.Concat(example.Tokens!.Select(token => Dataset.Vocabulary.Tokens[token])))];

    [Fact]
    public void Strings_begin_with_E_end_with_B_and_have_two_relevant_symbols_in_their_ranges() =>
        Assert.All(Strings, text =>
        {
            Assert.Matches("^E[abcd]*[XY][abcd]*[XY][abcd]*B$", text);
            Assert.InRange(text.Length, 100, 110);
            Assert.InRange(text.IndexOfAny(['X', 'Y']), 10, 20);
            Assert.InRange(text.LastIndexOfAny(['X', 'Y']), 50, 60);
        });

    [Fact]
    public void The_class_is_the_order_of_the_two() => Assert.All(Strings.Index(), pair => Assert.Equal(
        string.Concat(pair.Item.Where(symbol => symbol is 'X' or 'Y')),
        Dataset.Labels[Dataset.Training.Examples[pair.Index].Classes![0]]));

    [Fact]
    public void Classes_places_and_lengths_are_evenly_spread()
    {
        // 1000 of each class, with a standard deviation of 27; 11 places and lengths of 364 each, with one of 18.
        Assert.All(Dataset.Training.Examples.CountBy(example => example.Classes![0]), pair => Assert.InRange(pair.Value, 860, 1140));
        Assert.Equal(11, Strings.CountBy(text => text.IndexOfAny(['X', 'Y'])).Count(pair => pair.Value is > 270 and < 460));
        Assert.Equal(11, Strings.CountBy(text => text.LastIndexOfAny(['X', 'Y'])).Count(pair => pair.Value is > 270 and < 460));
        Assert.Equal(11, Strings.CountBy(text => text.Length).Count(pair => pair.Value is > 270 and < 460));
    }

    [Fact]
    public void The_seed_alone_decides() => Assert.Equal("5c10e2226400593a3f97f710803b05d889881bb3fddefa00ce291b5ddff7f1e3", Dataset.Digest);
}
