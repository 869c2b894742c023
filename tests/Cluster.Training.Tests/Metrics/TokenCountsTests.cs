using System.Text.Json;
using Cluster.Training.Data;
using Cluster.Training.Metrics;
using Cluster.Training.Workers;

namespace Cluster.Training.Tests.Metrics;

public class TokenCountsTests
{
    // Two sequences of 2 and 1 steps, three classes; the padding would be a hit with a huge loss if it counted.
    private static readonly float[] Outputs = [2, 0, 0, 0, 1, 0, 0, 0, 3, -50, 50, 0];
    private static readonly BatchTargets Targets = new(Time: 2, [2, 1], [0, 2, 2, -1], Values: null);

    [Fact]
    public void Losses_and_hits_are_those_of_the_valid_steps()
    {
        TokenCounts counts = TokenCounts.Of(Outputs, Targets, 3, allowed: null);
        Assert.Equal((3L, 2L, 2L, 1L, null), (counts.Targets, counts.Correct, counts.Sequences, counts.Whole, counts.Legal));
        // log(e^2 + 2) - 2, log(e + 2) - 0 and log(e^3 + 2) - 3.
        Assert.Equal(0.2395447662218845 + 1.5514447139320509 + 0.0949229649139936, counts.Loss, 1e-6);
        IReadOnlyDictionary<string, double> metrics = counts.Metrics();
        Assert.Equal(counts.Loss / 3, metrics["loss"], 1e-15);
        Assert.Equal(2 / 3.0, metrics["accuracy"], 1e-15);
        Assert.Equal(Math.Exp(counts.Loss / 3), metrics["perplexity"], 1e-15);
        Assert.Equal(0.5, metrics["sequence_accuracy"]);
        Assert.Equal(counts.Loss / 3 / 0.6931471805599453, metrics["bits_per_token"], 1e-15);
        Assert.DoesNotContain("legal", metrics.Keys);
        Assert.DoesNotContain("f1_macro", metrics.Keys);
    }

    [Fact]
    public void Classes_are_counted_over_the_valid_steps()
    {
        // Targets 0, 2, 2; predictions 0, 1, 2: F1 of the classes 1, 0 and 2/3.
        TokenCounts counts = TokenCounts.Of(Outputs, Targets, 3, allowed: null, byClass: true);
        Assert.Equal([new HitCounts(1, 1, 1), new(0, 0, 1), new(1, 2, 1)], counts.Tally!.Classes);
        Assert.Equal(5 / 9.0, counts.Metrics()["f1_macro"], 1e-12);
        Assert.Equal(7 / 9.0, counts.Metrics()["f1_weighted"], 1e-12);
        Assert.DoesNotContain("bits_per_token", counts.Metrics().Keys);
    }

    [Fact]
    public void A_sequence_is_legal_if_every_prediction_is_allowed_even_where_it_is_not_the_target()
    {
        // Predictions are 0, 1 and 2. The first sequence may say 0, then 1 or 2; the second one only 1.
        TokenCounts counts = TokenCounts.Of(Outputs, Targets, 3, [[0b001, 0b110], [0b010]]);
        Assert.Equal(1, counts.Legal);
        Assert.Equal(0.5, counts.Metrics()["legal"]);
        Assert.Equal(0, TokenCounts.Of(Outputs, Targets, 3, [[0b001, 0b101], [0b010]]).Legal);
    }

    [Fact]
    public void Chunks_add_up_to_the_whole_after_a_journey_as_JSON()
    {
        TokenCounts chunk = TokenCounts.Of(Outputs, Targets, 3, [[0b001, 0b110], [0b010]]);
        string json = JsonSerializer.Serialize(new EvaluationPart([chunk, chunk]));
        EvaluationPart part = JsonSerializer.Deserialize<EvaluationPart>(json)!;
        Assert.Equal(new TokenCounts(6, 4, chunk.Loss * 2, 4, 2, 2), part.Counts.Aggregate((sum, next) => sum.Add(next)));
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        Assert.Throws<ArgumentException>(() => TokenCounts.Of(new float[11], Targets, 3, allowed: null));
        Assert.Throws<ArgumentException>(() => TokenCounts.Of(Outputs, Targets, 3, null).Add(ClassificationCounts.None(3)));
    }

    [Fact]
    public void Nothing_counted_has_no_metrics() => Assert.Empty(new TokenCounts(0, 0, 0, 0, 0, null).Metrics());
}
