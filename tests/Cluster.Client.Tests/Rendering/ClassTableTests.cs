using Cluster.Client.Rendering;
using Cluster.V1;

namespace Cluster.Client.Tests.Rendering;

public sealed class ClassTableTests
{
    [Fact]
    public void Few_classes_have_a_table_and_a_confusion_matrix()
    {
        ClassReport report = new()
        {
            Split = "test",
            Classes =
            {
                new ClassRow { Name = "ham", Precision = 0.99, Recall = 1, F1 = 0.995, Support = 1208 },
                new ClassRow { Name = "spam", Precision = 1, Recall = 0.9375, F1 = 0.9677, Support = 64 },
            },
            Confusion = { 1208, 0, 4, 60 },
        };

        Assert.Equal(
            """

            TEST CLASS  PRECISION  RECALL      F1  SUPPORT
            ham            0.9900  1.0000  0.9950    1,208
            spam           1.0000  0.9375  0.9677       64

            TAKEN FOR    ham  spam
            ham        1,208     0
            spam           4    60

            """,
            Write(report));
    }

    [Fact]
    public void Spans_have_a_table_of_their_own() => Assert.Equal(
        """

        VALIDATION SPAN  PRECISION  RECALL      F1  SUPPORT
        PER                 1.0000  0.5000  0.6667        2

        """,
        Write(new ClassReport { Split = "validation", Spans = { new ClassRow { Name = "PER", Precision = 1, Recall = 0.5, F1 = 2 / 3.0, Support = 2 } } }));

    [Fact]
    public void More_than_12_classes_have_no_confusion_matrix()
    {
        string[] lines = Write(Classes(13)).Split('\n');
        Assert.Equal("TEST CLASS  PRECISION  RECALL      F1  SUPPORT", lines[1]);
        Assert.Equal("class 12       0.0000  0.0000  0.0000        0", lines[14]);
        Assert.Equal(["", ""], [lines[0], .. lines[15..]]);
    }

    [Fact]
    public void More_than_30_classes_are_left_to_JSON()
    {
        Assert.Equal("", Write(Classes(31)));
        Assert.Equal("", Write(null));
    }

    private static ClassReport Classes(int count)
    {
        ClassReport report = new() { Split = "test" };
        for (int i = 0; i < count; i++)
            report.Classes.Add(new ClassRow { Name = $"class {i}" });
        return report;
    }

    private static string Write(ClassReport? report)
    {
        using StringWriter output = new() { NewLine = "\n" };
        ClassTable.Write(report, output);
        return output.ToString();
    }
}
