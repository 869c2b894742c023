using Cluster.Training.Specs;
using Cluster.V1;
using Kind = Cluster.V1.InitializerSpec.Types.Kind;

namespace Cluster.Training.Layers;

/// <summary>All initializers that a spec can name, and their rules.</summary>
internal static class InitializerTable
{
    private static readonly Dictionary<Kind, Func<float, Initializer>> ByKind = new()
    {
        [Kind.GlorotUniform] = _ => Initializers.GlorotUniform,
        [Kind.Orthogonal] = _ => OrthogonalInitializer.Fill,
        [Kind.Zeros] = _ => Initializers.Zeros,
        [Kind.Ones] = _ => Initializers.Constant(1),
        [Kind.Constant] = Initializers.Constant,
    };

    /// <summary>The initializer of a complete spec.</summary>
    public static Initializer Of(InitializerSpec spec) => ByKind[spec.Kind](spec.Value);

    /// <summary>What is given for input weights, or Keras' default.</summary>
    public static InitializerSpec Kernel(InitializerSpec? given) => OrDefault(given, Kind.GlorotUniform);

    /// <summary>What is given for recurrent weights, or Keras' default.</summary>
    public static InitializerSpec Recurrent(InitializerSpec? given) => OrDefault(given, Kind.Orthogonal);

    /// <summary>What is given for a bias, or Keras' default.</summary>
    public static InitializerSpec Bias(InitializerSpec? given) => OrDefault(given, Kind.Zeros);

    /// <summary>Everything that is wrong with the initializer of a matrix; null is the default.</summary>
    public static IEnumerable<Violation> CheckWeights(InitializerSpec? spec, string field) => Check(
        spec, field, ByKind.ContainsKey, "Is no known initializer: use GLOROT_UNIFORM, ORTHOGONAL, ZEROS, ONES or CONSTANT.");

    /// <summary>Everything that is wrong with the initializer of a bias; null is the default.</summary>
    public static IEnumerable<Violation> CheckBias(InitializerSpec? spec, string field) => Check(
        spec, field, kind => kind is Kind.Zeros or Kind.Ones or Kind.Constant, "Must be ZEROS, ONES or CONSTANT for a bias.");

    private static IEnumerable<Violation> Check(InitializerSpec? spec, string field, Func<Kind, bool> allowed, string otherwise)
    {
        if (spec is null) yield break;
        bool constant = spec.Kind == Kind.Constant;
        if (spec.Kind != Kind.Unspecified && !allowed(spec.Kind)) yield return new Violation($"{field}.kind", otherwise);
        if (constant && !(spec.HasValue && float.IsFinite(spec.Value)))
            yield return new Violation($"{field}.value", "Is required for CONSTANT and must be finite.");
        if (!constant && spec.HasValue) yield return new Violation($"{field}.value", "Is only for CONSTANT.");
    }

    private static InitializerSpec OrDefault(InitializerSpec? given, Kind kind) =>
        given is null or { Kind: Kind.Unspecified } ? new InitializerSpec { Kind = kind } : given;
}
