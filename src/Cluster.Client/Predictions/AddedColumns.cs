using System.Globalization;
using Cluster.V1;

namespace Cluster.Client.Predictions;

/// <summary>The columns that predictions add to a table.</summary>
internal sealed class AddedColumns
{
    private readonly Model _model;
    private readonly bool _probabilities;
    private readonly IReadOnlyList<string> _valueNames;

    /// <summary>Decides which columns a model's predictions need.</summary>
    /// <param name="model">The model.</param>
    /// <param name="probabilities">Whether each class gets a column with its probability.</param>
    /// <param name="valueNames">Names of predicted numbers.</param>
    /// <param name="taken">Columns that are there already; an added one of the same name becomes <c>predicted_NAME</c>.</param>
    public AddedColumns(Model model, bool probabilities, IReadOnlyList<string> valueNames, IReadOnlyCollection<string> taken)
    {
        (_model, _probabilities, _valueNames) = (model, probabilities, valueNames);
        Names = [.. Plain().Select(name => taken.Contains(name) ? $"predicted_{name}" : name)];
    }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The cells of one prediction, one for each name.</summary>
    public IEnumerable<string> Cells(Prediction prediction)
    {
        if (_model.Task == JobSpec.Types.Task.Tagging) return [string.Join(' ', prediction.Tokens.Select(token => token.Label))];
        if (_valueNames.Count > 0) return _valueNames.Select((_, index) => Series(prediction, index));
        IEnumerable<string> best = [prediction.Label, Number(prediction.Probability)];
        if (!_probabilities) return best;
        Dictionary<string, double> classes = prediction.Classes.ToDictionary(one => one.Label, one => one.Probability);
        return best.Concat(_model.Labels.Select(label => Number(classes.GetValueOrDefault(label))));
    }

    /// <summary>A number with the digits that a network has, which computes in single precision.</summary>
    public static string Number(double value) => ((float)value).ToString("R", CultureInfo.InvariantCulture);

    private IEnumerable<string> Plain() => _model.Task == JobSpec.Types.Task.Tagging ? ["tags"]
        : _valueNames.Count > 0 ? _valueNames
        : _probabilities ? ["label", "probability", .. _model.Labels.Select(label => $"probability_{label}")]
        : ["label", "probability"];

    // Where every step has numbers, a cell holds those of all steps, separated by spaces.
    private string Series(Prediction prediction, int index) =>
        string.Join(' ', prediction.Values.Where((_, place) => place % _valueNames.Count == index).Select(Number));
}
