using Cluster.V1;

namespace Cluster.Training.Specs;

/// <summary>Fills in the defaults of optimizers, which are those of Keras.</summary>
internal static class OptimizerDefaults
{
    private const float LearningRate = 0.001f;
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private const float Epsilon = 1e-7f;

    /// <summary>Sets every field of an optimizer; one of no kind becomes RMSprop.</summary>
    public static void Fill(OptimizerSpec optimizer)
    {
        switch (optimizer.KindCase)
        {
            case OptimizerSpec.KindOneofCase.Sgd: Fill(optimizer.Sgd); break;
            case OptimizerSpec.KindOneofCase.Adam: Fill(optimizer.Adam); break;
            case OptimizerSpec.KindOneofCase.Adamw: Fill(optimizer.Adamw); break;
            default: Fill(optimizer.Rmsprop ??= new RmsPropOptimizer()); break;
        }
    }

    private static void Fill(SgdOptimizer sgd)
    {
        if (!sgd.HasLearningRate) sgd.LearningRate = 0.01f;
        if (!sgd.HasMomentum) sgd.Momentum = 0;
        if (!sgd.HasWeightDecay) sgd.WeightDecay = 0;
    }

    private static void Fill(RmsPropOptimizer rmsprop)
    {
        if (!rmsprop.HasLearningRate) rmsprop.LearningRate = LearningRate;
        if (!rmsprop.HasRho) rmsprop.Rho = 0.9f;
        if (!rmsprop.HasEpsilon) rmsprop.Epsilon = Epsilon;
        if (!rmsprop.HasWeightDecay) rmsprop.WeightDecay = 0;
    }

    private static void Fill(AdamOptimizer adam)
    {
        if (!adam.HasLearningRate) adam.LearningRate = LearningRate;
        if (!adam.HasBeta1) adam.Beta1 = Beta1;
        if (!adam.HasBeta2) adam.Beta2 = Beta2;
        if (!adam.HasEpsilon) adam.Epsilon = Epsilon;
        if (!adam.HasWeightDecay) adam.WeightDecay = 0;
    }

    private static void Fill(AdamWOptimizer adamw)
    {
        if (!adamw.HasLearningRate) adamw.LearningRate = LearningRate;
        if (!adamw.HasBeta1) adamw.Beta1 = Beta1;
        if (!adamw.HasBeta2) adamw.Beta2 = Beta2;
        if (!adamw.HasEpsilon) adamw.Epsilon = Epsilon;
        if (!adamw.HasWeightDecay) adamw.WeightDecay = 0.004f;
    }
}
