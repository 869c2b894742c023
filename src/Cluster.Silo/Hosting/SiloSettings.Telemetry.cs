using System.ComponentModel.DataAnnotations;

namespace Cluster.Silo.Hosting;

internal sealed partial class SiloSettings
{
    /// <summary>
    /// URL of a collector that takes metrics, traces and logs by OTLP. Default: that of <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, or none.
    /// </summary>
    [RegularExpression("https?://.+", ErrorMessage = "--otlp must be a URL")]
    public string Otlp { get; set; } = "";

    /// <summary>How lines of the log are written: <c>Text</c> (default) or <c>Json</c>, with the job, attempt and step of each.</summary>
    public LogFormat LogFormat { get; set; }
}
