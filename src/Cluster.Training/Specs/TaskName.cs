using Cluster.V1;
using Google.Protobuf.Reflection;

namespace Cluster.Training.Specs;

/// <summary>Tasks as people write them.</summary>
internal static class TaskName
{
    private static readonly EnumDescriptor Names = JobSpec.Descriptor.FindDescriptor<EnumDescriptor>("Task");

    /// <summary>All tasks there are, such as CLASSIFICATION.</summary>
    public static string All { get; } = Sentence.List(
        Enum.GetValues<JobSpec.Types.Task>().Where(task => task != JobSpec.Types.Task.Unspecified).Select(Of), last: "or");

    /// <summary>The name of a task.</summary>
    public static string Of(JobSpec.Types.Task task) => Names.FindValueByNumber((int)task)?.Name ?? $"{(int)task}";
}
