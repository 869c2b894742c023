using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Tests.Specs;

public class SpecDocumentTests
{
    [Fact]
    public void A_written_spec_reads_back_the_same()
    {
        JobSpec spec = SpecDefaults.Resolve(SpecValidatorTests.Minimal(), 42);
        Assert.Equal(spec, SpecDocument.Read(SpecDocument.Write(spec)));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"nmae\": \"x\"}")]
    [InlineData("{\"training\": {\"epochs\": \"many\"}}")]
    public void What_is_not_a_spec_is_refused(string json)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => SpecDocument.Read(json));
        Assert.StartsWith("This is not a spec: ", error.Message, StringComparison.Ordinal);
    }
}
