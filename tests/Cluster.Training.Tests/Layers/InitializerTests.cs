using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Losses;
using Cluster.V1;
using static Cluster.Training.Tests.Layers.Stack;

namespace Cluster.Training.Tests.Layers;

public sealed class InitializerTests
{
    /// <summary>From tests/goldens/initializers.py, which computes them with numpy's Householder QR.</summary>
    [Theory]
    [InlineData("embedding.weight", new[] { -0.012339766f, -0.044677978f, 0.035167842f, 0.027049706f, -0.0410222f, -0.027809305f })]
    [InlineData("lstm.weight_ih_l0", new[]
    {
        0.28185925f, -0.15315129f, 0.63066557f, -0.40816304f, -0.41120414f, -0.3865531f, -0.62618288f, -0.08771695f,
        0.3120076f, 0.10294719f, 0.4336833f, 0.73754782f, -0.7166561f, -0.59291765f, 0.38627721f, 0.3478031f,
    })]
    [InlineData("lstm.weight_hh_l0", new[]
    {
        -0.66734229f, 0.70965329f, -0.45763448f, -0.39913441f, -0.14036504f, -0.13710588f, -0.395403f, -0.28858999f,
        -0.29166318f, -0.24314281f, 0.26584317f, 0.33986826f, 0.1052175f, -0.13122503f, 0.048665783f, 0.20773265f,
    })]
    [InlineData("lstm.bias_ih_l0", new[] { 0f, 0f, 1f, 1f, 0f, 0f, 0f, 0f })]
    [InlineData("dense.weight", new[] { 0.26637526f, 0.30790428f, -0.33581453f, -0.09473371f })]
    [InlineData("dense.bias", new[] { 0f, 0f })]
    public void First_values_are_a_pure_function_of_the_seed(string name, float[] expected)
    {
        float[] actual = Initial(Build(Of(Embedding(2), Lstm(2), Dense()), 3, 2), 42, name);

        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-7f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void Columns_of_the_recurrent_kernel_are_orthonormal(int units)
    {
        Network network = Build(Of(Embedding(2), Lstm(units), Dense()), 3, 2);
        float[] kernel = Initial(network, 5, "lstm.weight_hh_l0");

        for (int a = 0; a < units; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double product = Enumerable.Range(0, 4 * units).Sum(i => (double)kernel[i * units + a] * kernel[i * units + b]);
                Assert.Equal(a == b ? 1 : 0, product, 1e-6);
            }
        }
    }

