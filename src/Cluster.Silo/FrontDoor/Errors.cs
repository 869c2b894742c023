using Cluster.Training.Specs;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Cluster.Silo.FrontDoor;

/// <summary>Every error the front door answers with: a canonical code, one reason for programs, a sentence for people.</summary>
internal static class Errors
{
    private const string Domain = "cluster";

    /// <summary>
    /// Most characters of a sentence, and of all violations together. Errors travel in HTTP trailers, which clients limit;
    /// sentences repeat what the caller sent, which may be megabytes.
    /// </summary>
    private const int MostCharacters = 500, MostViolationCharacters = 8000;

    public static RpcException JobNotFound(string id) => Make(Code.NotFound, "JOB_NOT_FOUND", $"there is no job '{id}'");

    public static RpcException ModelNotFound(string id) => Make(Code.NotFound, "MODEL_NOT_FOUND", $"there is no model '{id}'");

    public static RpcException FileNotFound(string model, string file) => Make(Code.NotFound, "FILE_NOT_FOUND", $"model '{model}' has no file '{file}'");

    public static RpcException DatasetNotFound(string name, IReadOnlyList<string> near) => Make(
        Code.NotFound,
        "DATASET_NOT_FOUND",
        near.Count == 0 ? $"there is no dataset '{name}'" : $"there is no dataset '{name}'; did you mean {string.Join(" or ", near.Select(one => $"'{one}'"))}?");

    public static RpcException DatasetExists(string name) => Make(
        Code.AlreadyExists, "DATASET_EXISTS", $"dataset '{name}' has other content; take another name, or replace it (--replace)");

    public static RpcException DigestMismatch(string cause) =>
        Make(Code.DataLoss, "DIGEST_MISMATCH", $"the upload is not what was promised: {cause}; nothing of it is kept");

    public static RpcException WrongOffset(long offset, long received) => Make(
        Code.OutOfRange, "WRONG_OFFSET", $"the data begins at byte {offset}, but only {received} bytes are there");

    public static RpcException FileTooLarge(long size, long limit) => Make(
        Code.ResourceExhausted, "FILE_TOO_LARGE", $"the file has {size} bytes; this server takes at most {limit}");

    public static RpcException UploadIncomplete(string file) => Make(
        Code.FailedPrecondition, "UPLOAD_INCOMPLETE", $"the file '{file}' was not uploaded, or not to its end");

    public static RpcException DataMissing(string cause) => Make(Code.Unavailable, "DATA_MISSING", cause);

    public static RpcException InvalidData(string cause) => Make(Code.InvalidArgument, "INVALID_DATA", cause);

    public static RpcException ModelDamaged(string id, string cause) => Make(Code.DataLoss, "MODEL_DAMAGED", $"model '{id}' cannot be used: {cause}");

    public static RpcException JobEnded(string id, string state) => Make(Code.FailedPrecondition, "JOB_ENDED", $"job '{id}' has ended: {state}");

    public static RpcException JobNotPaused(string id, string state) =>
        Make(Code.FailedPrecondition, "JOB_NOT_PAUSED", $"job '{id}' is not paused: {state}");

    public static RpcException NotReplayed(string reason, string message) => Make(Code.FailedPrecondition, reason, message);

    public static RpcException WrongTask(string id, string actual, string needed) => Make(
        Code.FailedPrecondition,
        "WRONG_TASK",
        $"model '{id}' is for {actual.ToUpperInvariant()}; this needs a model for {needed}");

    public static RpcException RequestReused(string id) =>
        Make(Code.InvalidArgument, "REQUEST_ID_REUSED", $"request id '{id}' was used for another spec");

    public static RpcException Draining() => Make(Code.Unavailable, "DRAINING", "this silo is stopping; try another one");

    public static RpcException Unavailable() => Make(Code.Unavailable, "CLUSTER_BUSY", "the cluster did not answer in time; try again");

    public static RpcException StorageFailed(string cause) => Make(Code.Unavailable, "STORAGE_FAILED", $"the cluster cannot use its storage: {cause}");

