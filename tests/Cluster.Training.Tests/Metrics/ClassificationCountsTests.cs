using System.Text.Json;
using Cluster.Training.Metrics;

namespace Cluster.Training.Tests.Metrics;

public class ClassificationCountsTests
{
    [Fact]
    public void Counts_follow_from_logits_and_labels()
    {
        // Row 1: right. Row 2: classes 0 and 2 tie, so 0 is predicted. Row 3: right, and far too large for a plain exp.
        float[] logits = [0, 1, 0, 2, 0, 2, 1000, 0, 0];
        ClassificationCounts counts = ClassificationCounts.Of(logits, [1, 2, 0], 3);
        Assert.Equal([1, 0, 0, 0, 1, 0, 1, 0, 0], counts.Tally.Confusion!);
        // log(2 + e) - 1, log(2 e^2 + 1) - 2 and log(1), worked out in Python.
        Assert.Equal(0.5514447139320509 + 0.7586236756795135, counts.Loss, 1e-12);
    }

    [Fact]
    public void Equal_logits_cost_the_logarithm_of_the_number_of_classes()
    {
        ClassificationCounts counts = ClassificationCounts.Of(new float[8], [0, 3], 4);
        Assert.Equal(2 * 1.3862943611198906, counts.Loss, 1e-12);
        Assert.Equal(1, counts.Tally.Confusion![3 * 4 + 0]);
    }

    [Fact]
    public void Counts_of_chunks_add_up_to_the_counts_of_the_whole()
    {
        float[] logits = [0.5f, 1, -3, 2, 0.25f, 0];
        ClassificationCounts whole = ClassificationCounts.Of(logits, [0, 1, 1], 2);
        ClassificationCounts sum = ClassificationCounts.None(2)
            .Add(ClassificationCounts.Of(logits.AsSpan(0, 4), [0, 1], 2))
            .Add(ClassificationCounts.Of(logits.AsSpan(4), [1], 2));
        Assert.Equal(whole.Tally.Confusion!, sum.Tally.Confusion!);
        Assert.Equal(whole.Loss, sum.Loss, 1e-15);
        Assert.Equal([0, 1, 1, 1], sum.Tally.Confusion!);
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        Assert.Throws<ArgumentException>(() => ClassificationCounts.Of(new float[5], [0, 1], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClassificationCounts.None(2).Add(ClassificationCounts.None(3)));
    }

    [Fact]
    public void Counts_survive_JSON()
    {
        var counts = new ClassificationCounts(new ClassTally([new(1, 3, 4), new(4, 7, 6)], [1, 2, 3, 4]), 0.1);
        ClassificationCounts copy = JsonSerializer.Deserialize<ClassificationCounts>(JsonSerializer.Serialize(counts))!;
        Assert.Equal(0.1, copy.Loss);
        Assert.Equal(counts.Tally.Classes, copy.Tally.Classes);
        Assert.Equal([1, 2, 3, 4], copy.Tally.Confusion!);
    }
}
