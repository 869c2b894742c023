using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cluster.Client.Commands;

/// <summary>A field of a spec that names a dataset, or files in place of one.</summary>
/// <param name="Message">What has the field.</param>
/// <param name="Field">The field.</param>
/// <param name="Name">Its path, as <c>--set</c> takes it: <c>data.dataset</c>.</param>
internal sealed record SpecPlace(IMessage Message, FieldDescriptor Field, string Name)
{
    /// <summary>What the field says.</summary>
    public string Value => (string)Field.Accessor.GetValue(Message);
}
