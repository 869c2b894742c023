using System.ComponentModel.DataAnnotations;

namespace Cluster.Silo.Hosting;

internal sealed partial class SiloSettings
{
    /// <summary>Port of the front door's services as REST and JSON; 0 for any free one. Default: none.</summary>
    [Range(0, 65535, ErrorMessage = "--rest-port must be 0 to 65535")]
    public int? RestPort { get; set; }
}
