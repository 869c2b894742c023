using Cluster.Training.Randomness;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Data.Generators;

/// <summary>
/// Temporal order with two symbols (Hochreiter and Schmidhuber 1997, experiment 6a, https://doi.org/10.1162/neco.1997.9.8.1735). A
/// sequence has L to L + L/10 steps, L being <c>length</c>; it begins with E, ends with B, and between are a, b, c and d at random, but for
/// an X or Y at a step from L/10 to L/5 and another from L/2 to 3L/5. The class is their order: XX, XY, YX or YY.
/// </summary>
public sealed class TemporalOrder : IExampleSource
{
    private static readonly string[] Symbols = ["B", "E", "X", "Y", "a", "b", "c", "d"];
    private static readonly string[] Orders = ["XX", "XY", "YX", "YY"];

    private const int Begin = 1;
    private const int End = 0;
    private const int Relevant = 2;
    private const int Distractor = 4;
    private const int Distractors = 4;

    /// <inheritdoc/>
    public IReadOnlyCollection<Task> Tasks { get; } = [Task.Classification];

    /// <inheritdoc/>
    public IReadOnlyList<GeneratorSetting> Settings(GeneratorSpec given, Task task) =>
        [GeneratorSetting.Examples(10_000), GeneratorSetting.Length(100, fewest: 10)];

    /// <inheritdoc/>
    public DataForm FormOf(GeneratorSpec complete, Task task) => new(Tokens: true, TargetKind.Class, TargetPerStep: false);

    /// <inheritdoc/>
    public GeneratedExamples Generate(GeneratorSpec complete, Task task)
    {
        var shape = new DataShape(Symbols.Length, Features: 0, Orders.Length, TargetKind.Class, TargetPerStep: false);
        EncodedExample[] examples = [.. Enumerable.Range(0, complete.Examples)
            .Select(index => Make(new CounterRandom(RandomKey.Of(RandomKey.Data, complete.Seed, (ulong)index)), complete.Length))];
        return new GeneratedExamples(Vocabulary.Closed(Symbols), Orders, new EncodedSplit(shape, examples));
    }

    private static EncodedExample Make(CounterRandom random, int length)
    {
        int steps = length + random.NextInt(length / 10 + 1);
        int[] tokens = new int[steps];
        for (int step = 1; step < steps - 1; step++) tokens[step] = Distractor + random.NextInt(Distractors);
        (tokens[0], tokens[^1]) = (Begin, End);
        int first = random.NextInt(2), second = random.NextInt(2);
        tokens[length / 10 + random.NextInt(length / 5 - length / 10 + 1)] = Relevant + first;
        tokens[length / 2 + random.NextInt(3 * length / 5 - length / 2 + 1)] = Relevant + second;
        return new EncodedExample(steps, tokens, Features: null, [2 * first + second], Values: null);
    }
}
