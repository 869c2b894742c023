using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>One kind of layer: its rules, defaults, shapes and parameters. Says nothing about how it is computed.</summary>
internal interface ILayer
{
    /// <summary>The kind's case in the spec.</summary>
    LayerSpec.KindOneofCase Case { get; }

    /// <summary>Stem of the layers' names, such as <c>simple_rnn</c>: the kind's field in the contract.</summary>
    string Name => LayerSpec.Descriptor.FindFieldByNumber((int)Case).Name;

    /// <summary>Field of the kind as people write it, such as <c>simpleRnn</c>.</summary>
    string Field => LayerSpec.Descriptor.FindFieldByNumber((int)Case).JsonName;

    /// <summary>Whether it reads token ids; such a layer is the first one, and no other can be.</summary>
    bool ReadsTokens => false;

    /// <summary>Whether it can score classes; where targets are classes, such a layer must be the last one.</summary>
    bool ScoresClasses => false;

    /// <summary>What people call a layer with these settings, such as <c>Bidirectional(LSTM)</c>.</summary>
    string Describe(LayerSpec spec);

    /// <summary>Everything that is wrong with the settings in this place.</summary>
    IEnumerable<Violation> Check(LayerSpec spec, LayerPlace place);

    /// <summary>Fills in the defaults, in place.</summary>
    void FillDefaults(LayerSpec spec, StackEnds ends, bool isLast)
    {
    }

    /// <summary>Fills in the sizes that what goes in decides, in place, if none are given; only for a layer that reads tokens.</summary>
    void FillInputs(LayerSpec spec, StackEnds ends)
    {
    }

    /// <summary>Fills in the size that the data asks for, in place, if none is given; only for the last layer.</summary>
    void FillOutputs(LayerSpec spec, int outputs)
    {
    }

    /// <summary>The recurrent layer's settings, or those of the one that is doubled; null for all other layers.</summary>
    RecurrentSettings? Recurrence(LayerSpec spec) => null;

    /// <summary>What comes out for what goes in; the settings are complete.</summary>
    FeatureShape Output(LayerSpec spec, FeatureShape input);

    /// <summary>Trainable parameters in the order of PyTorch's names.</summary>
    /// <param name="spec">The settings, complete.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="inputs">Size of the input's last axis; the number of token ids if it reads tokens.</param>
    IEnumerable<ParameterShape> Parameters(LayerSpec spec, string name, int inputs);

    /// <summary>Trainable parameters of a layer that reads tokens, in the order of PyTorch's names.</summary>
    /// <param name="spec">The settings, complete.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="tokens">Number of token ids.</param>
    /// <param name="letters">Number of letter ids; 0 if no letters are read.</param>
    IEnumerable<ParameterShape> Tables(LayerSpec spec, string name, int tokens, int letters) => Parameters(spec, name, tokens);
}
