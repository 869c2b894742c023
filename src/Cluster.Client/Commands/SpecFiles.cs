using System.Collections;
using Cluster.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cluster.Client.Commands;

/// <summary>Pushes the files of this machine that a spec names in place of datasets, and names the datasets instead.</summary>
/// <remarks>
/// The places are found by their shape: a field <c>source</c> of the type DatasetSource belongs to the field <c>dataset</c> beside it, and
/// <c>x_source</c> to <c>x</c>.
/// </remarks>
internal sealed class SpecFiles(DatasetPush push, string folder)
{
    private const string Builtin = "builtin/";
    private const string Suffix = "_source";

    /// <summary>Pushes all files of a spec.</summary>
    /// <param name="spec">The spec; changed in place.</param>
    /// <param name="cancel">Ends it; the next run goes on from there.</param>
    public async Task ReplaceAsync(JobSpec spec, CancellationToken cancel)
    {
        foreach ((IMessage message, FieldDescriptor field) in Places(spec).ToList())
        {
            if (PathOf((string)field.Accessor.GetValue(message)) is not { } path) continue;
            Dataset dataset = await push.ByContentAsync(path, (message as DataSpec)?.Format, cancel);
            field.Accessor.SetValue(message, dataset.Name);
        }
    }

    // ./, ../ and / always mean a file; other values with a slash do if there is one, beside the spec or in the working directory.
    private string? PathOf(string value)
    {
        if (value.Length == 0 || value.StartsWith(Builtin, StringComparison.Ordinal)) return null;
        bool isPath = Path.IsPathRooted(value) || value is "." or ".."
            || value.StartsWith("./", StringComparison.Ordinal) || value.StartsWith("../", StringComparison.Ordinal);
        if (!isPath && !value.Contains('/', StringComparison.Ordinal)) return null;
        string besideSpec = Path.Combine(folder, value);
        if (Path.Exists(besideSpec)) return besideSpec;
        return Path.Exists(value) || isPath ? value : null;
    }

    private static IEnumerable<(IMessage Message, FieldDescriptor Name)> Places(IMessage message)
    {
        foreach (FieldDescriptor field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.FieldType != FieldType.Message || field.IsMap) continue;
            if (field.MessageType == DatasetSource.Descriptor)
            {
                if (NameOf(field) is { } name) yield return (message, name);
                continue;
            }

            object? value = field.Accessor.GetValue(message);
            IEnumerable<IMessage> children = value is IMessage child ? [child] : value is IList list ? list.Cast<IMessage>() : [];
            foreach ((IMessage Message, FieldDescriptor Name) place in children.SelectMany(Places)) yield return place;
        }
    }

    private static FieldDescriptor? NameOf(FieldDescriptor source) => source.ContainingType.FindFieldByName(
        source.Name.EndsWith(Suffix, StringComparison.Ordinal) ? source.Name[..^Suffix.Length] : "dataset");
}
