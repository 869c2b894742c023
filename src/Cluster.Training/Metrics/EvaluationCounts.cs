using System.Text.Json.Serialization;
using Cluster.V1;

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

    /// <summary>Makes the report by class, without the split's name.</summary>
    /// <param name="labels">Class names; not read for more than <see cref="ClassTally.MostConfused"/> classes.</param>
    /// <returns>The report; null where targets are numbers, and in language models.</returns>
    public virtual ClassReport? Report(IReadOnlyList<string> labels) => null;

    /// <summary>The other counts as the kind they must be.</summary>
    private protected static T Same<T>(EvaluationCounts other)
        where T : EvaluationCounts => other as T ?? throw new ArgumentException($"{other.GetType().Name} can't be added to {typeof(T).Name}.", nameof(other));
}
