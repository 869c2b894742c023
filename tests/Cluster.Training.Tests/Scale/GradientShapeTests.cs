using Cluster.Benchmarks.Jobs;
using Cluster.Benchmarks.Scale.Model;

namespace Cluster.Training.Tests.Scale;

public sealed class GradientShapeTests
{
    private readonly GradientShape _shape = new(Embedding: 3200, Rest: 320, Density: 0.25);

    [Fact]
    public void Of_an_embedding_the_rows_that_were_touched_travel_and_a_map()
    {
        // 100 runs are 4 groups of 32 bits.
        Assert.Equal(3200 * 0.25 * 4 + 16, _shape.BytesOf(0, 3200, shards: 1));
        Assert.Equal(3200 * (1 - 0.75 * 0.75) * 4 + 16, _shape.BytesOf(0, 3200, shards: 2));
    }

    [Fact]
    public void What_is_dense_travels_without_a_map() => Assert.Equal(320 * 4, _shape.BytesOf(3200, 3520, shards: 1));

    [Fact]
    public void A_range_may_have_a_part_of_both() => Assert.Equal((160 * 0.25 + 160) * 4 + 4, _shape.BytesOf(3040, 3360, shards: 1));

    [Fact]
    public void The_small_preset_has_the_floats_of_its_layers()
    {
        GradientShape small = GradientShape.Of(Preset.Of("small"));
        Assert.Equal(10_002 * 64, small.Embedding);
        // Two directions of 4 gates of 64 units, each with 64 inputs, 64 units and two biases; then 128 numbers and a bias for 17 classes.
        Assert.Equal(2 * 4 * 64 * (64 + 64 + 2) + 129 * 17, small.Rest);
        // 1 - exp(-512 / 10000) and 17 / 10000, nearly.
        Assert.Equal(0.0516, small.Density, 0.0001);
    }
}
