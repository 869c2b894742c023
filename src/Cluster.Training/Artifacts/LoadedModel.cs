using Cluster.Training.Data.Letters;
using Cluster.Training.Data;
using Cluster.Training.Data.Texts;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;
using Cluster.V1;

namespace Cluster.Training.Artifacts;

/// <summary>A model folder, read and checked; made by <see cref="ModelReader"/>.</summary>
public sealed class LoadedModel
{
    private readonly string _weights;

    internal LoadedModel(
        JobSpec spec,
        ITokenizer tokenizer,
        Vocabulary vocabulary,
        IReadOnlyList<string> labels,
        SeriesScaling? scaling,
        Network network,
        string weights)
    {
        Spec = spec;
        Tokenizer = tokenizer;
        Vocabulary = vocabulary;
        Labels = labels;
        Scaling = scaling;
        Input = InputForm.Of(spec, network.Data, scaling);
        Network = network;
        _weights = weights;
    }

    /// <summary>The resolved spec of the run.</summary>
    public JobSpec Spec { get; }

    /// <summary>Cuts texts into tokens as in training. Of no use for a network that reads numbers.</summary>
    public ITokenizer Tokenizer { get; }

    /// <summary>The tokens the network knows.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The letters the network knows; empty if it reads none.</summary>
    public Vocabulary Characters { get; internal init; } = Vocabulary.None;

    /// <summary>Class names in the order of the network's outputs.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>How a series was scaled; null where nothing was.</summary>
    public SeriesScaling? Scaling { get; }

    /// <summary>What it reads.</summary>
    public ModelInput Input { get; }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>Returns the token ids of a text as the network reads it: cut at the longest sequence of the spec.</summary>
    /// <param name="text">The text.</param>
    /// <returns>At least one id.</returns>
    /// <exception cref="InvalidDataException">
    /// The text has no tokens or is not valid Unicode, or the model knows other tokens only; the message is for the user.
    /// </exception>
    public int[] Encode(Field text)
    {
        if (text.Text.Length == 0) throw new InvalidDataException("The text is empty.");
        int[] ids = Tokenizer.Encode(text, Spec.Tokens.MaxLength, Vocabulary);
        return ids.Length > 0 ? ids : throw new InvalidDataException("The text has no tokens.");
    }

    /// <summary>Returns the tokens of a text, as many as <see cref="Encode"/> returns ids: words as they are written, before case folding.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="InvalidDataException">The text is not valid Unicode.</exception>
    public string[] Tokenize(Field text) => Writing.Tokenize(text, Spec.Tokens.MaxLength);

    /// <summary>Returns the letters of a text's words, for networks that read them; null for others.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The letters of as many words as <see cref="Encode"/> returns ids.</returns>
    public int[][]? Spell(Field text) => Characters.Size == 0
        ? null
        : LetterEncoding.Spell(Spec, Characters, Tokenize(text));

    /// <summary>Reads the parameters.</summary>
    /// <param name="parameters">The flat vector, <c>[Network.Layout.Length]</c>; overwritten.</param>
    /// <exception cref="InvalidDataException">The weights do not fit the network.</exception>
    /// <exception cref="IOException">The file was removed meanwhile.</exception>
    public void CopyParameters(Memory<float> parameters) => Read(file => WeightsFile.Read(file, Network.Layout, parameters));

    /// <summary>Builds the network on a device, with these parameters.</summary>
    /// <param name="replicas">Builds replicas on the device.</param>
    /// <exception cref="InvalidDataException">The weights are damaged or of another network.</exception>
    public IReplica CreateReplica(IReplicaFactory replicas)
    {
        IReplica replica = replicas.Create(Network);
        try
        {
            CopyParameters(replica.Parameters);
            return replica;
        }
        catch
        {
            replica.Dispose();
            throw;
        }
    }

    /// <summary>Checks that the weights fit the network and are finite, in bounded memory.</summary>
    /// <exception cref="InvalidDataException">They do not fit, or one is not finite.</exception>
    public void CheckWeights() => Read(file => WeightsFile.Check(file, Network.Layout));

    // Cuts as the tokenizer does, and leaves capitals as they are.
    private ITokenizer Writing => Spec.Tokens.Level switch
    {
        TokenSpec.Types.Level.Word => new WordTokenizer(lowercase: false),
        TokenSpec.Types.Level.Subword => Tokenizer,
        _ => new CharacterTokenizer(lowercase: false),
    };

    private void Read(Action<Stream> read)
    {
        using FileStream file = File.OpenRead(_weights);
        try
        {
            read(file);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{ModelFiles.Weights}: {error.Message}", error);
        }
    }
}
