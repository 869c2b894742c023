using Cluster.Silo.Access;
using Cluster.Silo.Hosting;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Routing.Constraints;

namespace Cluster.Silo.Rest;

/// <summary>The front door for callers without gRPC: the same services as REST and JSON, on a port of their own.</summary>
internal static class RestFrontDoor
{
    private const string DocumentPath = "/openapi/v1.json";

    /// <summary>Details of errors by their type; without it no error that has details could be told.</summary>
    public static TypeRegistry ErrorTypes { get; } = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor);

    /// <summary>Registers the translation between JSON and the services. Not to be called without the port: it loads a library.</summary>
    public static void AddRest(this IServiceCollection services)
    {
        services.AddGrpc().AddJsonTranscoding(options =>
        {
            options.TypeRegistry = ErrorTypes;
            // As protobuf's JSON says: many languages read numbers of JSON as double.
            options.JsonSettings.WriteInt64sAsStrings = true;
        });
        // Paths such as {name=**}:preview become one.
        services.Configure<RouteOptions>(options => options.SetParameterPolicy<RegexInlineRouteConstraint>("regex"));
    }

    /// <summary>The port of each endpoint of the front door.</summary>
    /// <param name="grpc">For calls of gRPC.</param>
    /// <param name="rest">For the same as REST.</param>
    public static Func<EndpointBuilder, int> Ports(int grpc, int rest) =>
        endpoint => endpoint.Metadata.Any(one => one is GrpcJsonTranscodingMetadata or RawFileMethod) ? rest : grpc;

    /// <summary>Checks requests before they are translated, and serves the document that describes them.</summary>
    /// <param name="app">The silo.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="port">The port for REST.</param>
    /// <param name="frontDoor">Where services have their place.</param>
    public static void UseRest(this WebApplication app, SiloSettings settings, int port, IEndpointRouteBuilder frontDoor)
    {
        var gate = new RestGate(port, anyHost: settings.RequiresAccess);
        app.Use(next => context => gate.Invoke(context, next));
        frontDoor.MapRawFiles();
        RouteGroupBuilder open = app.MapGroup("");
        open.OnlyOn(port);
        open.AllowAnonymous();
        var document = new Lazy<string>(() => ApiDocument.Of(((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)));
        open.MapGet(DocumentPath, () => Results.Text(document.Value, "application/json"));
    }
}
