using Cluster.Grains.Serialization;
using Cluster.Training.Exchange;
using Cluster.Training.Metrics;
using Cluster.Training.Replicas;
using Cluster.Training.Workers;
using Cluster.V1;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Cluster.Grains.Tests.Serialization;

public sealed class TrainingSerializationTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddTrainingSerialization().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void A_message_within_a_record_arrives_with_its_lists_and_maps()
    {
        var model = new Model
        {
            Id = "names-abcdef",
            Labels = { "de", "fr" },
            Files = { new ModelFile { Name = "model.safetensors", Size = 3, Sha256 = "00ff" } },
            Metrics = { ["test/loss"] = double.NaN },
        };

        Assert.Equal(model, Sent(new ExportResult(model)).Model);
        Assert.Null(Sent(new ExportResult(null, "disk full")).Model);
    }

    [Fact]
    public void A_report_of_a_loss_that_is_not_a_number_arrives()
    {
        StepReport report = new(StepOutcome.NonFinite, 7, [new LossSums(double.NaN, 3, 32, ulong.MaxValue)], double.PositiveInfinity, new PhaseSeconds(1, 2, 3));

        StepReport sent = Sent(report);

        Assert.Equal((StepOutcome.NonFinite, 7, double.PositiveInfinity), (sent.Outcome, sent.Version, sent.GradientNorm));
        Assert.Equal(report.Sums, sent.Sums);
    }

    [Fact]
    public void Counts_of_every_task_arrive_as_what_they_were()
    {
        EvaluationPart sent = Sent(new EvaluationPart(
        [
            new ClassificationCounts(new ClassTally([new(1, 3, 4), new(4, 7, 6)], [1, 2, 3, 4]), 0.1),
            new TokenCounts(5, 4, double.NaN, 3, 2, 1),
            new ValueCounts(6, 0.1, 0.2, 0.3, new Dictionary<string, double> { ["last_value"] = 0.4 }),
        ]));

        Assert.Equal([1, 2, 3, 4], Assert.IsType<ClassificationCounts>(sent.Counts[0]).Tally.Confusion!);
        Assert.Equal(new TokenCounts(5, 4, double.NaN, 3, 2, 1), sent.Counts[1]);
        Assert.Equal(0.4 / 6, sent.Counts[2].Metrics()["last_value_mae"]);
    }

    [Fact]
    public void A_failure_arrives_with_its_message()
    {
        var lost = new PeerLostException("http://127.0.0.1:5", "connection refused");

        Assert.Equal(lost.Message, Sent<Exception>(lost).Message);
    }

    private T Sent<T>(T value)
    {
        Serializer serializer = _services.GetRequiredService<Serializer>();
        T copied = _services.GetRequiredService<DeepCopier>().Copy(value)!;
        return serializer.Deserialize<T>(serializer.SerializeToArray(copied))!;
    }
}
