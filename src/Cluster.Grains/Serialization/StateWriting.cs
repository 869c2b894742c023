namespace Cluster.Grains.Serialization;

/// <summary>Writes the state of grains that hold nothing else.</summary>
internal static class StateWriting
{
    /// <summary>
    /// Stores a grain's state. What could not be stored must not be believed: the grain is let go, and the next call begins again with
    /// what is stored.
    /// </summary>
    /// <param name="state">The state.</param>
    /// <param name="grain">Whose it is.</param>
    public static async Task WriteOrForget<T>(this IPersistentState<T> state, IGrainBase grain)
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            grain.DeactivateOnIdle();
            throw;
        }
    }
}
