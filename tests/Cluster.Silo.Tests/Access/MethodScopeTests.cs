using System.Reflection;
using System.Text.RegularExpressions;
using Cluster.Silo.Access;
using Cluster.V1;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Cluster.Silo.Tests.Access;

public sealed partial class MethodScopeTests
{
    [Fact]
    public void Every_method_of_every_service_has_a_declared_scope()
    {
        ServiceDescriptor[] services = Services();
        Assert.Equal(ServicesInProtos(), services.Select(service => service.Name).Order());
        string[] undeclared = [.. services.SelectMany(service => service.Methods)
            .Select(method => $"{method.Service.FullName}/{method.Name}")
            .Where(method => !MethodScopes.Names(method))];
        Assert.True(undeclared.Length == 0, $"Declare in MethodScopes: {string.Join(", ", undeclared)}");
    }

    [Fact]
    public void A_method_that_nobody_declared_needs_the_highest_scope() =>
        Assert.Equal(Cluster.Grains.Access.AccessScope.Admin, MethodScopes.Of("cluster.v1.JobService/Invented"));

    [Fact]
    public async Task Every_endpoint_of_a_guarded_silo_has_a_policy_or_is_open_on_purpose()
    {
        await using GuardedSilo guarded = await GuardedSilo.Start(restPort: 0);
        Endpoint[] endpoints = [.. guarded.Silo.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints)];
        Assert.NotEmpty(endpoints);
        string[] open = [.. endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>() is null).OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').Split('/')[0]).Distinct().Order()];
        Assert.Equal(["blobs", "grpc.health.v1.Health", "openapi", "pulls", "uploads"], open);
    }

    private static ServiceDescriptor[] Services() => [.. typeof(AccessReflection).Assembly.GetTypes()
        .Where(type => type.Namespace == "Cluster.V1" && type.Name.EndsWith("Reflection", StringComparison.Ordinal))
        .Select(type => (FileDescriptor)type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!)
        .SelectMany(file => file.Services)];

    private static IEnumerable<string> ServicesInProtos()
    {
        string folder = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(folder, "protos"))) folder = Path.GetDirectoryName(folder)!;
        return Directory.EnumerateFiles(Path.Combine(folder, "protos"), "*.proto", SearchOption.AllDirectories)
            .SelectMany(file => Service().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value))
            .Order();
    }

    [GeneratedRegex(@"^service (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Service();
}
