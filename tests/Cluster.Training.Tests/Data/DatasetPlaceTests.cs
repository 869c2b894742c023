using Cluster.Training.Data;
using Cluster.V1;

namespace Cluster.Training.Tests.Data;

public sealed class DatasetPlaceTests
{
    [Fact]
    public void The_data_of_a_spec_is_a_place()
    {
        var spec = new JobSpec { Data = new DataSpec { Dataset = "sms" } };
        DatasetPlace place = Assert.Single(DatasetPlace.Of(spec), place => place.NameField == "data.dataset");
        Assert.Equal(("data.source", "sms", true), (place.SourceField, place.Name, place.IsStored));
        Assert.Null(place.Source);

        place.Source = new DatasetSource { Files = { new DatasetFile { Name = "a", Sha256 = "1" }, new DatasetFile { Name = "b", Sha256 = "1" } } };

        Assert.Equal(2, spec.Data.Source.Files.Count);
        Assert.Equal("a", Assert.Single(RequiredFiles.Of(spec)).Name);
    }

    [Theory]
    [InlineData("builtin/language-names")]
    [InlineData("")]
    public void What_is_built_in_is_not_stored(string name) =>
        Assert.False(DatasetPlace.Of(new JobSpec { Data = new DataSpec { Dataset = name } }).First().IsStored);

    [Fact]
    public void A_spec_without_data_needs_no_files() => Assert.Empty(RequiredFiles.Of(new JobSpec()));
}
