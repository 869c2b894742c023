using System.Globalization;
using System.Text.RegularExpressions;
using Cluster.Client.Errors;

namespace Cluster.Client.Specs;

/// <summary>One <c>--set path=value</c>: replaces a field of a spec before it is checked.</summary>
public sealed partial class SpecOverride
{
    private readonly string _path;
    private readonly SpecNode _value;

    private SpecOverride(string path, SpecNode value)
    {
        _path = path;
        _value = value;
    }

    private string Origin => $"--set {_path}";

    /// <summary>Reads <c>path=value</c>.</summary>
    /// <param name="text">The path in lowerCamelCase with <c>[i]</c> for lists, and the value as YAML: <c>training.epochs=1</c>.</param>
    /// <exception cref="ClusterException">There is no path, no <c>=</c>, or the value is no YAML.</exception>
    public static SpecOverride Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || !PathShape().IsMatch(text[..equals]))
            throw new ClusterException(
                ErrorKind.Usage, $"--set {text}: give a field's path and its value, such as training.epochs=1.");
        string path = text[..equals];
        return new SpecOverride(path, SpecParser.Parse(text[(equals + 1)..], $"--set {path}", $"--set {path}"));
    }

    /// <summary>Sets the value, making the mappings on the way to it.</summary>
    internal void Apply(SpecMapping root)
    {
        SpecNode current = root;
        List<object> steps = Steps();
        for (int i = 0; i < steps.Count - 1; i++)
            current = Child(current, steps[i], steps[i + 1]);
        Set(current, steps[^1], _value);
    }

    private SpecNode Child(SpecNode parent, object step, object next)
    {
        SpecNode? child = step switch
        {
            string name => Mapping(parent, step).Fields.TryGetValue(name, out SpecField? field) ? field.Value : null,
            int index => List(parent, index).Items[index],
            _ => null,
        };
        if (child is null or SpecScalar { IsNull: true })
        {
            child = next is int ? new SpecList([], Origin) : new SpecMapping([], Origin);
            Set(parent, step, child);
        }
        return child;
    }

    private void Set(SpecNode parent, object step, SpecNode value)
    {
        if (step is int index)
            List(parent, index).Items[index] = value;
        else
            Mapping(parent, step).Fields[(string)step] = new SpecField((string)step, value, Origin);
    }

    private SpecMapping Mapping(SpecNode node, object step) => node as SpecMapping
        ?? throw new ClusterException(ErrorKind.Usage, $"{Origin}: what should have the field \"{step}\" has no fields ({node.Origin}).");

    private SpecList List(SpecNode node, int index) => node is not SpecList list
        ? throw new ClusterException(ErrorKind.Usage, $"{Origin}: what should have an item [{index}] is no list ({node.Origin}).")
        : index < list.Items.Count
            ? list
            : throw new ClusterException(ErrorKind.Usage, $"{Origin}: there is no item [{index}]; the list has {list.Items.Count}.");

    private List<object> Steps() => [.. StepShape().Matches(_path).Select(object (match) =>
        match.Groups["index"].Success
            ? int.Parse(match.Groups["index"].Value, CultureInfo.InvariantCulture)
            : match.Value)];

    [GeneratedRegex(@"^[A-Za-z_]\w*(\[\d{1,6}\])*(\.[A-Za-z_]\w*(\[\d{1,6}\])*)*$")]
    private static partial Regex PathShape();

    [GeneratedRegex(@"\[(?<index>\d+)\]|\w+")]
    private static partial Regex StepShape();
}
