using Cluster.Client.Errors;
using Cluster.Client.Specs;
using Cluster.V1;

namespace Cluster.Client.Tests.Specs;

public sealed class SpecOverrideTests
{
    private const string Spec = """
        name: x
        model:
          layers:
            - embedding: {size: 64}
            - lstm: {units: 8}
        training: {epochs: 15, seed: 1}
        """;

    [Fact]
    public void A_field_is_replaced()
    {
        JobSpec spec = Read("training.epochs=1");

        Assert.Equal(1, spec.Training.Epochs);
        Assert.Equal(1u, spec.Training.Seed);
    }

    [Fact]
    public void Mappings_on_the_way_are_made()
    {
        Assert.Equal(0.2, Read("data.split.test=0.2").Data.Split.Test);
    }

    [Fact]
    public void An_item_of_a_list_is_reached_by_its_number()
    {
        JobSpec spec = Read("model.layers[1].lstm.units=32");

        Assert.Equal(64, spec.Model.Layers[0].Embedding.Size);
        Assert.Equal(32, spec.Model.Layers[1].Lstm.Units);
    }

    [Fact]
    public void The_value_may_be_a_mapping_or_a_list()
    {
        Assert.Equal(0.5f, Read("training.optimizer={adam: {learningRate: 0.5}}").Training.Optimizer.Adam.LearningRate);
        Assert.Equal(3, Read("model.layers=[{dense: {units: 3}}]").Model.Layers.Single().Dense.Units);
        Assert.Equal(9, Read("model.layers[1]={dense: {units: 9}}").Model.Layers[1].Dense.Units);
    }

    [Fact]
    public void An_empty_value_takes_the_field_away()
    {
        Assert.False(Read("training.seed=").Training.HasSeed);
    }

    [Fact]
    public void The_last_of_several_wins()
    {
        Assert.Equal(3, Read("training.epochs=2", "training.epochs=3").Training.Epochs);
    }

    [Theory]
    [InlineData("training.epoch=1", "training.epoch: There is no such field. Did you mean epochs? (--set training.epoch)")]
    [InlineData("training.epochs=many", "training.epochs: Must be a whole number, not \"many\". (--set training.epochs)")]
    public void A_wrong_field_or_value_is_a_violation_of_the_spec(string text, string violation)
    {
        ClusterException error = Assert.Throws<ClusterException>(() => Read(text));

        Assert.Equal(violation, Assert.Single(error.Violations).ToString());
    }

    [Theory]
    [InlineData("training.epochs", "--set training.epochs: give a field's path and its value, such as training.epochs=1.")]
    [InlineData("=1", "--set =1: give a field's path and its value, such as training.epochs=1.")]
    [InlineData("a..b=1", "--set a..b=1: give a field's path and its value, such as training.epochs=1.")]
    [InlineData("name.first=1", "--set name.first: what should have the field \"first\" has no fields (line 1).")]
    [InlineData("name[0]=1", "--set name[0]: what should have an item [0] is no list (line 1).")]
    [InlineData("model.layers[2].lstm.units=1", "--set model.layers[2].lstm.units: there is no item [2]; the list has 2.")]
    [InlineData("name={a", "--set name: While parsing a flow mapping")]
    public void A_path_that_leads_nowhere_is_refused(string text, string message)
    {
        ClusterException error = Assert.Throws<ClusterException>(() => Read(text));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static JobSpec Read(params string[] overrides) =>
        SpecReader.Read(Spec, "spec.yaml", [.. overrides.Select(SpecOverride.Parse)]);
}
