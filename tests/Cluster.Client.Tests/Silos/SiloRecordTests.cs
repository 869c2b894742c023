using Cluster.Client.Silos;

namespace Cluster.Client.Tests.Silos;

public sealed class SiloRecordTests
{
    [Fact]
    public void A_record_is_read()
    {
        SiloRecord? record = SiloRecord.Parse(
            """{"pid":123,"name":"silo-1","frontDoor":"http://127.0.0.1:43211","dataPlane":"http://127.0.0.1:43212","started":"2026-01-02T12:00:00Z"}""");

        Assert.Equal(
            new SiloRecord(
                123,
                "silo-1",
                new Uri("http://127.0.0.1:43211"),
                new Uri("http://127.0.0.1:43212"),
                new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero)),
            record);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"pid\":123,\"name\":\"silo-1\"")]
    [InlineData("{\"pid\":123,\"name\":\"silo-1\"}")]
    [InlineData("{\"pid\":0,\"name\":\"silo-1\",\"frontDoor\":\"http://127.0.0.1:1\"}")]
    [InlineData("{\"pid\":1,\"name\":\"silo-1\",\"frontDoor\":\"somewhere\"}")]
    public void Anything_else_is_no_record(string json)
    {
        Assert.Null(SiloRecord.Parse(json));
    }
}
