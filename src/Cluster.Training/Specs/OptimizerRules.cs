using Cluster.V1;

namespace Cluster.Training.Specs;

/// <summary>What a spec's optimizer must fulfil.</summary>
internal static class OptimizerRules
{
    private const string Path = "training.optimizer";

    /// <summary>Checks the optimizer.</summary>
    public static void Check(FieldChecks checks, OptimizerSpec optimizer)
    {
        switch (optimizer.KindCase)
        {
            case OptimizerSpec.KindOneofCase.Sgd: Check(checks, optimizer.Sgd); break;
            case OptimizerSpec.KindOneofCase.Rmsprop: Check(checks, optimizer.Rmsprop); break;
            case OptimizerSpec.KindOneofCase.Adam: Check(checks, optimizer.Adam); break;
            case OptimizerSpec.KindOneofCase.Adamw: Check(checks, optimizer.Adamw); break;
            default: checks.Add(Path, "Must be exactly one of sgd, rmsprop, adam and adamw."); break;
        }
    }

    private static void Check(FieldChecks checks, SgdOptimizer sgd)
    {
        if (sgd.HasLearningRate) checks.Positive($"{Path}.sgd.learningRate", sgd.LearningRate);
        if (sgd.HasMomentum) checks.Share($"{Path}.sgd.momentum", sgd.Momentum);
        if (sgd.HasWeightDecay) checks.NotNegative($"{Path}.sgd.weightDecay", sgd.WeightDecay);
    }

    private static void Check(FieldChecks checks, RmsPropOptimizer rmsprop)
    {
        if (rmsprop.HasLearningRate) checks.Positive($"{Path}.rmsprop.learningRate", rmsprop.LearningRate);
        if (rmsprop.HasRho) checks.Share($"{Path}.rmsprop.rho", rmsprop.Rho);
        if (rmsprop.HasEpsilon) checks.Positive($"{Path}.rmsprop.epsilon", rmsprop.Epsilon);
        if (rmsprop.HasWeightDecay) checks.NotNegative($"{Path}.rmsprop.weightDecay", rmsprop.WeightDecay);
    }

    private static void Check(FieldChecks checks, AdamOptimizer adam)
    {
        if (adam.HasLearningRate) checks.Positive($"{Path}.adam.learningRate", adam.LearningRate);
        if (adam.HasBeta1) checks.Share($"{Path}.adam.beta1", adam.Beta1);
        if (adam.HasBeta2) checks.Share($"{Path}.adam.beta2", adam.Beta2);
        if (adam.HasEpsilon) checks.Positive($"{Path}.adam.epsilon", adam.Epsilon);
        if (adam.HasWeightDecay) checks.NotNegative($"{Path}.adam.weightDecay", adam.WeightDecay);
    }

    private static void Check(FieldChecks checks, AdamWOptimizer adamw)
    {
        if (adamw.HasLearningRate) checks.Positive($"{Path}.adamw.learningRate", adamw.LearningRate);
        if (adamw.HasBeta1) checks.Share($"{Path}.adamw.beta1", adamw.Beta1);
        if (adamw.HasBeta2) checks.Share($"{Path}.adamw.beta2", adamw.Beta2);
        if (adamw.HasEpsilon) checks.Positive($"{Path}.adamw.epsilon", adamw.Epsilon);
        if (adamw.HasWeightDecay) checks.NotNegative($"{Path}.adamw.weightDecay", adamw.WeightDecay);
    }
}
