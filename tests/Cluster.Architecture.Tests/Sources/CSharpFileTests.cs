namespace Cluster.Architecture.Tests.Sources;

public sealed class CSharpFileTests
{
    [Theory]
    [InlineData("public sealed class Job { }", "Job")]
    [InlineData("internal static partial class Job;", "Job")]
    [InlineData("public readonly record struct Job(int Id);", "Job")]
    [InlineData("public sealed record Job(int Id);", "Job")]
    [InlineData("public interface IJob<in T> { }", "IJob")]
    [InlineData("[GenerateSerializer] public enum Job { A }", "Job")]
    [InlineData("public delegate ValueTask<Job> Start<T>(T job);", "Start")]
    public void A_declaration_in_the_first_column_is_a_type(string text, string name) =>
        Assert.Equal([name], new CSharpFile("Job.cs", text).Types);

    [Fact]
    public void Nested_types_and_comments_are_not_counted()
    {
        const string text = """
            namespace Cluster.Jobs;

            // public class Commented
            public sealed class Job
            {
                public enum State { Queued }
            }
            """;
        CSharpFile file = new("src/Cluster.Jobs/Job.cs", text);
        Assert.Equal(["Job"], file.Types);
        Assert.Equal("Cluster.Jobs", file.Namespace);
    }

    [Fact]
    public void Parts_of_one_type_share_its_name()
    {
        CSharpFile log = new("src/Cluster.Jobs/Job.Log.cs", "internal sealed partial class Job;");
        Assert.Equal("Job", log.Name);
    }
}
