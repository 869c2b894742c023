using Cluster.Training.Specs;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Data.Generators;

/// <summary>
/// Sequences of any size, for trying out networks: numbers, or tokens where <c>tokens</c> is set, of <c>minLength</c> to <c>length</c> steps. They are
/// easy to learn. Of classes each has its own center for numbers and its own token that makes up half of the steps; of numbers to predict,
/// number k is a mean over the sequence so far: of feature k mod features, or of how often token k mod tokens comes.
/// </summary>
public sealed class RandomSequences : IExampleSource
{
    /// <summary>Most numbers in all inputs together: 1 GiB.</summary>
    private const long MostNumbers = 1L << 28;

    private const int MostClasses = 10_000;

    /// <inheritdoc/>
    public IReadOnlyCollection<Task> Tasks { get; } = [Task.Classification, Task.Tagging, Task.Regression];

    /// <inheritdoc/>
    public IReadOnlyList<GeneratorSetting> Settings(GeneratorSpec given, Task task)
    {
        GeneratorSetting length = GeneratorSetting.Length(10, fewest: 1);
        List<GeneratorSetting> settings =
        [
            GeneratorSetting.Examples(1000),
            length,
            // Sequences are equally long where nothing else is said.
            length with { Name = "min_length", Default = given.HasLength ? given.Length : length.Default },
            given.HasTokens ? new GeneratorSetting("tokens", 0, 2, MostClasses) : new GeneratorSetting("features", 2, 1, 4096),
            task == Task.Regression ? new GeneratorSetting("values", 1, 1, 4096) : new GeneratorSetting("classes", 2, 2, MostClasses),
        ];
        if (task == Task.Regression) settings.Add(new GeneratorSetting("per_step", 0, 0, 1));
        if (IsPerStep(given, task)) settings.Add(new GeneratorSetting("target_steps", 0, 0, 4096));
        return settings;
    }

    /// <inheritdoc/>
    public IEnumerable<Violation> Check(GeneratorSpec complete)
    {
        if (complete.MinLength > complete.Length) yield return new Violation(
            "data.generator.minLength", $"Must be at most length, which is {complete.Length}; it is {complete.MinLength}.");
        long numbers = (long)complete.Examples * complete.Length * Math.Max(1, complete.Features);
        if (numbers > MostNumbers) yield return new Violation(
            "data.generator", $"Needs {numbers} numbers (examples * length * features), but at most {MostNumbers} are possible.");
    }

    /// <inheritdoc/>
    public DataForm FormOf(GeneratorSpec complete, Task task) => new(
        complete.Tokens > 0, task == Task.Regression ? TargetKind.Values : TargetKind.Class, IsPerStep(complete, task));

    /// <inheritdoc/>
    public GeneratedExamples Generate(GeneratorSpec complete, Task task)
    {
        DataForm form = FormOf(complete, task);
        bool classes = form.Target == TargetKind.Class;
        var shape = new DataShape(
            complete.Tokens, complete.Features, classes ? complete.Classes : complete.Values, form.Target, form.TargetPerStep);
        EncodedExample[] examples = [.. Enumerable.Range(0, complete.Examples).Select(index => new RandomSequence(complete, shape, index).Make())];
        return new GeneratedExamples(
            Vocabulary.Closed(Names("t", complete.Tokens)),
            classes ? Names("c", complete.Classes) : [],
            new EncodedSplit(shape, examples));
    }

    private static bool IsPerStep(GeneratorSpec settings, Task task) => task == Task.Tagging || settings.PerStep;

    private static string[] Names(string stem, int count) => [.. Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"{stem}{i}"))];
}
