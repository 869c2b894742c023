using Cluster.Grains.Models;
using Cluster.Training.Blobs;
using Cluster.V1;

namespace Cluster.Silo.FrontDoor;

/// <summary>Models and their files, to be handed out.</summary>
internal sealed class ModelDownloads(IGrainFactory grains, BlobStore blobs, BlobFetcher fetcher)
{
    /// <summary>Whoever knows a model.</summary>
    /// <exception cref="Grpc.Core.RpcException">It can't be the id of one.</exception>
    public IModelGrain Find(string id) => id.Length switch
    {
        0 => throw Errors.Argument("id", "is missing"),
        > JobFrontDoor.LongestId => throw Errors.ModelNotFound(id),
        _ => grains.GetGrain<IModelGrain>(id),
    };

    /// <summary>Opens a file of a model by its name.</summary>
    /// <exception cref="Grpc.Core.RpcException">There is no such model or file, or it is damaged.</exception>
    public async Task<(ModelFile File, Stream Content)> Open(string id, string name, CancellationToken cancel)
    {
        Model model = await Find(id).Get() ?? throw Errors.ModelNotFound(id);
        ModelFile file = model.Files.FirstOrDefault(file => file.Name == name) ?? throw Errors.FileNotFound(id, name);
        return (file, await Open(model, file, cancel));
    }

    /// <summary>Opens a file. Its size is checked before the first byte is sent; the content is for the receiver to check, by its digest.</summary>
    /// <exception cref="Grpc.Core.RpcException">It is missing or damaged.</exception>
    public async Task<Stream> Open(Model model, ModelFile file, CancellationToken cancel)
    {
        await Fetch(model, file, cancel);
        Stream content = blobs.OpenRead(file.Sha256);
        if (content.Length == file.Size) return content;
        await content.DisposeAsync();
        throw Errors.ModelDamaged(model.Id, $"its file {file.Name} is not whole");
    }

    /// <summary>Brings a file to this process' disk.</summary>
    /// <exception cref="Grpc.Core.RpcException">No silo has it.</exception>
    public async Task Fetch(Model model, ModelFile file, CancellationToken cancel)
    {
        try
        {
            await fetcher.Fetch(new Blob(file.Sha256, file.Size), cancel);
        }
        catch (BlobMissingException)
        {
            throw Errors.ModelDamaged(model.Id, $"its file {file.Name} is missing");
        }
    }
}
