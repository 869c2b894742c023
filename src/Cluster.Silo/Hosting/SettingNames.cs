using System.Reflection;

namespace Cluster.Silo.Hosting;

/// <summary>The names of all settings, as configuration writes them: <c>Access:Limits:RunningJobs</c>.</summary>
internal static class SettingNames
{
    /// <summary>Arguments of two words, as in the options of commands.</summary>
    public static readonly IReadOnlyDictionary<string, string> Switches = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["--rest-port"] = nameof(SiloSettings.RestPort),
        ["--management-port"] = nameof(SiloSettings.ManagementPort),
    };

    /// <summary>Stands for the number of an entry of a list.</summary>
    private const string Number = "0";

    /// <summary>All names; entries of lists have the number 0.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Of(typeof(SiloSettings))];

    /// <summary>Whether there is a setting of this name. Case does not matter, and any number of an entry will do.</summary>
    public static bool Knows(string name)
    {
        IEnumerable<string> parts = name.Split(':').Select(part => part.Length > 0 && part.All(char.IsAsciiDigit) ? Number : part);
        return All.Contains(string.Join(':', parts), StringComparer.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Of(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).SelectMany(property => Of(property.Name, property.PropertyType));

    private static IEnumerable<string> Of(string name, Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>)) return Of($"{name}:{Number}", type.GetGenericArguments()[0]);
        return type.IsClass && type != typeof(string) ? Of(type).Select(inner => $"{name}:{inner}") : [name];
    }
}
