namespace Cluster.Silo.Tests.Servers;

/// <summary>Ends waiting for what does not come, so that a test fails and does not hang.</summary>
internal static class TimeLimit
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Cancelled some time after it was asked for, or with the test.</summary>
    public static CancellationToken Token
    {
        get
        {
            var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(Limit);
            return limit.Token;
        }
    }
}
