using Cluster.Training.Artifacts;
using Cluster.Training.Layers;

namespace Cluster.Training.Tests.Artifacts;

public sealed class WeightsFileTests
{
    // One LSTM of one unit in two directions, and a layer after it.
    private static readonly ParameterLayout Layout = new(
    [
        Shape("lstm.weight_ih_l0", 4, 2),
        Shape("lstm.weight_hh_l0", 4, 1),
        Shape("lstm.bias_ih_l0", 4),
        Shape("lstm.weight_ih_l0_reverse", 4, 2),
        Shape("lstm.weight_hh_l0_reverse", 4, 1),
        Shape("lstm.bias_ih_l0_reverse", 4),
        Shape("dense.weight", 3, 2),
        Shape("dense.bias", 3),
    ]);

    [Fact]
    public void The_file_has_all_names_of_PyTorch_in_its_order_and_the_second_bias_is_zero()
    {
        SafetensorsReader reader = new(new MemoryStream(Written(Parameters())));
        Assert.Equal(
            [
                "lstm.weight_ih_l0", "lstm.weight_hh_l0", "lstm.bias_ih_l0", "lstm.bias_hh_l0",
                "lstm.weight_ih_l0_reverse", "lstm.weight_hh_l0_reverse", "lstm.bias_ih_l0_reverse", "lstm.bias_hh_l0_reverse",
                "dense.weight", "dense.bias",
            ],
            reader.Tensors.Select(entry => entry.Name));
        Assert.Equal([new("format", "pt")], reader.Metadata);
        Assert.Equal([4L, 2L], reader.Tensors[0].Shape);
        Assert.Equal([4L], reader.Tensors[3].Shape);

        float[] weight = new float[6], bias = [1, 1, 1, 1];
        reader.Read("dense.weight", weight);
        reader.Read("lstm.bias_hh_l0_reverse", bias);
        Assert.Equal(Parameters().AsSpan(Layout.Entries[6].Offset, 6).ToArray(), weight);
        Assert.Equal(new float[4], bias);
    }

    /// <summary>A GRU trains both biases, a plain recurrent layer one.</summary>
    [Fact]
    public void A_second_bias_of_its_own_is_written_and_read_like_all_others()
    {
        var layout = new ParameterLayout(
        [
            Shape("gru.weight_ih_l0", 3, 2), Shape("gru.weight_hh_l0", 3, 1), Shape("gru.bias_ih_l0", 3), Shape("gru.bias_hh_l0", 3),
            Shape("simple_rnn.weight_ih_l0", 2, 1), Shape("simple_rnn.weight_hh_l0", 2, 2), Shape("simple_rnn.bias_ih_l0", 2),
        ]);
        float[] parameters = new float[layout.Length];
        foreach (ParameterEntry entry in layout.Entries) parameters.AsSpan(entry.Offset, entry.Shape.Count).Fill(entry.Offset + 1);
        using var stream = new MemoryStream();
        WeightsFile.Write(stream, layout, parameters);
        stream.Position = 0;
        float[] read = new float[layout.Length];

        WeightsFile.Read(stream, layout, read);
        stream.Position = 0;

        Assert.Equal(parameters, read);
        Assert.Equal(
            [
                "gru.weight_ih_l0", "gru.weight_hh_l0", "gru.bias_ih_l0", "gru.bias_hh_l0",
                "simple_rnn.weight_ih_l0", "simple_rnn.weight_hh_l0", "simple_rnn.bias_ih_l0", "simple_rnn.bias_hh_l0",
            ],
            new SafetensorsReader(stream).Tensors.Select(entry => entry.Name));
    }

    [Fact]
    public void Parameters_come_back_and_padding_is_zero()
    {
        float[] read = new float[Layout.Length];
        Array.Fill(read, 9f);
        WeightsFile.Read(new MemoryStream(Written(Parameters())), Layout, read);
        Assert.Equal(Parameters(), read);
    }

    [Fact]
    public void Padding_does_not_show_in_the_file()
    {
        float[] dirty = Parameters();
        dirty[Layout.Entries[0].Shape.Count] = 5;
        Assert.Equal(Written(Parameters()), Written(dirty));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        byte[] whole = Written(Parameters());
        for (int length = 0; length < whole.Length; length += 7)
            Assert.Throws<InvalidDataException>(() => WeightsFile.Read(new MemoryStream(whole, 0, length), Layout, new float[Layout.Length]));
    }

    [Fact]
    public void Weights_of_another_network_are_refused()
    {
        ParameterLayout smaller = new(Layout.Entries.Take(7).Select(entry => entry.Shape));
        ParameterLayout larger = new([.. Layout.Entries.Select(entry => entry.Shape), Shape("more", 1)]);
        ParameterLayout reshaped = new(Layout.Entries.Select(entry => entry.Shape.Name == "dense.weight" ? Shape("dense.weight", 2, 3) : entry.Shape));
        foreach (ParameterLayout other in new[] { smaller, larger, reshaped })
        {
            Assert.Throws<InvalidDataException>(
                () => WeightsFile.Read(new MemoryStream(Written(Parameters())), other, new float[other.Length]));
        }
    }

    [Fact]
    public void A_second_bias_that_is_not_zero_is_refused()
    {
        using MemoryStream stream = new();
        SafetensorsWriter.Write(
            stream,
            [.. new SafetensorsReader(new MemoryStream(Written(Parameters()))).Tensors.Select(Filled)],
            []);
        stream.Position = 0;
        InvalidDataException error =
            Assert.Throws<InvalidDataException>(() => WeightsFile.Read(stream, Layout, new float[Layout.Length]));
        Assert.Contains("lstm.bias_hh_l0 is not zero", error.Message, StringComparison.Ordinal);
    }

    private static SafetensorsTensor Filled(SafetensorsEntry entry)
    {
        float[] values = new float[entry.Count];
        Array.Fill(values, 1f);
        return new SafetensorsTensor(entry.Name, [.. entry.Shape.Select(size => (int)size)], values);
    }

    private static ParameterShape Shape(string name, params int[] shape) => new(name, shape, (_, _, _) => { });

    private static float[] Parameters()
    {
        float[] parameters = new float[Layout.Length];
        float next = 1;
        foreach (ParameterEntry entry in Layout.Entries)
            foreach (ref float value in parameters.AsSpan(entry.Offset, entry.Shape.Count)) value = next++ / 8;
        return parameters;
    }

    private static byte[] Written(float[] parameters)
    {
        using MemoryStream stream = new();
        WeightsFile.Write(stream, Layout, parameters);
        return stream.ToArray();
    }
}
