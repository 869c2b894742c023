namespace Cluster.Grains.Models;

/// <summary>The list of all models. One grain; its key is <see cref="Key"/>.</summary>
[Alias("cluster.models")]
public interface IModelDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "models";

    /// <summary>Adds a model; nothing happens if it is there.</summary>
    /// <param name="model">Its id.</param>
    [Alias("add")]
    Task Add(string model);

    /// <summary>Returns ids of models, newest first.</summary>
    /// <param name="end">Where the page before ended; null for the first page. Stays right while models are added.</param>
    /// <param name="take">Most models returned.</param>
    [Alias("list")]
    Task<ModelPage> List(int? end, int take);
}
