using System.Security.Authentication;
using Grpc.Core;

namespace Cluster.Client.Errors;

/// <summary>Tells why the certificate of a server was not accepted, and what to do about it.</summary>
internal static class Distrust
{
    /// <summary>One sentence; null if the call failed for another reason.</summary>
    public static string? Explain(RpcException error, Uri server)
    {
        Exception? cause = error.Status.DebugException;
        while (cause is not (null or AuthenticationException)) cause = cause.InnerException;
        // The reasons, such as PartialChain or RemoteCertificateNameMismatch, stand at the end of the text and nowhere else.
        if (cause?.Message is not string text || !text.Contains("remote certificate", StringComparison.Ordinal)) return null;
        string reasons = text[(text.LastIndexOf(':') + 1)..].Trim();
        return $"The certificate of {server.GetLeftPart(UriPartial.Authority)} is not accepted ({reasons}){Advice(reasons, server)}.";
    }

    private static string Advice(string reasons, Uri server)
    {
        if (reasons.Contains("NameMismatch", StringComparison.Ordinal)) return $": it does not carry the name {server.Host}";
        if (reasons.Contains("NotTimeValid", StringComparison.Ordinal)) return ": it has ended, or has not begun yet";
        string[] unknown = ["PartialChain", "UntrustedRoot", "NotSignatureValid"];
        return unknown.Any(reason => reasons.Contains(reason, StringComparison.Ordinal))
            ? ": this machine does not know who signed it; give the authority with --ca FILE or CLUSTER_CA"
            : "";
    }
}
