using System.Collections;
using Cluster.Client.Datasets;
using Cluster.Client.Errors;
using Cluster.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cluster.Client.Commands;

/// <summary>The files of this machine that a spec names in place of datasets.</summary>
/// <remarks>
/// The places are found by their shape: a field <c>source</c> of the type DatasetSource belongs to the field <c>dataset</c> beside it, and
/// <c>x_source</c> to <c>x</c>.
/// </remarks>
internal sealed class SpecFiles(string folder)
{
    private const string Builtin = "builtin/";
    private const string Suffix = "_source";

    /// <summary>Looks for all files, before anything is started for them.</summary>
    /// <exception cref="ClusterException">Usage: one is not there.</exception>
    public void Check(JobSpec spec)
    {
        foreach (SpecPlace place in Places(spec, ""))
        {
            if (PathOf(place.Value) is not { } path || DataFiles.Exists(path)) continue;
            throw new ClusterException(
                ErrorKind.Usage,
                $"{place.Name} names {place.Value}, which is neither in the spec's folder {folder} nor in the working directory. "
                + $"The comments of the spec may tell where its data comes from; --set {place.Name}=PATH names another file or folder.");
        }
    }

    /// <summary>Pushes all files of a spec, and names the datasets instead.</summary>
    /// <param name="spec">The spec; changed in place.</param>
    /// <param name="push">Brings a file to the server.</param>
    /// <param name="cancel">Ends it; the next run goes on from there.</param>
    public async Task ReplaceAsync(JobSpec spec, DatasetPush push, CancellationToken cancel)
    {
        foreach (SpecPlace place in Places(spec, "").ToList())
        {
            if (PathOf(place.Value) is not { } path) continue;
            Dataset dataset = await push.ByContentAsync(path, (place.Message as DataSpec)?.Format, cancel);
            place.Field.Accessor.SetValue(place.Message, dataset.Name);
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
        if (DataFiles.Exists(besideSpec)) return besideSpec;
        return isPath || DataFiles.Exists(value) ? value : null;
    }

    private static IEnumerable<SpecPlace> Places(IMessage message, string prefix)
    {
        foreach (FieldDescriptor field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.FieldType != FieldType.Message || field.IsMap) continue;
            if (field.MessageType == DatasetSource.Descriptor)
            {
                if (NameOf(field) is { } name) yield return new SpecPlace(message, name, prefix + name.JsonName);
                continue;
            }

            object? value = field.Accessor.GetValue(message);
            IEnumerable<(IMessage, string)> children = value is IMessage child ? [(child, "")]
                : value is IList list ? list.Cast<IMessage>().Select((item, index) => (item, $"[{index}]")) : [];
            foreach ((IMessage inner, string index) in children)
            {
                foreach (SpecPlace place in Places(inner, $"{prefix}{field.JsonName}{index}.")) yield return place;
            }
        }
    }

    private static FieldDescriptor? NameOf(FieldDescriptor source) => source.ContainingType.FindFieldByName(
        source.Name.EndsWith(Suffix, StringComparison.Ordinal) ? source.Name[..^Suffix.Length] : "dataset");
}
