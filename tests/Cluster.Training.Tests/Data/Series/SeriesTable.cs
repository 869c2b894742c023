using Cluster.Training.Data.Generators;
using Cluster.Training.Data.Series;
using Cluster.V1;

namespace Cluster.Training.Tests.Data.Series;

/// <summary>A series written out in a test.</summary>
internal sealed class SeriesTable(string[] columns, params double[][] rows) : ISeriesSource
{
    public IReadOnlyList<string> Columns => columns;

    public IReadOnlyList<GeneratorSetting> Settings => [];

    public double[][] Read(GeneratorSpec complete) => rows;
}
