using Cluster.Training.Data;
using Cluster.V1;

namespace Cluster.Training.Artifacts;

/// <summary>Says what a model reads, for those who want to ask it.</summary>
internal static class InputForm
{
    /// <summary>What a model of a spec reads.</summary>
    public static ModelInput Of(JobSpec spec, DataShape data, SeriesScaling? scaling)
    {
        var input = new ModelInput { Features = data.Features, Text = data.Features == 0 ? spec.Data?.Text ?? "" : "" };
        if (scaling is not null) input.Columns.Add(scaling.Columns);
        if (spec.Task == JobSpec.Types.Task.Forecasting) input.Window = spec.Data?.Series?.Window ?? 0;
        return input;
    }
}
