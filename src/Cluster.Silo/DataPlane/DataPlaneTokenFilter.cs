using System.Security.Cryptography;
using System.Text;

namespace Cluster.Silo.DataPlane;

/// <summary>Turns away requests that do not carry the cluster's secret.</summary>
internal sealed class DataPlaneTokenFilter(DataPlaneToken token) : IEndpointFilter
{
    private readonly byte[] _expected = Encoding.ASCII.GetBytes(token.Value);

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        byte[] given = Encoding.UTF8.GetBytes(context.HttpContext.Request.Headers[DataPlaneToken.Header].ToString());
        return CryptographicOperations.FixedTimeEquals(given, _expected) ? next(context) : ValueTask.FromResult<object?>(Results.Unauthorized());
    }
}
