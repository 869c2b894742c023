using Cluster.Models.Devices;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Losses;
using Cluster.Training.Randomness;
using Cluster.Training.Replicas;
using Cluster.V1;

namespace Cluster.Models.Tests.Replicas;

/// <summary>The character encoder on batches as large as those of real texts. Its numbers are checked with all layers.</summary>
public sealed class LetterTests(DeviceFixture fixture)
{
    private const int Letters = 40;
    private static readonly Network Tagger = Build(trainable: true);
    private static readonly Network Frozen = Build(trainable: false);
    private static readonly SequenceBatch Batch = Random(3, 17, 17, 1, 12, 9, 16, 4);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lanes_devices_and_repetition_change_no_bit()
    {
        using var other = new CpuDevice(1);
        using IReplica here = fixture.Replica(Tagger);
        using IReplica there = new Models.Replicas.TorchReplicaFactory(other).Create(Tagger);
        here.Parameters.CopyTo(there.Parameters);
        float[] expected = await Gradient(there, Batch);

        float[][] gradients = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Gradient(here, Batch)));

        Assert.All(gradients, gradient => Assert.Equal(expected, gradient));
        Assert.All(Tagger.Layout.Entries, entry => Assert.Contains(expected[entry.Offset..(entry.Offset + entry.Shape.Count)], value => value != 0));
    }

    [Fact]
    public async Task Letters_that_no_word_has_get_no_gradient()
    {
        using IReplica replica = fixture.Replica(Tagger);
        ParameterEntry table = Tagger.Layout.Entries.Single(entry => entry.Shape.Name == "embedding.characters.weight");
        int size = table.Shape.Shape[1];

        float[] gradient = await Gradient(replica, Batch);

        HashSet<int> used = [.. Batch.Letters!.Ids.Where(letter => letter > 0)];
        for (int letter = 0; letter < Letters; letter++)
        {
            float[] row = gradient.AsSpan(table.Offset + letter * size, size).ToArray();
            Assert.Equal(used.Contains(letter), row.Any(value => value != 0));
        }
    }

    [Fact]
    public async Task Vectors_that_are_not_trained_get_a_gradient_of_exactly_zero()
    {
        using IReplica trained = fixture.Replica(Tagger);
        using IReplica frozen = fixture.Replica(Frozen);
        int table = Frozen.Layout.Entries[1].Offset;

        float[] expected = await Gradient(trained, Batch);
        float[] gradient = await Gradient(frozen, Batch);

        Assert.All(gradient[..table], value => Assert.Equal(0, value));
        Assert.Equal(expected[table..], gradient[table..]);
    }

    [Fact]
    public async Task A_batch_whose_letters_do_not_fit_is_refused()
    {
        using IReplica replica = fixture.Replica(Tagger);
        BatchLetters letters = Batch.Letters!;
        int[] tooMany = [.. letters.Counts.Select((count, i) => i == 0 ? letters.Width + 1 : count)];
        int[] onPadding = [.. letters.Counts.Select((count, i) => i == 2 * Batch.Time - 1 ? 1 : count)];

        await Refuse(null, "The batch has no letters.");
        await Refuse(letters with { Counts = tooMany }, $"A token has {letters.Width + 1} letters.");
        await Refuse(letters with { Counts = onPadding }, "A step of padding has 1 letters.");
        await Refuse(letters with { Ids = [.. letters.Ids.Select(_ => Letters)] }, $"Letter {Letters} is not in 0..{Letters - 1}.");
        await Refuse(letters with { Ids = letters.Ids[1..] }, $"There are {letters.Ids.Length - 1} letters, not {Batch.Count * Batch.Time} x {letters.Width}.");

        async Task Refuse(BatchLetters? wrong, string message)
        {
            ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
                () => replica.Infer(Batch with { Letters = wrong }, Cancel));
            Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        }
    }

    private static async Task<float[]> Gradient(IReplica replica, SequenceBatch batch)
    {
        float[] gradient = new float[replica.Layout.Length];
        Array.Fill(gradient, float.NaN);
        await replica.ComputeGradient(batch, gradient, Cancel);
        return gradient;
    }

    private static Network Build(bool trainable)
    {
        LayerSpec embedding = Stack.Embedding(16);
        embedding.Embedding.Characters = new CharacterEncoder { Size = 24, Units = 20 };
        embedding.Embedding.Vectors = new PretrainedVectors { Dataset = "vectors", Trainable = trainable };
        var shape = new DataShape(Stack.Vocabulary, Features: 0, Stack.Classes, TargetKind.Class, TargetPerStep: true) { CharacterVocabularySize = Letters };
        return Network.Build(
            new ModelSpec { Layers = { embedding, Stack.Bidirectional(24, sequences: true), Stack.Dense() } }, shape, LossSettings.CrossEntropy);
    }

    /// <summary>Words of 1 to 20 letters, a third of them words that came before.</summary>
    private static SequenceBatch Random(ulong seed, int time, params int[] lengths)
    {
        var random = new CounterRandom(seed);
        var words = new List<int[]>();
        EncodedExample[] examples = Array.ConvertAll(lengths, length =>
        {
            int[][] letters = new int[length][];
            int[] tokens = new int[length], classes = new int[length];
            for (int t = 0; t < length; t++)
            {
                if (words.Count == 0 || random.NextInt(3) > 0)
                {
                    int[] word = new int[1 + random.NextInt(20)];
                    for (int w = 0; w < word.Length; w++) word[w] = 1 + random.NextInt(Letters - 5);
                    words.Add(word);
                }

                letters[t] = words[random.NextInt(words.Count)];
                tokens[t] = 1 + random.NextInt(Stack.Vocabulary - 1);
                classes[t] = random.NextInt(Stack.Classes);
            }

            return new EncodedExample(length, tokens, Features: null, classes, Values: null) { Letters = letters };
        });
        Assert.Equal(time, lengths.Max());
        return SequenceBatch.Of(new EncodedSplit(Tagger.Data, examples), [.. Enumerable.Range(0, lengths.Length)], seed);
    }
}
