using System.ComponentModel.DataAnnotations;
using System.Net;
using Cluster.Grains.Workers;
using Cluster.Models.Devices;
using Cluster.Silo.Access;
using Cluster.Silo.Certificates;
using Cluster.Silo.Storage;

namespace Cluster.Silo.Hosting;

/// <summary>What a silo is told when it starts, by arguments (<c>--data DIR</c>) or configuration.</summary>
internal sealed partial class SiloSettings
{
    private const string DeviceRule = "--device must be cpu, cuda or cuda:N";
    private const string NameRule = "--name must be 1 to 40 lower-case letters, digits or dashes";

    /// <summary>Directory of everything that outlives the process; silos that share it form one cluster.</summary>
    [Required(ErrorMessage = "--data must name a directory")]
    public string Data { get; set; } = "";

    /// <summary>
    /// Directory of this silo's datasets, checkpoints and models. Default: <c>blobs</c> in the data directory, which all silos of a machine share.
    /// </summary>
    public string Blobs { get; set; } = "";

    /// <summary>
    /// Where the cluster keeps its members, job records and event logs: <c>files</c>, <c>redis</c> or <c>postgres</c>. Default: files, in the
    /// data directory, which all silos share then. With the others each silo has a data directory of its own.
    /// </summary>
    [EnumDataType(typeof(StorageKind), ErrorMessage = "--storage must be files, redis or postgres")]
    public StorageKind Storage { get; set; }

    /// <summary>How to reach the server of <see cref="Storage"/>. It may hold a password: better in a file, or in the variable Cluster__Connection.</summary>
    public string Connection { get; set; } = "";

    /// <summary>File that holds <see cref="Connection"/>; it goes before it.</summary>
    public string ConnectionFile { get; set; } = "";

    /// <summary>Largest file that may be uploaded, in bytes. Default 8 GiB.</summary>
    [Range(1, long.MaxValue, ErrorMessage = "--largestFile must be at least 1")]
    public long LargestFile { get; set; } = 8L << 30;

    /// <summary>Name for people; a few random letters are added, so that no two silos ever share one.</summary>
    [Required(ErrorMessage = NameRule), RegularExpression("[a-z0-9-]{1,40}", ErrorMessage = NameRule)]
    public string Name { get; set; } = "silo";

    /// <summary>
    /// The one device that the silo computes on: <c>cpu</c>, <c>cuda</c> for the first GPU that it sees, or <c>cuda:N</c>. Default: cpu, also where
    /// there are GPUs, because bits depend on the kind of device and it must not change by itself. A silo whose device is not there does not start.
    /// </summary>
    [Required(ErrorMessage = DeviceRule), RegularExpression(DeviceName.Form, ErrorMessage = DeviceRule)]
    public string Device { get; set; } = DeviceName.Cpu.ToString();

    /// <summary>Compute threads of a processor. Default: one for each core. A GPU is fed by one thread.</summary>
    [Range(1, 1024, ErrorMessage = "--lanes must be 1 to 1024")]
    public int Lanes { get; set; } = Environment.ProcessorCount;

    /// <summary>Most jobs that begin on this silo at a time; more wait. The same on all silos of a cluster.</summary>
    [Range(1, 1000, ErrorMessage = "--jobs must be 1 to 1000")]
    public int Jobs { get; set; } = SiloCapacity.Default.Jobs;

    /// <summary>Process whose end ends the silo; 0 for none.</summary>
    [Range(0, int.MaxValue, ErrorMessage = "--parent must be a process id")]
    public int Parent { get; set; }

    /// <summary>Address that the front door listens on. Default: loopback, or all addresses where <see cref="Host"/> is set. Elsewhere than on loopback callers need keys.</summary>
    public string Listen { get; set; } = "";

    /// <summary>Who may call the front door.</summary>
    public AccessSettings Access { get; set; } = new();

    /// <summary>The front door's certificate.</summary>
    public TlsSettings Tls { get; set; } = new();

    /// <summary>How silos know each other.</summary>
    public PeerSettings Peers { get; set; } = new();

    /// <summary>Whether callers of the front door must say who they are.</summary>
    public bool RequiresAccess => Access.Required
        || !(Listen.Length == 0 ? OnLoopback : IPAddress.TryParse(Listen, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>Port of the front door; 0 for the usual one: any free one on loopback, or 8080.</summary>
    [Range(0, 65535, ErrorMessage = "--port must be 0 to 65535")]
    public int Port { get; set; }

    /// <summary>Whether to log what Orleans and the web server do, for finding faults.</summary>
    public bool Verbose { get; set; }

    /// <summary>Checks the settings.</summary>
    /// <exception cref="SiloStartException">A setting is missing or out of range.</exception>
    public SiloSettings Checked()
    {
        var problems = new List<ValidationResult>();
        Validator.TryValidateObject(this, new ValidationContext(this), problems, validateAllProperties: true);
        string?[] others = [Listen.Length == 0 || IPAddress.TryParse(Listen, out _) ? null : "--listen must be an IP address", Access.Problem(Tls.Certificate.Length > 0), Tls.Problem(), Peers.Problem()];
        string?[] all = [.. problems.Select(problem => problem.ErrorMessage), .. others.OfType<string>()];
        return all.Length == 0 ? this : throw new SiloStartException(string.Join("; ", all));
    }
}
