using Cluster.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cluster.Training.Data;

/// <summary>
/// A place in a spec that names a stored dataset. They are found by their shape: a field <c>source</c> of the type DatasetSource belongs to
/// the field <c>dataset</c> beside it, and <c>x_source</c> to <c>x</c>. So a new place needs nothing but its two fields in the proto.
/// </summary>
public sealed class DatasetPlace
{
    private const string Suffix = "_source";

    private readonly IMessage _message;
    private readonly FieldDescriptor _name, _source;

    private DatasetPlace(string prefix, IMessage message, FieldDescriptor name, FieldDescriptor source)
    {
        (_message, _name, _source) = (message, name, source);
        (NameField, SourceField) = (prefix + name.JsonName, prefix + source.JsonName);
    }

    /// <summary>Path of the field with the name, such as <c>data.dataset</c>.</summary>
    public string NameField { get; }

    /// <summary>Path of the field with the content, such as <c>data.source</c>.</summary>
    public string SourceField { get; }

    /// <summary>The message with both fields.</summary>
    public IMessage Message => _message;

    /// <summary>The name; empty where there is none.</summary>
    public string Name => (string)_name.Accessor.GetValue(_message);

    /// <summary>Whether the name is that of a stored dataset, not of a built-in one.</summary>
    public bool IsStored => Name.Length > 0 && !DatasetCatalog.IsBuiltIn(Name);

    /// <summary>What the dataset consists of; null before that was looked up.</summary>
    public DatasetSource? Source
    {
        get => (DatasetSource?)_source.Accessor.GetValue(_message);
        set => _source.Accessor.SetValue(_message, value);
    }

    /// <summary>Finds the places of a spec, whether they name something or not.</summary>
    /// <param name="spec">The spec.</param>
    public static IEnumerable<DatasetPlace> Of(JobSpec spec) => Below("", spec);

    private static IEnumerable<DatasetPlace> Below(string prefix, IMessage message)
    {
        foreach (FieldDescriptor field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.FieldType != FieldType.Message || field.IsMap) continue;
            if (field.MessageType == DatasetSource.Descriptor)
            {
                if (!field.IsRepeated && NameOf(field) is { } name) yield return new DatasetPlace(prefix, message, name, field);
                continue;
            }

            foreach ((string path, IMessage child) in Children(prefix + field.JsonName, field, message))
                foreach (DatasetPlace place in Below(path + ".", child)) yield return place;
        }
    }

    private static IEnumerable<(string Path, IMessage Child)> Children(string path, FieldDescriptor field, IMessage message)
    {
        object? value = field.Accessor.GetValue(message);
        if (value is IMessage child) return [(path, child)];
        return field.IsRepeated ? ((System.Collections.IEnumerable)value!).Cast<IMessage>().Select((item, index) => ($"{path}[{index}]", item)) : [];
    }

    private static FieldDescriptor? NameOf(FieldDescriptor source) => source.ContainingType.FindFieldByName(
        source.Name.EndsWith(Suffix, StringComparison.Ordinal) ? source.Name[..^Suffix.Length] : "dataset");
}
