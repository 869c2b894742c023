using System.Net;
using Cluster.Silo.Access;
using Cluster.Silo.FrontDoor;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Http.Features;

namespace Cluster.Silo.Rest;

/// <summary>Looks at requests of REST before they are translated: what is misspelt must not be left out in silence.</summary>
/// <param name="port">The port for REST.</param>
/// <param name="anyHost">Whether callers say who they are. Otherwise the name of the host must be this machine's.</param>
internal sealed class RestGate(int port, bool anyHost)
{
    /// <summary>As gRPC allows for a message.</summary>
    private const int LargestBody = 4 << 20;

    private static readonly JsonParser Strict = new(new JsonParser.Settings(recursionLimit: 64, RestFrontDoor.ErrorTypes));

    /// <summary>Lets a request through, or answers it.</summary>
    public async Task Invoke(HttpContext context, RequestDelegate next)
    {
        if (context.Connection.LocalPort == port && await Problem(context) is { } problem) await Refusal.Write(context, problem);
        else await next(context);
    }

    private async Task<RpcException?> Problem(HttpContext context)
    {
        // A page of another site may have given its own name this machine's address; the browser tells that name.
        if (!anyHost && !IsThisMachine(context.Request.Host.Host)) return Errors.ForeignHost(context.Request.Host.Host);
        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is not { } rule) return null;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = LargestBody;
        MessageDescriptor input = rule.MethodDescriptor.InputType;
        bool inBody = rule.HttpRule.Body.Length > 0;
        string[] unknown = [.. context.Request.Query.Keys.Where(key => inBody || !IsField(input, key))];
        if (unknown.Length > 0) return Errors.Argument(unknown[0], $"is no field of {input.Name} that the address can give");
        return inBody ? await BodyProblem(context, input) : null;
    }

    private static async Task<RpcException?> BodyProblem(HttpContext context, MessageDescriptor input)
    {
        context.Request.EnableBuffering(LargestBody);
        try
        {
            using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
            string text = await reader.ReadToEndAsync(context.RequestAborted);
            if (text.Length > 0) Strict.Parse(text, input);
            context.Request.Body.Position = 0;
            return null;
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or InvalidJsonException)
        {
            return Errors.Argument("body", error.Message);
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Errors.Argument("body", $"has more than {LargestBody} bytes");
        }
    }

    private static bool IsField(MessageDescriptor input, string key) =>
        input.Fields.InDeclarationOrder().Any(field => field.JsonName == key || field.Name == key);

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host, out _);
}
