using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Data.Generators;

/// <summary>Makes examples that need no records: a pure function of its settings, from plain arithmetic, so bit-equal on every machine.</summary>
public interface IExampleSource
{
    /// <summary>What can be learned from the examples.</summary>
    IReadOnlyCollection<JobSpec.Types.Task> Tasks { get; }

    /// <summary>The settings that are read, apart from the seed.</summary>
    /// <param name="given">The settings as given: some exclude others.</param>
    /// <param name="task">What is to be learned.</param>
    IReadOnlyList<GeneratorSetting> Settings(GeneratorSpec given, JobSpec.Types.Task task);

    /// <summary>Says what is wrong with settings that are in range one by one.</summary>
    /// <param name="complete">The settings, defaults filled in.</param>
    IEnumerable<Violation> Check(GeneratorSpec complete) => [];

    /// <summary>Says what the examples will look like.</summary>
    /// <param name="complete">The settings, defaults filled in.</param>
    /// <param name="task">What is to be learned.</param>
    DataForm FormOf(GeneratorSpec complete, JobSpec.Types.Task task);

    /// <summary>Makes the examples. Example i depends on the settings, the seed and i alone, not on how many there are.</summary>
    /// <param name="complete">The settings, defaults filled in.</param>
    /// <param name="task">What is to be learned.</param>
    GeneratedExamples Generate(GeneratorSpec complete, JobSpec.Types.Task task);
}
