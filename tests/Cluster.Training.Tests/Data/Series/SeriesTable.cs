using Cluster.Training.Blobs;
using Cluster.Training.Data.Generators;
using Cluster.Training.Data.Series;
using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Tests.Data.Series;

/// <summary>A series written out in a test.</summary>
internal sealed class SeriesTable(string[] columns, params double[][] rows) : ISeriesSource
{
    public IReadOnlyList<GeneratorSetting> Settings => [];

    public IEnumerable<Violation> Check(SeriesSpec series) => [];

    public void FillDefaults(SeriesSpec series)
    {
    }

    public IReadOnlyList<string> ColumnsOf(SeriesSpec series) => columns;

    public TimeSeries Read(DataSpec data, BlobStore blobs) => new(columns, rows);
}
