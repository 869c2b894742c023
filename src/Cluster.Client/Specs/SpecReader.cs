using System.Globalization;
using Cluster.Client.Errors;
using Cluster.V1;
using Google.Protobuf;

namespace Cluster.Client.Specs;

/// <summary>Reads a job's spec from YAML or JSON, strictly: every unknown field and wrong type is reported, all at once.</summary>
public static class SpecReader
{
    /// <summary>Reads a spec file.</summary>
    /// <param name="path">A YAML or JSON file.</param>
    /// <param name="overrides">Fields to replace, in order.</param>
    /// <returns>The spec as given; the server fills in the defaults.</returns>
    /// <exception cref="ClusterException">The file is missing, empty, no YAML or no spec; carries all violations.</exception>
    public static JobSpec ReadFile(string path, IReadOnlyList<SpecOverride> overrides)
    {
        try
        {
            return Read(File.ReadAllText(path), path, overrides);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ClusterException(ErrorKind.Usage, $"There is no file {path}.", cause: error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClusterException(ErrorKind.Usage, $"The file {path} can't be read: {error.Message}", cause: error);
        }
    }

    /// <summary>Reads a spec from text.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="source">Name for messages, such as the file's path.</param>
    /// <param name="overrides">Fields to replace, in order.</param>
    /// <exception cref="ClusterException">The text is empty, no YAML or no spec; carries all violations.</exception>
    public static JobSpec Read(string text, string source, IReadOnlyList<SpecOverride> overrides)
    {
        SpecNode node = SpecParser.Parse(text, source);
        if (node is SpecScalar { IsNull: true })
            throw new ClusterException(ErrorKind.Usage, $"{source} is empty.");
        if (node is not SpecMapping root)
            throw new ClusterException(ErrorKind.Usage, $"{source} is no spec: it must have fields, such as task and data.");
        foreach (SpecOverride replacement in overrides)
            replacement.Apply(root);
        (string json, IReadOnlyList<Violation> violations) = StrictSpecWalk.Walk(JobSpec.Descriptor, root);
        if (violations.Count > 0)
            throw new ClusterException(ErrorKind.Usage, Summary(source, violations.Count), violations);
        return JsonParser.Default.Parse<JobSpec>(json);
    }

    private static string Summary(string source, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{source} has {count} {(count == 1 ? "error" : "errors")}.");
}
