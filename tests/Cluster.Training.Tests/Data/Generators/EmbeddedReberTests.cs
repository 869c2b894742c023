using System.Numerics;
using Cluster.Training.Data;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Tests.Data.Generators;

public class EmbeddedReberTests
{
    // Reber's automaton solved by hand for what may be read from each of its states; the last branch of "V" leads to E.
    private const string FromX = "(XT*VP)*(XT*VV|S)";
    private const string Reber = $"B(TS*X{FromX}|PT*V(P{FromX}|V))E";

    private static readonly EncodedDataset Dataset =
        Generated.Load("builtin/embedded-reber", Task.Tagging, new GeneratorSpec { Examples = 5000 });

    // The input and, as the last target, the closing E.
    private static readonly string[] Strings = [.. Dataset.Training.Examples.Select(example =>
        string.Concat(example.Tokens!.Append(example.Classes![^1]).Select(token => Dataset.Vocabulary.Tokens[token])))];

    [Fact]
    public void Every_string_is_in_the_grammar() =>
        Assert.All(Strings, text => Assert.Matches($"^B(T{Reber}T|P{Reber}P)E$", text));

    [Fact]
    public void Targets_are_the_next_symbols() => Assert.All(Dataset.Training.Examples, example =>
    {
        Assert.Equal(example.Length, example.Classes!.Length);
        Assert.Equal(example.Tokens![1..], example.Classes[..^1]);
    });

    [Fact]
    public void Allowed_symbols_are_exactly_those_that_occur_after_the_same_beginning()
    {
        // Beginnings that occur 40 times show both symbols of a choice, but for one case in 2^39.
        var following = new Dictionary<string, (ulong Seen, ulong Allowed, int Count)>();
        for (int i = 0; i < Strings.Length; i++)
        {
            ulong[] allowed = Dataset.Training.AllowedClasses![i];
            Assert.Equal(Dataset.Training.Examples[i].Length, allowed.Length);
            for (int step = 0; step < allowed.Length; step++)
            {
                (ulong seen, ulong before, int count) = CollectionExtensions.GetValueOrDefault<string, (ulong, ulong, int)>(
                    following, Strings[i][..(step + 1)], (0, allowed[step], 0));
                Assert.Equal(before, allowed[step]);
                following[Strings[i][..(step + 1)]] = (seen | 1UL << Dataset.Training.Examples[i].Classes![step], before, count + 1);
            }
        }

        Assert.All(following.Values, pair => Assert.Equal(pair.Seen, pair.Seen & pair.Allowed));
        Assert.All(following.Values.Where(pair => pair.Count >= 40), pair => Assert.Equal(pair.Seen, pair.Allowed));
        Assert.True(following.Values.Count(pair => pair.Count >= 40) > 100);
    }

    [Fact]
    public void After_the_inner_string_only_the_outer_symbol_may_come() => Assert.All(Strings.Index(), pair =>
    {
        ulong[] allowed = Dataset.Training.AllowedClasses![pair.Index];
        Assert.Equal(pair.Item[1].ToString(), Dataset.Labels[BitOperations.TrailingZeroCount(allowed[^2])]);
        Assert.Equal(1, BitOperations.PopCount(allowed[^2]));
    });

    [Fact]
    public void Both_symbols_of_a_choice_are_equally_likely() =>
        // 2500 of 5000, with a standard deviation of 35.
        Assert.InRange(Strings.Count(text => text[1] == 'T'), 2325, 2675);

    [Fact]
    public void The_seed_alone_decides() => Assert.Equal("f1e28e42cb0b315c846da712acfdf077dd34002b2062f443ac4c7732aa44cde0", Dataset.Digest);
}
