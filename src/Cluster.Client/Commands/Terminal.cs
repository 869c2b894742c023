namespace Cluster.Client.Commands;

/// <summary>What surrounds the command: streams, environment and clock.</summary>
/// <param name="Out">For data.</param>
/// <param name="Error">For progress and messages.</param>
/// <param name="In">For texts and answers.</param>
/// <param name="IsLive">Whether someone watches <paramref name="Error"/> on a screen that can be redrawn.</param>
/// <param name="CanAsk">Whether someone can answer a question.</param>
/// <param name="Environment">Looks up an environment variable.</param>
/// <param name="BaseDirectory">The folder of this program.</param>
/// <param name="Time">Clock.</param>
internal sealed record Terminal(
    TextWriter Out,
    TextWriter Error,
    TextReader In,
    bool IsLive,
    bool CanAsk,
    Func<string, string?> Environment,
    string BaseDirectory,
    TimeProvider Time)
{
    /// <summary>The surroundings of this process.</summary>
    public static Terminal OfProcess()
    {
        bool isScreen = !Console.IsErrorRedirected
            && System.Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb")
            && string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable("CI"));
        return new Terminal(
            Console.Out,
            Console.Error,
            Console.In,
            isScreen,
            isScreen && !Console.IsInputRedirected,
            System.Environment.GetEnvironmentVariable,
            AppContext.BaseDirectory,
            TimeProvider.System);
    }
}
