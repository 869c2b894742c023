using System.Security.Cryptography;
using Cluster.Silo.Hosting;

namespace Cluster.Silo.Certificates;

/// <summary>
/// What files hold, read again when they change. Their bytes are compared, because a mounted secret changes by a link that
/// points elsewhere. While new files can't be read, for example because only one of two is replaced yet, the old content stays.
/// </summary>
/// <param name="files">The files.</param>
/// <param name="parse">Makes something of their texts.</param>
/// <param name="logger">Told when new files can't be used.</param>
internal sealed partial class FileContent<T>(string[] files, Func<string[], T> parse, ILogger logger)
    where T : class
{
    private readonly Lock _lock = new();
    private string[] _texts = [];
    private string _refused = "";
    private T? _content;

    /// <summary>The content of now.</summary>
    /// <exception cref="SiloStartException">It can't be read, and never could.</exception>
    public T Current()
    {
        lock (_lock)
        {
            try
            {
                string[] texts = [.. files.Select(File.ReadAllText)];
                if (_content is not null && texts.AsSpan().SequenceEqual(_texts)) return _content;
                _content = parse(texts);
                (_texts, _refused) = (texts, "");
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
            {
                if (_content is null) throw new SiloStartException($"{string.Join(" and ", files)} cannot be used: {error.Message}");
                if (_refused != error.Message) LogRefused(error, string.Join(" and ", files));
                _refused = error.Message;
            }

            return _content;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What {Files} held before stays in use: the new content cannot be used")]
    private partial void LogRefused(Exception error, string files);
}
