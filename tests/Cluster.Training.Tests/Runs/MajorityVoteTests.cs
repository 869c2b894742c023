using Cluster.Training.Runs;

namespace Cluster.Training.Tests.Runs;

public sealed class MajorityVoteTests
{
    [Theory]
    [InlineData("a=1", "")]
    [InlineData("a=1 b=1 c=1", "")]
    [InlineData("a=1 b=2 c=1", "b")]
    [InlineData("c=3 a=2 b=1 d=1 e=1", "a,c")]
    [InlineData("a=1 b=2", null)]
    [InlineData("a=1 b=2 c=3", null)]
    [InlineData("a=1 b=1 c=2 d=2", null)]
    [InlineData("a=1 b=1 a=2 b=1", "a")] // Asked twice, a contradicts itself.
    public void Who_stands_against_more_than_half_is_wrong(string said, string? expected)
    {
        IReadOnlyList<string>? wrong = MajorityVote.Wrong([.. said.Split(' ').Select(one => (one[..1], one[2..]))]);
        Assert.Equal(expected, wrong is null ? null : string.Join(',', wrong));
    }
}
