using System.Security.Cryptography;
using System.Text;
using Cluster.Client.Datasets;
using Cluster.Client.Rendering;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary>Brings files of this machine to the server as a dataset, and says so.</summary>
internal sealed class DatasetPush(ClusterClient client, Terminal terminal)
{
    private const int DigestLetters = 8;

    /// <summary>Pushes files under a name.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="name">The dataset's name.</param>
    /// <param name="replace">Whether the name may stand for other content so far.</param>
    /// <param name="cancel">Ends it; the next run goes on from there.</param>
    public async Task<Dataset> NamedAsync(IReadOnlyList<string> paths, string name, bool replace, CancellationToken cancel)
    {
        List<LocalFile> files = await ReadAsync(paths, cancel);
        return await PushAsync(files, name, null, replace, cancel);
    }

    /// <summary>Pushes a file or folder that a spec names, under a name that tells its content.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="format">How the spec says it is to be read; null if it does not say.</param>
    /// <param name="cancel">Ends it; the next run goes on from there.</param>
    public async Task<Dataset> ByContentAsync(string path, FileFormat? format, CancellationToken cancel)
    {
        List<LocalFile> files = await ReadAsync([path], cancel);
        string content = string.Concat(files.Select(file => $"{file.Sha256} {file.Name}\n")) + format;
        string digest = files.Count == 1 && format is null ? files[0].Sha256 : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        return await PushAsync(files, $"{DataFiles.NameOf(path)}-{digest[..DigestLetters]}", format, replace: false, cancel);
    }

    private static async Task<List<LocalFile>> ReadAsync(IReadOnlyList<string> paths, CancellationToken cancel)
    {
        List<LocalFile> files = [];
        foreach (string path in DataFiles.Find(paths)) files.Add(await LocalFile.ReadAsync(path, cancel));
        return files;
    }

    private async Task<Dataset> PushAsync(List<LocalFile> files, string name, FileFormat? format, bool replace, CancellationToken cancel)
    {
        UploadDisplay display = new(terminal.Error, terminal.IsLive, terminal.Time);
        long sent = 0;
        try
        {
            foreach (LocalFile file in files) sent += await UploadAsync(file, display, cancel);
        }
        finally
        {
            display.Finish();
        }

        Dataset dataset = await client.CreateDatasetAsync(name, files, format, replace, cancel);
        string content = $"{files.Count} {(files.Count == 1 ? "file" : "files")}, {Numbers.Grouped(files.Sum(file => file.Size))} bytes";
        terminal.Error.WriteLine(sent == 0
            ? $"{dataset.Name}: {content}, which the server had already"
            : $"{dataset.Name}: {content}, {Numbers.Grouped(sent)} of them sent");
        return dataset;
    }

    private async Task<long> UploadAsync(LocalFile file, UploadDisplay display, CancellationToken cancel)
    {
        long? there = null;
        await foreach (Upload state in client.UploadAsync(file, cancel))
        {
            there ??= state.Received;
            display.Show(file.Name, state.Received, file.Size);
        }

        return file.Size - (there ?? 0);
    }
}