    public static RpcException InvalidModel(string cause) => Make(Code.InvalidArgument, "INVALID_MODEL", $"this is no model that can be used: {cause}");

    public static RpcException CannotExport(string id, string cause) =>
        Make(Code.FailedPrecondition, "CANNOT_EXPORT", $"model '{id}' can't be converted: {cause}");

    public static RpcException KeyMissing() => Make(
        Code.Unauthenticated, "KEY_MISSING", "this server needs a key: give one with --key-file FILE or CLUSTER_API_KEY");

    public static RpcException KeyRefused() => Make(Code.Unauthenticated, "KEY_REFUSED", "this server does not know the key, or not any more");

    public static RpcException ScopeTooSmall(string needed, string given) => Make(
        Code.PermissionDenied, "SCOPE_TOO_SMALL", $"this needs the scope {needed.ToUpperInvariant()}, and yours is {given.ToUpperInvariant()}");

    public static RpcException NotYours(string kind, string name) => Make(
        Code.PermissionDenied, "NOT_YOURS", $"your key did not make the {kind} '{name}'; changing what others made needs the scope ADMIN");

    public static RpcException KeyNotFound(string id) => Make(Code.NotFound, "KEY_NOT_FOUND", $"there is no key '{id}'");

    public static RpcException TooManyRequests(int limit, TimeSpan wait) => Exhausted(
        "TOO_MANY_REQUESTS", $"your key may make {limit} calls a second", wait);

    public static RpcException TooManyUploads(long limit, TimeSpan wait) => Exhausted(
        "TOO_MANY_UPLOADS", $"your key may upload {limit} bytes a day", wait);

    public static RpcException TooManyJobs(int limit, TimeSpan wait) => Exhausted(
        "TOO_MANY_JOBS", $"your key may have {limit} jobs that have not ended, and has as many", wait);

    public static RpcException ForeignHost(string host) => Make(
        Code.PermissionDenied, "FOREIGN_HOST", $"'{host}' is no name of this machine; a server that others call needs keys (docs/access.md)");

    public static RpcException Argument(string field, string description) =>
        Invalid("INVALID_ARGUMENT", $"{field}: {description}", [new Violation(field, description)]);

    public static RpcException InvalidSpec(IReadOnlyList<Violation> violations) =>
        Invalid("INVALID_SPEC", violations.Count == 1 ? "the spec has a violation" : $"the spec has {violations.Count} violations", violations);

    // Never UNAVAILABLE: clients try that again at once.
    private static RpcException Exhausted(string reason, string message, TimeSpan wait) =>
        Make(Code.ResourceExhausted, reason, message, Any.Pack(new RetryInfo { RetryDelay = wait.ToDuration() }));

    private static RpcException Invalid(string reason, string message, IReadOnlyList<Violation> violations)
    {
        var request = new BadRequest();
        int characters = 0;
        foreach (Violation violation in violations)
        {
            var told = new BadRequest.Types.FieldViolation { Field = Cut(violation.Field), Description = Cut(violation.Description) };
            characters += told.Field.Length + told.Description.Length;
            if (characters > MostViolationCharacters) break;
            request.FieldViolations.Add(told);
        }

        int untold = violations.Count - request.FieldViolations.Count;
        if (untold > 0) request.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = "spec", Description = $"and {untold} more violations" });
        return Make(Code.InvalidArgument, reason, message, Any.Pack(request));
    }

    private static RpcException Make(Code code, string reason, string message, params Any[] details)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = Cut(message) };
        status.Details.Add(Any.Pack(new ErrorInfo { Reason = reason, Domain = Domain }));
        status.Details.Add(details);
        return status.ToRpcException();
    }

    private static string Cut(string text)
    {
        if (text.Length <= MostCharacters) return text;
        // Half a surrogate pair is not a text.
        int end = char.IsHighSurrogate(text[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters;
        return $"{text.AsSpan(0, end)}...";
    }
}
