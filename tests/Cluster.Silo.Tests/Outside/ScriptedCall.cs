using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Cluster.Silo.Tests.Outside;

/// <summary>A call to a grain whose answers are prescribed, one for each try.</summary>
internal sealed class ScriptedCall(MethodInfo method, params Task<Response>[] answers) : IOutgoingGrainCallContext
{
    /// <summary>How often it was made.</summary>
    public int Tries { get; private set; }

    public MethodInfo InterfaceMethod => method;

    public Response? Response { get; set; }

    public object Grain => this;

    public string InterfaceName => method.DeclaringType!.Name;

    public string MethodName => method.Name;

    public IInvokable Request => throw new NotSupportedException();

    public object? Result { get; set; }

    public IGrainContext? SourceContext => null;

    public GrainId? SourceId => null;

    public GrainId TargetId => default;

    public GrainInterfaceType InterfaceType => default;

    public async Task Invoke() => Response = await answers[Tries++];
}
