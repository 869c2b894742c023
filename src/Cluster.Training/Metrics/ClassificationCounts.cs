namespace Cluster.Training.Metrics;
/// <summary>tmp</summary>
public sealed record ClassificationCounts {
/// <summary>tmp</summary>
public static ClassificationCounts Of(float[] l, int[] y, int c) => throw new NotImplementedException();
/// <summary>tmp</summary>
public static ClassificationCounts Fold(IEnumerable<ClassificationCounts> c) => throw new NotImplementedException();
}
/// <summary>tmp</summary>
public static class ClassificationMetrics { 
/// <summary>tmp</summary>
public static IReadOnlyDictionary<string,double> Of(ClassificationCounts c) => throw new NotImplementedException(); }
