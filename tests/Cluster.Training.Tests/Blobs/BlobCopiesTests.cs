using Cluster.Training.Blobs;

namespace Cluster.Training.Tests.Blobs;

public sealed class BlobCopiesTests
{
    private static readonly string[] Silos = ["a", "b", "c", "d"];

    [Fact]
    public void A_blob_on_one_silo_is_copied_by_one_other()
    {
        CopyDecision decision = BlobCopies.Decide("blob", Silos, ["b"]);
        string copier = Assert.Single(decision.Silos);
        Assert.NotEqual("b", copier);
        Assert.Equal($"1 of 4 silos have it: {copier} copy it", decision.Reason);
    }

    [Fact]
    public void A_blob_on_two_silos_is_left_alone() => Assert.Empty(BlobCopies.Decide("blob", Silos, ["b", "d"]).Silos);

    [Fact]
    public void A_silo_that_is_alone_copies_nothing() => Assert.Empty(BlobCopies.Decide("blob", ["a"], ["a"]).Silos);

    [Fact]
    public void A_blob_that_nobody_has_is_copied_by_nobody() =>
        Assert.Equal("no silo that lives has it", BlobCopies.Decide("blob", Silos, []).Reason);

    [Fact]
    public void What_a_lost_silo_had_is_copied_again()
    {
        string first = BlobCopies.Decide("blob", Silos, ["a"]).Silos[0];
        string[] left = [.. Silos.Except([first])];
        string second = Assert.Single(BlobCopies.Decide("blob", left, ["a"]).Silos);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Copies_spread_over_all_silos()
    {
        int[] counts = [.. Enumerable.Range(0, 300).Select(i => BlobCopies.Decide($"blob {i}", Silos, ["a"]).Silos[0]).GroupBy(silo => silo).Select(silo => silo.Count())];
        Assert.Equal(3, counts.Length);
        Assert.All(counts, count => Assert.InRange(count, 60, 140));
    }
}
