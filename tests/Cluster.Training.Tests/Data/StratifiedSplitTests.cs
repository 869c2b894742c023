using Cluster.Training.Data;
using Cluster.V1;
using FsCheck.Xunit;

namespace Cluster.Training.Tests.Data;

public class StratifiedSplitTests
{
    [Fact]
    public void Each_label_is_divided_by_the_shares()
    {
        // 50 records of label 0, 10 of label 1, in turns of six.
        int[] classes = [.. Enumerable.Range(0, 60).Select(i => i % 6 == 5 ? 1 : 0)];
        DatasetSplit split = Draw(classes, 0.1, 0.2, 42);
        Assert.Equal([(35, 7), (5, 1), (10, 2)], Parts(split).Select(part => (part.Count(i => classes[i] == 0), part.Count(i => classes[i] == 1))));
        Assert.NotEqual(split.Test, Draw(classes, 0.1, 0.2, 43).Test);
        Assert.All(Parts(split), part => Assert.Equal(part.Order(), part));
    }

    [Theory]
    // 0.5, 0.5 and 4: the one that is left goes to the test.
    [InlineData(5, 0.1, 0.1, 4, 0, 1)]
    // 0.1, 0.1 and 0.8: a label with one record has it in training.
    [InlineData(1, 0.1, 0.1, 1, 0, 0)]
    // 1.47, 1.5 and 0.03: the one that must be trained on is taken before the others are rounded up.
    [InlineData(3, 0.49, 0.5, 1, 1, 1)]
    [InlineData(10, 0.3, 0.0, 7, 3, 0)]
    public void Few_records_go_by_the_largest_remainder(int count, double validation, double test, int trained, int validated, int tested)
    {
        DatasetSplit split = Draw(new int[count], validation, test, 1);
        Assert.Equal((trained, validated, tested), (split.Training.Length, split.Validation.Length, split.Test.Length));
    }

    [Property]
    public bool Every_record_comes_once_and_every_share_is_within_one(byte[] labels, ushort validation, ushort test, uint seed)
    {
        // Shares are under a half each.
        double validated = validation / 131_072.0, tested = test / 131_072.0;
        int[] classes = Array.ConvertAll(labels, label => label % 5);
        DatasetSplit split = Draw(classes, validated, tested, seed);
        bool once = Parts(split).SelectMany(part => part).Order().SequenceEqual(Enumerable.Range(0, classes.Length));
        return once && classes.Distinct().All(label =>
        {
            int count = classes.Count(own => own == label);
            int[] sizes = [.. Parts(split).Select(part => part.Count(record => classes[record] == label))];
            double[] exact = [(1 - validated - tested) * count, validated * count, tested * count];
            return sizes[0] > 0 && sizes.Zip(exact).All(pair => Math.Abs(pair.First - pair.Second) < 1);
        });
    }

    private static int[][] Parts(DatasetSplit split) => [split.Training, split.Validation, split.Test];

    private static DatasetSplit Draw(int[] classes, double validation, double test, uint seed) => DatasetSplit.Draw(
        new DatasetPart?[classes.Length], classes, new SplitSpec { Validation = validation, Test = test, Stratify = true }, seed);
}
