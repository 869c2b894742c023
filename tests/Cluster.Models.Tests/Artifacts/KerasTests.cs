using System.Text.Json;
using Cluster.Training.Artifacts;
using Cluster.V1;

namespace Cluster.Models.Tests.Artifacts;

/// <summary>Keras itself is not needed: its equations, written down in NumPy, must give our outputs from the weights that it would load.</summary>
public sealed class KerasTests(DeviceFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_equations_of_Keras_give_our_logits_for_every_stack()
    {
        await PythonProgram.Require("numpy", Cancel);
        using var folders = new ModelFolders();
        ModelCase[] models = [.. ModelCase.All.Where(model => !model.ReadsLetters)];
        foreach ((int number, ModelCase model) in models.Index()) Export(folders, model, folders.Write(model, number));
        using var driver = new StreamReader(GetType().Assembly.GetManifestResourceStream("run_keras.py")!);

        (int code, string output, string error) = await PythonProgram.Run(["-", folders.Path], await driver.ReadToEndAsync(Cancel), Cancel);

        Assert.True(code == 0, error);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(models.Length, lines.Length);
        foreach ((ModelCase model, string line) in models.Zip(lines))
            ModelFolders.AssertNear(model, await ModelFolders.Expect(fixture, model, Cancel), JsonSerializer.Deserialize<float[]>(line)!);
    }

    [Fact]
    public void A_character_encoder_is_refused_in_a_sentence()
    {
        using var folders = new ModelFolders();
        ModelCase[] models = [.. ModelCase.All.Where(model => model.ReadsLetters)];
        Assert.Equal(["letters under a tagger", "letters under a classifier"], models.Select(model => model.Name));
        foreach ((int number, ModelCase model) in models.Index())
        {
            string folder = folders.Write(model, number);
            NotSupportedException error = Assert.Throws<NotSupportedException>(() => Export(folders, model, folder));
            Assert.Equal("embedding reads characters too, which Keras has no layer for.", error.Message);
        }
    }

    [Fact]
    public async Task The_loader_is_valid_Python()
    {
        await PythonProgram.Require("ast", Cancel);
        using var folders = new ModelFolders();
        ModelCase model = ExampleModels.All.First();
        string folder = folders.Write(model, 0);
        Export(folders, model, folder);
        (int code, _, string error) = await PythonProgram.Run(
            ["-c", "import ast, sys; ast.parse(open(sys.argv[1]).read())", Path.Combine(folder, "load_keras.py")], "", Cancel);
        Assert.True(code == 0, error);
    }

    private static void Export(ModelFolders folders, ModelCase model, string folder)
    {
        foreach (ModelFile file in ModelExport.ToKeras(folders.Blobs, ModelFolder.Write(folders.Blobs, model.Content, DateTimeOffset.UnixEpoch)))
        {
            using Stream blob = folders.Blobs.OpenRead(file.Sha256);
            using FileStream copy = File.Create(Path.Combine(folder, file.Name));
            blob.CopyTo(copy);
        }
    }
}
