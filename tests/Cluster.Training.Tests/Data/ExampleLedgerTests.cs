using Cluster.Training.Data;

namespace Cluster.Training.Tests.Data;

public class ExampleLedgerTests
{
    // From the reference C code of SplitMix64's finalizer, at 1 and 2 (https://prng.di.unimi.it/splitmix64.c).
    [Fact]
    public void An_example_has_the_finalizer_of_its_number()
    {
        Assert.Equal(0UL, ExampleLedger.Of([]));
        Assert.Equal(0x5692161D100B05E5UL, ExampleLedger.Of([0]));
        Assert.Equal(0xDBD238973A2B148AUL, ExampleLedger.Of([1]));
    }

    [Fact]
    public void The_order_does_not_matter_but_a_missing_and_a_repeated_example_do()
    {
        ulong all = ExampleLedger.Of(Enumerable.Range(0, 1000));
        Assert.Equal(all, ExampleLedger.Of(Enumerable.Range(0, 1000).Reverse()));
        Assert.Equal(all, unchecked(ExampleLedger.Of(Enumerable.Range(0, 400)) + ExampleLedger.Of(Enumerable.Range(400, 600))));
        Assert.NotEqual(all, ExampleLedger.Of(Enumerable.Range(0, 999)));
        Assert.NotEqual(all, ExampleLedger.Of([.. Enumerable.Range(0, 999), 998]));
    }
}