    [Theory]
    [InlineData("gru", 3, 5)]
    [InlineData("gru", 3, 40)]
    [InlineData("simpleRnn", 1, 6)]
    [InlineData("simpleRnn", 1, 48)]
    public void Recurrent_kernels_of_fewer_gates_are_orthonormal_too(string cell, int gates, int units)
    {
        float[] kernel = Initial(Numbers($$"""{"{{cell}}": {"units": {{units}}} }""", units), 5, 1);

        for (int a = 0; a < units; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double product = Enumerable.Range(0, gates * units).Sum(i => (double)kernel[i * units + a] * kernel[i * units + b]);
                Assert.Equal(a == b ? 1 : 0, product, 1e-6);
            }
        }
    }

    [Fact]
    public void A_kernel_that_is_wider_than_tall_gets_orthonormal_rows()
    {
        float[] kernel = Initial(Numbers("""{"simpleRnn": {"units": 3, "kernelInitializer": {"kind": "ORTHOGONAL"}}}""", 3, features: 7), 5, 0);

        for (int a = 0; a < 3; a++)
        {
            for (int b = 0; b <= a; b++)
                Assert.Equal(a == b ? 1 : 0, Enumerable.Range(0, 7).Sum(i => (double)kernel[a * 7 + i] * kernel[b * 7 + i]), 1e-6);
        }
    }

    [Theory]
    [InlineData("""{"lstm": {"units": 1}}""", new[] { 0f, 1f, 0f, 0f })]
    [InlineData("""{"lstm": {"units": 1, "unitForgetBias": false}}""", new[] { 0f, 0f, 0f, 0f })]
    [InlineData("""{"lstm": {"units": 1, "biasInitializer": {"kind": "CONSTANT", "value": 0.25}}}""", new[] { 0.25f, 1f, 0.25f, 0.25f })]
    [InlineData("""{"gru": {"units": 1, "biasInitializer": {"kind": "ONES"}}}""", new[] { 1f, 1f, 1f })]
    [InlineData("""{"simpleRnn": {"units": 1, "biasInitializer": {"kind": "CONSTANT", "value": -2}}}""", new[] { -2f })]
    public void The_bias_begins_as_the_spec_says(string layer, float[] expected) => Assert.Equal(expected, Initial(Numbers(layer, 1), 1, 2));

    [Fact]
    public void Constant_weights_are_all_the_same()
    {
        Network network = Numbers(
            """
            {"simpleRnn": {"units": 2, "kernelInitializer": {"kind": "CONSTANT", "value": 0.5}, "recurrentInitializer": {"kind": "ONES"}}},
            {"dense": {"kernelInitializer": {"kind": "ZEROS"}, "biasInitializer": {"kind": "ONES"}}}
            """,
            1);

        Assert.Equal([0.5f, 0.5f, 0.5f, 0.5f], Initial(network, 1, 0));
        Assert.Equal([1f, 1f, 1f, 1f], Initial(network, 1, 1));
        Assert.Equal([0f, 0f], Initial(network, 1, 3));
        Assert.Equal([1f], Initial(network, 1, 4));
    }

    [Theory]
    [InlineData("embedding.weight", 0.05)]
    [InlineData("bidirectional.weight_ih_l0", 0.17677669529663687)] // sqrt(6 / (64 + 128))
    [InlineData("bidirectional.weight_ih_l0_reverse", 0.17677669529663687)]
    [InlineData("dense.weight", 0.28867513459481287)] // sqrt(6 / (64 + 8))
    public void Uniform_values_fill_their_range_evenly(string name, double limit)
    {
        float[] values = Initial(Build(Of(Embedding(64), Bidirectional(32), Dense()), 100, 8), 9, name);

        Assert.InRange(values.Max(), 0.98 * limit, limit * (1 + 1e-7));
        Assert.InRange(values.Min(), -limit * (1 + 1e-7), -0.98 * limit);
        Assert.Equal(0, values.Average() / limit, 4 / Math.Sqrt(3.0 * values.Length));
    }

    [Fact]
    public void Both_directions_differ_and_so_do_seeds()
    {
        Network network = Build(Of(Embedding(2), Bidirectional(3), Dense()), 3, 2);

        float[] forward = Initial(network, 1, "bidirectional.weight_hh_l0");

        Assert.NotEqual(forward, Initial(network, 1, "bidirectional.weight_hh_l0_reverse"));
        Assert.NotEqual(forward, Initial(network, 2, "bidirectional.weight_hh_l0"));
        Assert.Equal(forward, Initial(network, 1, "bidirectional.weight_hh_l0"));
    }

    [Fact]
    public void Padding_between_parameters_is_zero()
    {
        ParameterLayout layout = Build(Of(Embedding(3), Lstm(2), Dense()), 3, 3).Layout;
        float[] vector = new float[layout.Length];
        Array.Fill(vector, float.NaN);

        layout.Initialize(1, vector);

        Assert.All(layout.Entries, entry => Assert.Equal(0, entry.Offset % 16));
        for (int i = layout.Entries[0].Shape.Count; i < layout.Entries[1].Offset; i++) Assert.Equal(0f, vector[i]);
        Assert.DoesNotContain(float.NaN, vector);
    }

    private static float[] Initial(Network network, uint seed, string name)
    {
        float[] vector = new float[network.Layout.Length];
        network.Layout.Initialize(seed, vector);
        ParameterEntry entry = network.Layout.Entries.Single(one => one.Shape.Name == name);
        return vector.AsSpan(entry.Offset, entry.Shape.Count).ToArray();
    }

    private static float[] Initial(Network network, uint seed, int parameter) =>
        Initial(network, seed, network.Layout.Entries[parameter].Shape.Name);

    private static Network Numbers(string layers, int outputs, int features = 2) => Network.Build(
        ModelSpec.Parser.ParseJson($$"""{"layers": [{{layers}}]}"""),
        new DataShape(VocabularySize: 0, features, outputs, TargetKind.Values, TargetPerStep: false),
        LossSettings.SquaredError);
}
