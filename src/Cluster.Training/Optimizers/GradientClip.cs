namespace Cluster.Training.Optimizers;

/// <summary>Limits the global L2 norm of a gradient (Pascanu, Mikolov and Bengio 2013, https://arxiv.org/abs/1211.5063).</summary>
public static class GradientClip
{
    /// <summary>
    /// Returns the factor that brings a gradient down to the limit: <c>clipNorm / norm</c>, or 1 if it is not longer than that.
    /// PyTorch adds 1e-6 to the norm; here nothing is added, so a gradient over the limit gets exactly that length, but for rounding.
    /// </summary>
    /// <param name="norm">L2 norm of the whole mean gradient. Not checked: refuse an update whose norm is not finite.</param>
    /// <param name="clipNorm">Largest norm, over 0; null for no limit.</param>
    public static float Scale(double norm, float? clipNorm) => clipNorm is float limit && norm > limit ? (float)(limit / norm) : 1;
}
