using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Training.Inference;

/// <summary>
/// Computes a network's outputs for many callers at once: what comes while a computation runs waits and is computed together, sorted by
/// length, in batches of up to 256, on all lanes.
/// </summary>
internal sealed class InferenceQueue(Network network, IReplica replica)
{
    private readonly Lock _gate = new();
    private List<Waiting> _waiting = [];
    private bool _running;

    /// <summary>Computes the outputs of some examples.</summary>
    /// <returns>For each example, in order, the outputs of the sequence or of its valid steps.</returns>
    public Task<float[][]> Infer(EncodedExample[] examples)
    {
        var own = new Waiting(examples, new TaskCompletionSource<float[][]>(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _waiting.Add(own);
            if (_running) return own.Done.Task;
            _running = true;
        }

        _ = Task.Run(Drain);
        return own.Done.Task;
    }

    private async Task Drain()
    {
        while (true)
        {
            List<Waiting> calls;
            lock (_gate)
            {
                _running = _waiting.Count > 0;
                if (!_running) return;
                (calls, _waiting) = (_waiting, []);
            }

            await Answer(calls);
        }
    }

    private async Task Answer(List<Waiting> calls)
    {
        try
        {
            float[][] outputs = await Compute([.. calls.SelectMany(call => call.Examples)]);
            int next = 0;
            foreach (Waiting call in calls)
            {
                call.Done.SetResult(outputs[next..(next + call.Examples.Length)]);
                next += call.Examples.Length;
            }
        }
        catch (Exception error)
        {
            // Whatever it was, each caller must learn of it, and the next ones get their turn.
            foreach (Waiting call in calls) call.Done.TrySetException(error);
        }
    }

    private async Task<float[][]> Compute(EncodedExample[] examples)
    {
        var batches = new EvaluationBatches(new EncodedSplit(network.Data, examples));
        var outputs = new float[examples.Length][];
        await Parallel.ForAsync(0, batches.Count, new ParallelOptions { MaxDegreeOfParallelism = replica.Lanes }, async (chunk, cancel) =>
        {
            IReadOnlyList<int> rows = batches.Examples(chunk);
            float[] computed = await replica.Infer(batches.Batch(chunk), cancel);
            int stride = computed.Length / rows.Count;
            for (int row = 0; row < rows.Count; row++)
                outputs[rows[row]] = computed.AsSpan(row * stride, ValidOutputs(examples[rows[row]], stride)).ToArray();
        });
        return outputs;
    }

    private int ValidOutputs(EncodedExample example, int stride)
    {
        FeatureShape output = network.Layers[^1].Output;
        return output is { IsSequence: true, Steps: 0 } ? example.Length * output.Size : stride;
    }

    private sealed record Waiting(EncodedExample[] Examples, TaskCompletionSource<float[][]> Done);
}
