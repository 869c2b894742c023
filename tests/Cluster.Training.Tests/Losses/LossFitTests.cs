using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Losses;
using Cluster.V1;

namespace Cluster.Training.Tests.Losses;

public sealed class LossFitTests
{
    private static readonly DataShape Classes = new(0, Features: 2, Outputs: 3, TargetKind.Class, TargetPerStep: false);
    private static readonly LossSettings Binary = new(new LossSpec { BinaryCrossEntropy = new BinaryCrossEntropyLoss() }, ClassWeights: null);

    public static TheoryData<DataShape, LossSettings, string> Unfit => new()
    {
        {
            Classes, LossSettings.SquaredError,
            "training.loss: meanSquaredError does not fit, the targets are classes: use one of categoricalCrossEntropy, binaryCrossEntropy."
        },
        {
            Classes with { Target = TargetKind.Values }, LossSettings.CrossEntropy,
            "training.loss: categoricalCrossEntropy does not fit, the targets are numbers: use one of meanSquaredError, meanAbsoluteError, huber."
        },
        { Classes, Binary, "training.loss: binaryCrossEntropy is for 2 classes, but the data has 3." },
        { Classes, LossSettings.CrossEntropy with { ClassWeights = [1, 2] }, "training.loss: There are 2 class weights, but 3 classes." },
        {
            Classes, new LossSettings(new LossSpec(), ClassWeights: null),
            "training.loss: Must hold exactly one of categoricalCrossEntropy, binaryCrossEntropy, meanSquaredError, meanAbsoluteError, huber."
        },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public void A_loss_that_does_not_fit_the_data_is_refused(DataShape data, LossSettings loss, string message)
    {
        ModelSpec model = ModelSpec.Parser.ParseJson("""{"layers": [{"gru": {"units": 4}}, {"dense": {}}]}""");

        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Network.Build(model, data, loss)).Message);
    }
}
