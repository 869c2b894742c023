using Cluster.Training.Randomness;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Data.Generators;

/// <summary>
/// Strings of the embedded Reber grammar (Hochreiter and Schmidhuber 1997, experiment 1, https://doi.org/10.1162/neco.1997.9.8.1735):
/// B, then T or P, a string of Reber's grammar (Reber 1967), then the same T or P again, then E. Where the grammar leaves a choice, both
/// symbols are equally likely. Each step's class is the next symbol; the last E is only a target.
/// </summary>
/// <remarks>
/// To get every string right, a network must keep the second symbol until the last but one. <see cref="EncodedSplit.AllowedClasses"/> says
/// which symbols may follow, since what follows a choice can't be known.
/// </remarks>
public sealed class EmbeddedReber : IExampleSource
{
    private static readonly string[] Symbols = ["B", "E", "P", "S", "T", "V", "X"];

    // Reber's automaton after its B: what may come in each state, and the state it leads to. State 5 expects the E.
    private static readonly (char Symbol, int Next)[][] Choices =
    [
        [('T', 1), ('P', 2)],
        [('S', 1), ('X', 3)],
        [('T', 2), ('V', 4)],
        [('X', 2), ('S', 5)],
        [('P', 3), ('V', 5)],
    ];

    /// <inheritdoc/>
    public IReadOnlyCollection<Task> Tasks { get; } = [Task.Tagging];

    /// <inheritdoc/>
    public IReadOnlyList<GeneratorSetting> Settings(GeneratorSpec given, Task task) => [GeneratorSetting.Examples(10_000)];

    /// <inheritdoc/>
    public DataForm FormOf(GeneratorSpec complete, Task task) => new(Tokens: true, TargetKind.Class, TargetPerStep: true);

    /// <inheritdoc/>
    public GeneratedExamples Generate(GeneratorSpec complete, Task task)
    {
        var shape = new DataShape(Symbols.Length, Features: 0, Symbols.Length, TargetKind.Class, TargetPerStep: true);
        var examples = new EncodedExample[complete.Examples];
        ulong[][] allowed = new ulong[complete.Examples][];
        for (int index = 0; index < examples.Length; index++)
            (examples[index], allowed[index]) = Make(new CounterRandom(RandomKey.Of(RandomKey.Data, complete.Seed, (ulong)index)));
        return new GeneratedExamples(Vocabulary.Closed(Symbols), Symbols, new EncodedSplit(shape, examples) { AllowedClasses = allowed });
    }

    private static (EncodedExample Example, ulong[] Allowed) Make(CounterRandom random)
    {
        var text = new List<int> { Id('B') };
        var allowed = new List<ulong>();
        char outer = Choose(random.NextInt(2), 'T', 'P');
        Force('B');
        for (int state = 0; state < Choices.Length;)
        {
            (char Symbol, int Next)[] choices = Choices[state];
            (char symbol, state) = choices[random.NextInt(choices.Length)];
            Append(symbol, Bit(choices[0].Symbol) | Bit(choices[1].Symbol));
        }

        Force('E');
        Force(outer);
        Force('E');
        int[] ids = [.. text];
        return (new EncodedExample(ids.Length - 1, ids[..^1], Features: null, ids[1..], Values: null), [.. allowed]);

        char Choose(int choice, char first, char second)
        {
            char chosen = choice == 0 ? first : second;
            Append(chosen, Bit(first) | Bit(second));
            return chosen;
        }

        void Force(char symbol) => Append(symbol, Bit(symbol));

        void Append(char symbol, ulong choices)
        {
            text.Add(Id(symbol));
            allowed.Add(choices);
        }
    }

    private static int Id(char symbol) => Array.IndexOf(Symbols, symbol.ToString());

    private static ulong Bit(char symbol) => 1UL << Id(symbol);
}
