using System.CommandLine;
using Cluster.Client.Commands;
using Cluster.Client.Errors;

namespace Cluster.Client.Access;

/// <summary>The options for servers that ask who calls.</summary>
internal sealed class AccessOptions
{
    private readonly Option<string?> _key = File("--key-file", "File with the secret of your key [env: CLUSTER_KEY_FILE, or the secret in CLUSTER_API_KEY]");
    private readonly Option<string?> _authority = File("--ca", "Authority (PEM) of the server's certificate [env: CLUSTER_CA; default: those of this machine]");
    private readonly Option<string?> _certificate = File("--cert", "Your certificate (PEM), where the server asks for one [env: CLUSTER_CERT]");
    private readonly Option<string?> _certificateKey = File("--cert-key", "Its private key (PEM), unless it is in the same file [env: CLUSTER_CERT_KEY]");

    private readonly Option<bool> _plaintext = new("--plaintext")
    {
        Description = "Lets the key go over a network without TLS [env: CLUSTER_PLAINTEXT=true]",
        Recursive = true,
    };

    /// <summary>Adds the options to all commands.</summary>
    public void AddTo(RootCommand root)
    {
        foreach (Option option in (Option[])[_key, _authority, _certificate, _certificateKey, _plaintext]) root.Options.Add(option);
    }

    /// <summary>What the caller gave, by option or environment.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="terminal">Has the environment.</param>
    /// <param name="data">Data directory of the silos that are called; null for a server that was named. Its operator's key needs no option.</param>
    /// <exception cref="ClusterException">Usage: the file of the key can't be read.</exception>
    public ClientAccess Read(ParseResult arguments, Terminal terminal, string? data)
    {
        string? file = Text(arguments, terminal, _key, "CLUSTER_KEY_FILE");
        string? secret = NotEmpty(terminal.Environment("CLUSTER_API_KEY"));
        string? key = file is not null ? KeyOf(file) : secret;
        bool isOwn = key is null && data is not null;
        return new ClientAccess
        {
            Key = isOwn ? OwnKey(data!) : key,
            AuthorityFile = Text(arguments, terminal, _authority, "CLUSTER_CA"),
            CertificateFile = Text(arguments, terminal, _certificate, "CLUSTER_CERT"),
            CertificateKeyFile = Text(arguments, terminal, _certificateKey, "CLUSTER_CERT_KEY"),
            // Silos of a data directory run on this machine.
            AllowsPlaintext = isOwn || arguments.GetValue(_plaintext) || terminal.Environment("CLUSTER_PLAINTEXT") == "true",
        };
    }

    private static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = "FILE", Recursive = true };

    private static string? Text(ParseResult arguments, Terminal terminal, Option<string?> option, string variable) =>
        NotEmpty(arguments.GetValue(option)) ?? NotEmpty(terminal.Environment(variable));

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string KeyOf(string file)
    {
        try
        {
            return NotEmpty(System.IO.File.ReadAllText(file)) ?? throw new ClusterException(ErrorKind.Usage, $"{file} holds no key.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClusterException(ErrorKind.Usage, $"The key can't be read: {error.Message}", cause: error);
        }
    }

    private static string? OwnKey(string data)
    {
        string file = Path.Combine(data, "admin.key");
        try
        {
            return System.IO.File.Exists(file) ? NotEmpty(System.IO.File.ReadAllText(file)) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The silos are another user's.
            return null;
        }
    }
}
