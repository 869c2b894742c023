using Cluster.Training.Artifacts.Keras;
using Cluster.Training.Artifacts.Onnx;
using Cluster.Training.Blobs;
using Cluster.V1;

namespace Cluster.Training.Artifacts;

/// <summary>Converts stored models to formats of other programs. The same model gives the same bytes.</summary>
public static class ModelExport
{
    /// <summary>Converts to ONNX.</summary>
    /// <param name="blobs">Holds the model, and receives the file.</param>
    /// <param name="model">The model.</param>
    /// <returns>The file, model.onnx.</returns>
    /// <exception cref="NotSupportedException">ONNX can't express a layer; the message says which.</exception>
    /// <exception cref="InvalidDataException">A file of the model is missing or damaged.</exception>
    /// <exception cref="IOException">The disk is full or not writable.</exception>
    public static IReadOnlyList<ModelFile> ToOnnx(BlobStore blobs, Model model)
    {
        (LoadedModel loaded, float[] parameters) = Load(blobs, model);
        return [Store(blobs, "model.onnx", file => OnnxExport.Write(file, loaded.Network, parameters))];
    }

    /// <summary>Converts to the weights of Keras.</summary>
    /// <param name="blobs">Holds the model, and receives the files.</param>
    /// <param name="model">The model.</param>
    /// <returns>weights.npz and load_keras.py.</returns>
    /// <exception cref="NotSupportedException">Keras can't express a layer; the message says which.</exception>
    /// <exception cref="InvalidDataException">A file of the model is missing or damaged.</exception>
    /// <exception cref="IOException">The disk is full or not writable.</exception>
    public static IReadOnlyList<ModelFile> ToKeras(BlobStore blobs, Model model)
    {
        (LoadedModel loaded, float[] parameters) = Load(blobs, model);
        IReadOnlyList<KerasArray> arrays = KerasWeights.Of(loaded.Network, parameters);
        return
        [
            Store(blobs, "weights.npz", file => NpzWriter.Write(file, arrays)),
            Store(blobs, "load_keras.py", file => Script.CopyTo(file, "load_keras.py")),
        ];
    }

    private static (LoadedModel Model, float[] Parameters) Load(BlobStore blobs, Model model)
    {
        LoadedModel loaded = ModelReader.Read(blobs, model);
        float[] parameters = new float[loaded.Network.Layout.Length];
        loaded.CopyParameters(parameters);
        return (loaded, parameters);
    }

    private static ModelFile Store(BlobStore blobs, string name, Action<Stream> write)
    {
        Blob blob = blobs.Write(write);
        return new ModelFile { Name = name, Size = blob.Size, Sha256 = blob.Sha256 };
    }
}
