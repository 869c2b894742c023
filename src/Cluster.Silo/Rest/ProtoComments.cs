using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cluster.Silo.Rest;

/// <summary>What the comments of the protos say: compiled messages have lost them, so the build keeps them beside the program.</summary>
internal sealed class ProtoComments
{
    private const string Resource = "proto-comments";

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Reads them.</summary>
    public ProtoComments()
    {
        using Stream content = typeof(ProtoComments).Assembly.GetManifestResourceStream(Resource)!;
        FileDescriptorSet set = FileDescriptorSet.Parser.ParseFrom(content);
        foreach (FileDescriptor file in FileDescriptor.BuildFromByteStrings(set.File.Select(file => file.ToByteString())))
        {
            foreach (Google.Protobuf.Reflection.ServiceDescriptor service in file.Services)
            {
                Add(service);
                foreach (MethodDescriptor method in service.Methods) Add(method);
            }

            foreach (MessageDescriptor message in file.MessageTypes) Add(message);
            foreach (EnumDescriptor type in file.EnumTypes) Add(type);
        }
    }

    /// <summary>The comment of a message, field, method or value, in one line; null if it has none.</summary>
    public string? Of(IDescriptor described) => _texts.GetValueOrDefault(described.FullName);

    private void Add(MessageDescriptor message)
    {
        Add((DescriptorBase)message);
        foreach (FieldDescriptor field in message.Fields.InDeclarationOrder()) Add(field);
        foreach (MessageDescriptor inner in message.NestedTypes) Add(inner);
        foreach (EnumDescriptor type in message.EnumTypes) Add(type);
    }

    private void Add(EnumDescriptor type)
    {
        Add((DescriptorBase)type);
        foreach (EnumValueDescriptor value in type.Values) Add(value);
    }

    private void Add(DescriptorBase described)
    {
        string text = string.Join(' ', (described.Declaration?.LeadingComments ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        if (text.Length > 0) _texts[described.FullName] = text;
    }
}
