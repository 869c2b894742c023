using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cluster.Training.Optimizers;

/// <summary>The update that Adam and AdamW share; they differ in the share of each parameter that is kept.</summary>
internal sealed class AdamRule(float beta1, float beta2, float epsilon)
{
    /// <summary>Running means of the gradient and of its square.</summary>
    public static IReadOnlyList<string> StateNames { get; } = ["mean", "mean_square"];

    /// <summary><c>m = b1 * m + (1 - b1) * g; v = b2 * v + (1 - b2) * g * g; p = keep * p - lr * m' / (sqrt(v') + epsilon)</c>.</summary>
    public void Apply(
        Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> mean, Span<float> meanSquare, Update update, float keep)
    {
        // m' = m / (1 - b1^n) and v' = v / (1 - b2^n): the corrections are the same for all values, so they go into two factors.
        float rate = (float)(update.LearningRate / (1 - Power(beta1, update.Number)));
        float correction = (float)(1 / Math.Sqrt(1 - Power(beta2, update.Number)));
        float scale = update.GradientScale, rest1 = 1 - beta1, rest2 = 1 - beta2;
        ref float p = ref MemoryMarshal.GetReference(parameters);
        ref float g = ref MemoryMarshal.GetReference(gradient);
        ref float m = ref MemoryMarshal.GetReference(mean);
        ref float v = ref MemoryMarshal.GetReference(meanSquare);
        int i = 0;
        for (; i + Vector512<float>.Count <= parameters.Length; i += Vector512<float>.Count)
        {
            Vector512<float> scaled = Vector512.LoadUnsafe(ref g, (nuint)i) * scale;
            Vector512<float> first = Vector512.LoadUnsafe(ref m, (nuint)i) * beta1 + scaled * rest1;
            Vector512<float> second = Vector512.LoadUnsafe(ref v, (nuint)i) * beta2 + scaled * scaled * rest2;
            first.StoreUnsafe(ref m, (nuint)i);
            second.StoreUnsafe(ref v, (nuint)i);
            Vector512<float> divisor = Vector512.Sqrt(second) * correction + Vector512.Create(epsilon);
            (Vector512.LoadUnsafe(ref p, (nuint)i) * keep - first * rate / divisor).StoreUnsafe(ref p, (nuint)i);
        }

        // The same operations in the same order: the same bits.
        for (; i < parameters.Length; i++)
        {
            float scaled = gradient[i] * scale;
            mean[i] = mean[i] * beta1 + scaled * rest1;
            meanSquare[i] = meanSquare[i] * beta2 + scaled * scaled * rest2;
            parameters[i] = parameters[i] * keep - mean[i] * rate / (MathF.Sqrt(meanSquare[i]) * correction + epsilon);
        }
    }

    /// <summary>A power by squaring: plain multiplications, because the C library's pow differs between machines.</summary>
    private static double Power(double value, long exponent)
    {
        double power = 1;
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) == 1) power *= value;
            value *= value;
        }

        return power;
    }
}
