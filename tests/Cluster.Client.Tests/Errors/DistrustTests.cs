using System.Security.Authentication;
using Cluster.Client.Errors;
using Grpc.Core;

namespace Cluster.Client.Tests.Errors;

public sealed class DistrustTests
{
    private static readonly Uri Server = new("https://cluster.example:5000");

    // The texts are those of .NET 10.
    [Theory]
    [InlineData(
        "The remote certificate is invalid because of errors in the certificate chain: PartialChain",
        "The certificate of https://cluster.example:5000 is not accepted (PartialChain): this machine does not know who signed it; give the authority with --ca FILE or CLUSTER_CA.")]
    [InlineData(
        "The remote certificate is invalid because of errors in the certificate chain: NotTimeValid",
        "The certificate of https://cluster.example:5000 is not accepted (NotTimeValid): it has ended, or has not begun yet.")]
    [InlineData(
        "The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch",
        "The certificate of https://cluster.example:5000 is not accepted (RemoteCertificateNameMismatch): it does not carry the name cluster.example.")]
    [InlineData("Authentication failed, see inner exception.", null)]
    public void A_certificate_that_is_not_accepted_is_told_with_what_to_do(string cause, string? expected)
    {
        var refused = new HttpRequestException("The SSL connection could not be established, see inner exception.", new AuthenticationException(cause));
        Assert.Equal(expected, Distrust.Explain(new RpcException(new Status(StatusCode.Internal, "Error starting gRPC call.", refused)), Server));
    }
}
