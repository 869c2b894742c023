using Cluster.Grains.Models;
using Cluster.Training.Artifacts;
using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Silo.FrontDoor;

/// <summary>Writes the files of the model that a job begins with into its spec: the spec then says all that the result depends on.</summary>
internal static class InitialModel
{
    /// <summary>Fills in <c>training.initialFiles</c>, in place; nothing if the job begins with no model.</summary>
    public static async Task FillIn(JobSpec resolved, IGrainFactory grains)
    {
        string id = resolved.Training.InitFrom;
        if (id.Length == 0) return;
        Model model = await grains.GetGrain<IModelGrain>(id).Get()
            ?? throw Errors.InvalidSpec([new Violation("training.initFrom", $"There is no model '{id}'.")]);
        resolved.Training.InitialFiles.Add(model.Files.Where(file => ModelFiles.ToBeginWith.Contains(file.Name)));
    }
}
