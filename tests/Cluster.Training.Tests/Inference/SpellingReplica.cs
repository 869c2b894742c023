using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Training.Tests.Inference;

/// <summary>A language model that always spells the same word: after each token most probably the next one, after the last the first.</summary>
internal sealed class SpellingReplica(Network network, int[] word) : IReplica, IReplicaFactory
{
    private readonly float[] _parameters = new float[network.Layout.Length];

    public ParameterLayout Layout => network.Layout;

    public int Lanes => 1;

    public Memory<float> Parameters => _parameters;

    public string NumericClassOf(Network network) => "spelling";

    public IReplica Create(Network created) => this;

    public Task<LossSums> ComputeGradient(SequenceBatch batch, Memory<float> gradient, CancellationToken cancel) => throw new NotSupportedException();

    public Task<float[]> Infer(SequenceBatch batch, CancellationToken cancel)
    {
        int classes = network.Data.Outputs;
        float[] logits = new float[batch.Count * batch.Time * classes];
        for (int step = 0; step < batch.Count * batch.Time; step++)
        {
            int place = Array.IndexOf(word, batch.Tokens![step]);
            logits[step * classes + word[(place + 1) % word.Length]] = 3;
            // Padding and unknown tokens would be better still, but must never be written.
            logits[step * classes + Vocabulary.Padding] = logits[step * classes + Vocabulary.Unknown] = 100;
        }

        return Task.FromResult(logits);
    }

    public void Dispose()
    {
    }
}
