using System.Text.Json;

namespace Cluster.Models.Tests.Artifacts;

public sealed class PyTorchScriptTests(DeviceFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_script_gives_our_logits_for_every_stack()
    {
        await PythonProgram.Require("torch", Cancel);
        using var folders = new ModelFolders();
        ModelCase[] models = [.. ModelCase.All];
        foreach ((int number, ModelCase model) in models.Index()) folders.Write(model, number);
        using var driver = new StreamReader(GetType().Assembly.GetManifestResourceStream("run_pytorch.py")!);

        (int code, string output, string error) = await PythonProgram.Run(["-", folders.Path], await driver.ReadToEndAsync(Cancel), Cancel);

        Assert.True(code == 0, error);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(models.Length, lines.Length);
        foreach ((ModelCase model, string line) in models.Zip(lines))
            ModelFolders.AssertNear(model, await ModelFolders.Expect(fixture, model, Cancel), JsonSerializer.Deserialize<float[]>(line)!);
    }

    [Fact]
    public async Task The_program_predicts_for_texts_of_the_command_line_and_of_the_input()
    {
        await PythonProgram.Require("torch", Cancel);
        using var folders = new ModelFolders();
        ModelCase model = ExampleModels.All.Single(one => one.Name == "language-id");
        string script = Path.Combine(folders.Write(model, 0), "load_pytorch.py");

        (int code, string given, string error) = await PythonProgram.Run([script, "Anna", "Zo\u00eb"], "", Cancel);
        Assert.True(code == 0, error);
        (_, string read, _) = await PythonProgram.Run([script], "Anna\nZoe\u0308\n", Cancel);

        // The second line is the same text, not yet normalized.
        Assert.Equal(given, read);
        string[] lines = given.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains(JsonDocument.Parse(lines[0]).RootElement.GetProperty("label").GetString(), model.Content.Dataset.Labels);
    }

    [Fact]
    public async Task The_program_predicts_numbers_and_tags_and_tells_what_it_cannot_read()
    {
        await PythonProgram.Require("torch", Cancel);
        using var folders = new ModelFolders();
        string numbers = Path.Combine(folders.Write(ExampleModels.All.Single(one => one.Name == "01-many-to-one"), 0), "load_pytorch.py");
        string tags = Path.Combine(folders.Write(ModelCase.All.Single(one => one.Name == "binary at every step"), 1), "load_pytorch.py");
        string texts = Path.Combine(folders.Write(ModelCase.All.Single(one => one.Name == "gru over tokens as the last layer"), 2), "load_pytorch.py");

        (_, string values, _) = await PythonProgram.Run([numbers, "--rows", "1,2;3,4"], "", Cancel);
        (_, string pairs, _) = await PythonProgram.Run([tags, "--split", "a b a"], "", Cancel);
        (_, string regression, _) = await PythonProgram.Run([texts, "abc"], "", Cancel);
        (int code, _, string error) = await PythonProgram.Run([numbers, "--rows", "1,2;3"], "", Cancel);

        Assert.Equal(4, JsonDocument.Parse(values).RootElement.GetProperty("values").GetArrayLength());
        Assert.Equal(4, JsonDocument.Parse(regression).RootElement.GetProperty("values").GetArrayLength());
        Assert.Equal(["a", "b", "a"], JsonDocument.Parse(pairs).RootElement.GetProperty("tags").EnumerateArray().Select(pair => pair[0].GetString()));
        Assert.Equal((1, "error: Each step must have 2 numbers."), (code, error));
    }
}
