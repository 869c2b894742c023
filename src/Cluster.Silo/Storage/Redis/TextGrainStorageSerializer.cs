using Orleans.Storage;

namespace Cluster.Silo.Storage.Redis;

/// <summary>Writes binary state as base 64: Orleans' provider for Redis takes what a serializer gives it for text.</summary>
internal sealed class TextGrainStorageSerializer(IGrainStorageSerializer inner) : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => BinaryData.FromString(Convert.ToBase64String(inner.Serialize(input)));

    public T? Deserialize<T>(BinaryData input) => inner.Deserialize<T>(BinaryData.FromBytes(Convert.FromBase64String(input.ToString())));
}
