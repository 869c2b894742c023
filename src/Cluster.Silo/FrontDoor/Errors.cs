using Cluster.Training.Specs;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Cluster.Silo.FrontDoor;

/// <summary>Every error the front door answers with: a canonical code, one reason for programs, a sentence for people.</summary>
internal static class Errors
{
    private const string Domain = "cluster";

    public static RpcException JobNotFound(string id) => Make(Code.NotFound, "JOB_NOT_FOUND", $"there is no job '{id}'");

    public static RpcException ModelNotFound(string id) => Make(Code.NotFound, "MODEL_NOT_FOUND", $"there is no model '{id}'");

    public static RpcException FileNotFound(string model, string file) => Make(Code.NotFound, "FILE_NOT_FOUND", $"model '{model}' has no file '{file}'");

    public static RpcException JobEnded(string id, string state) => Make(Code.FailedPrecondition, "JOB_ENDED", $"job '{id}' has ended: {state}");

    public static RpcException RequestReused(string id) =>
        Make(Code.InvalidArgument, "REQUEST_ID_REUSED", $"request id '{id}' was used for another spec");

    public static RpcException Draining() => Make(Code.Unavailable, "DRAINING", "this silo is stopping; try another one");

    public static RpcException Unavailable(string cause) => Make(Code.Unavailable, "CLUSTER_BUSY", $"the cluster did not answer in time: {cause}");

    public static RpcException Argument(string field, string description) =>
        Invalid("INVALID_ARGUMENT", $"{field}: {description}", [new Violation(field, description)]);

    public static RpcException InvalidSpec(IReadOnlyList<Violation> violations) =>
        Invalid("INVALID_SPEC", violations.Count == 1 ? "the spec has a violation" : $"the spec has {violations.Count} violations", violations);

    private static RpcException Invalid(string reason, string message, IEnumerable<Violation> violations)
    {
        var request = new BadRequest();
        request.FieldViolations.Add(violations.Select(violation => new BadRequest.Types.FieldViolation
        {
            Field = violation.Field,
            Description = violation.Description,
        }));
        return Make(Code.InvalidArgument, reason, message, Any.Pack(request));
    }

    private static RpcException Make(Code code, string reason, string message, params Any[] details)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = message };
        status.Details.Add(Any.Pack(new ErrorInfo { Reason = reason, Domain = Domain }));
        status.Details.Add(details);
        return status.ToRpcException();
    }
}
