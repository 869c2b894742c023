using Cluster.V1;

namespace Cluster.Training.Sync;

/// <summary>
/// Cuts the steps of a run into rounds: a pure function of the spec and the size of the data. An epoch is cut into rounds of equal length, but
/// for one step, of at most H steps. If H is more than an epoch, a round has as many whole epochs as fit. So every epoch ends with a round, where it
/// can be validated. With H = 1 a round is a step.
/// </summary>
public sealed class Rounds
{
    private readonly int _stepsPerEpoch;
    private readonly int _epochs;
    private readonly int _epochsInRound;
    private readonly int _roundsInEpoch;

    /// <summary>Cuts a run.</summary>
    /// <param name="training">How to train, from a resolved spec.</param>
    /// <param name="stepsPerEpoch">Steps in an epoch; at least 1.</param>
    public Rounds(TrainingSpec training, int stepsPerEpoch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepsPerEpoch, 1);
        int longest = SyncSettings.Of(training).LocalSteps;
        AreLocal = longest > 1;
        (_stepsPerEpoch, _epochs) = (stepsPerEpoch, training.Epochs);
        _epochsInRound = Math.Max(1, longest / stepsPerEpoch);
        _roundsInEpoch = (stepsPerEpoch - 1) / longest + 1;
        Total = RoundsFor(_epochs);
    }

    /// <summary>Whether rounds are of local steps, and not one step each.</summary>
    public bool AreLocal { get; }

    /// <summary>Rounds in the whole run.</summary>
    public long Total { get; }

    /// <summary>First step of a round, from 0.</summary>
    /// <param name="round">The round, from 0; <see cref="Total"/> gives the number of steps in the run.</param>
    public long FirstStep(long round)
    {
        if (_roundsInEpoch == 1) return Math.Min(round * _epochsInRound, _epochs) * _stepsPerEpoch;
        return round / _roundsInEpoch * _stepsPerEpoch + round % _roundsInEpoch * _stepsPerEpoch / _roundsInEpoch;
    }

    /// <summary>One past the last step of a round.</summary>
    /// <param name="round">The round, from 0.</param>
    public long EndStep(long round) => FirstStep(round + 1);

    /// <summary>Epoch in which a round begins, from 0.</summary>
    /// <param name="round">The round, from 0.</param>
    public int EpochOf(long round) => (int)(FirstStep(round) / _stepsPerEpoch);

    /// <summary>Epochs that are complete after so many rounds.</summary>
    /// <param name="rounds">Rounds done.</param>
    public int EpochsAfter(long rounds) => EpochOf(rounds);

    /// <summary>Rounds after which so many epochs are complete.</summary>
    /// <param name="epochs">The number of epochs.</param>
    public long RoundsFor(int epochs) => _roundsInEpoch == 1 ? (epochs + _epochsInRound - 1) / _epochsInRound : (long)epochs * _roundsInEpoch;
}
