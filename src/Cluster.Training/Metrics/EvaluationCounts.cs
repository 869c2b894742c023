using System.Text.Json.Serialization;

namespace Cluster.Training.Metrics;

/// <summary>What some examples came to. Plain numbers, so that chunks from any worker add up to the whole, and travel as JSON.</summary>
[JsonPolymorphic]
[JsonDerivedType(typeof(ClassificationCounts), "classification")]
[JsonDerivedType(typeof(TokenCounts), "tokens")]
[JsonDerivedType(typeof(ValueCounts), "values")]
public abstract record EvaluationCounts
{
    /// <summary>Adds two counts. Sums are floating-point, so add chunks in their order.</summary>
    /// <param name="other">Counts of other examples of the same dataset.</param>
    /// <exception cref="ArgumentException">The counts are of another kind.</exception>
    public abstract EvaluationCounts Add(EvaluationCounts other);

    /// <summary>Works out the metrics by name; empty if there are no examples.</summary>
    public abstract IReadOnlyDictionary<string, double> Metrics();

    /// <summary>The other counts as the kind they must be.</summary>
    private protected static T Same<T>(EvaluationCounts other)
        where T : EvaluationCounts => other as T ?? throw new ArgumentException($"{other.GetType().Name} can't be added to {typeof(T).Name}.", nameof(other));
}
