using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Serializers;

namespace Cluster.Grains.Serialization;

/// <summary>Lets the trainer's own types cross grain calls: messages in protobuf, records in JSON. All of them are small.</summary>
public static class TrainingSerialization
{
    private static readonly JsonSerializerOptions Json = new()
    {
        // A report of a loss that is not a number must arrive.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new MessageJson() },
    };

    /// <summary>Registers the serializers; silos and Orleans clients need the same.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddTrainingSerialization(this IServiceCollection services)
    {
        services.AddSingleton<MessageCodec>();
        services.AddSingleton<IGeneralizedCodec>(provider => provider.GetRequiredService<MessageCodec>());
        services.AddSingleton<IGeneralizedCopier>(provider => provider.GetRequiredService<MessageCodec>());
        services.AddSingleton<ITypeFilter>(provider => provider.GetRequiredService<MessageCodec>());
        services.Configure<ExceptionSerializationOptions>(options => options.SupportedNamespacePrefixes.Add("Cluster"));
        return services.AddSerializer(serializer => serializer.AddJsonSerializer(IsRecord, Json));
    }

    // Exceptions are for Orleans: as JSON none could be written, and whoever waits for the answer would wait in vain.
    private static bool IsRecord(Type type) =>
        type.Namespace?.StartsWith("Cluster.Training", StringComparison.Ordinal) == true && !type.IsSubclassOf(typeof(Exception));
}
