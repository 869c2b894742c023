using Cluster.Silo.FrontDoor;

namespace Cluster.Silo.Hosting;

/// <summary>Reads settings from variables and arguments. One that is misspelt is an error: what it was meant to guard would stay open.</summary>
internal static class SettingsReader
{
    private const string Variables = "Cluster__";

    /// <summary>Reads them; arguments go before variables.</summary>
    /// <exception cref="SiloStartException">There is no setting of a name, or it takes another kind of value.</exception>
    public static SiloSettings Read(string[] arguments) =>
        Read(new ConfigurationBuilder().AddEnvironmentVariables(Variables).AddCommandLine(arguments, SettingNames.Switches.ToDictionary()).Build());

    /// <summary>Reads them from any configuration.</summary>
    /// <exception cref="SiloStartException">There is no setting of a name, or it takes another kind of value.</exception>
    public static SiloSettings Read(IConfiguration given)
    {
        string[] unknown = [.. given.AsEnumerable().Where(one => one.Value is not null && !SettingNames.Knows(one.Key)).Select(one => Sentence(one.Key))];
        if (unknown.Length > 0) throw new SiloStartException(string.Join("; ", unknown));
        try
        {
            return given.Get<SiloSettings>() ?? new SiloSettings();
        }
        catch (InvalidOperationException error) when (error.Source == "Microsoft.Extensions.Configuration.Binder")
        {
            throw new SiloStartException(error.Message);
        }
    }

    private static string Sentence(string name)
    {
        string near = string.Join(" or ", NearNames.Of(name, SettingNames.All));
        return $"there is no setting {name}{(near.Length > 0 ? $"; did you mean {near}?" : "")}";
    }
}
