using Cluster.Grains.Access;
using Cluster.Silo.Hosting;
using Microsoft.Extensions.Configuration;

namespace Cluster.Silo.Tests.Hosting;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Settings_of_any_depth_are_read_whatever_their_case()
    {
        SiloSettings read = Read(("data", "/data"), ("access:limits:RUNNINGJOBS", "7"), ("Access:Certificates:3:Scope", "viewer"), ("restport", "0"));
        Assert.Equal(("/data", 7, 0), (read.Data, read.Access.Limits.RunningJobs, read.RestPort));
        Assert.Equal(AccessScope.Viewer, Assert.Single(read.Access.Certificates).Scope);
    }

    [Theory]
    [InlineData("Acces:Required", "there is no setting Acces:Required; did you mean Access:Required?")]
    [InlineData("Access", "there is no setting Access; did you mean Access:")]
    [InlineData("Access:Certificates:0", "there is no setting Access:Certificates:0; did you mean Access:Certificates:0:")]
    [InlineData("RequiresAccess", "there is no setting RequiresAccess")]
    [InlineData("elephant", "there is no setting elephant")]
    public void A_setting_that_is_misspelt_is_an_error_that_says_what_may_be_meant(string name, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<SiloStartException>(() => Read((name, "true"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_value_of_the_wrong_kind_is_said_in_a_sentence() =>
        Assert.Contains("Lanes", Assert.Throws<SiloStartException>(() => Read(("lanes", "many"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Arguments_may_have_two_words() => Assert.Equal(8080, SettingsReader.Read(["--rest-port", "8080"]).RestPort);

    private static SiloSettings Read(params (string Name, string Value)[] given) =>
        SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(given.Select(one => KeyValuePair.Create(one.Name, (string?)one.Value))).Build());
}
