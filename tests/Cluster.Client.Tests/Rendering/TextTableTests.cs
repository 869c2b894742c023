using Cluster.Client.Rendering;

namespace Cluster.Client.Tests.Rendering;

public sealed class TextTableTests
{
    [Fact]
    public void Columns_are_aligned_and_numbers_stand_right()
    {
        using StringWriter output = new() { NewLine = "\n" };
        TextTable table = new("LAYER", "PARAMETERS#", "NOTE");
        table.Add("embedding", "6,400", "");
        table.Add("dense", "20", "two\nlines");
        table.Write(output);

        Assert.Equal(
            "LAYER      PARAMETERS  NOTE\n" +
            "embedding       6,400\n" +
            "dense              20  two lines\n",
            output.ToString());
    }
}
