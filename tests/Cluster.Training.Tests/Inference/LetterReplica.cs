using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Training.Tests.Inference;

/// <summary>A tagger in closed form: class 0 where a word is unknown, else the class of its first letter's id. It keeps what it was given.</summary>
internal sealed class LetterReplica(Network network) : IReplica, IReplicaFactory
{
    private readonly float[] _parameters = new float[network.Layout.Length];

    public SequenceBatch? Batch { get; private set; }

    public ParameterLayout Layout => network.Layout;

    public int Lanes => 1;

    public Memory<float> Parameters => _parameters;

    public string NumericClassOf(Network network) => "letters";

    public IReplica Create(Network created) => this;

    public Task<LossSums> ComputeGradient(SequenceBatch batch, Memory<float> gradient, CancellationToken cancel) => throw new NotSupportedException();

    public Task<float[]> Infer(SequenceBatch batch, CancellationToken cancel)
    {
        Batch = batch;
        BatchLetters letters = batch.Letters!;
        int classes = network.Data.Outputs;
        float[] logits = new float[batch.Tokens!.Length * classes];
        for (int step = 0; step < batch.Tokens.Length; step++)
        {
            bool isKnown = batch.Tokens[step] != Vocabulary.Unknown;
            logits[step * classes + (isKnown ? letters.Ids[step * letters.Width] : 0)] = 3;
        }

        return Task.FromResult(logits);
    }

    public void Dispose()
    {
    }
}
