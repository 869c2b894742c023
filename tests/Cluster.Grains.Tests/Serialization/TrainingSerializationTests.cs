using Cluster.Grains.Serialization;
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
        StepReport report = new(StepOutcome.NonFinite, 7, [new LossSums(double.NaN, 3, 32)], double.PositiveInfinity, new PhaseSeconds(1, 2, 3));

        StepReport sent = Sent(report);

        Assert.Equal((StepOutcome.NonFinite, 7, double.PositiveInfinity), (sent.Outcome, sent.Version, sent.GradientNorm));
        Assert.Equal(report.Sums, sent.Sums);
    }

    private T Sent<T>(T value)
    {
        Serializer serializer = _services.GetRequiredService<Serializer>();
        T copied = _services.GetRequiredService<DeepCopier>().Copy(value)!;
        return serializer.Deserialize<T>(serializer.SerializeToArray(copied))!;
    }
}
