"""Writes layers.json for Cluster.Models.Tests: every layer and every loss as PyTorch computes them, in float64.

Run: OMP_NUM_THREADS=1 /usr/bin/python3 tests/goldens/layers.py     (PyTorch 1.13)

Recurrent layers are PyTorch's own modules over packed sequences; everything else is computed one sequence at a time, without
padding. So nothing here masks anything in the way that Cluster does.
"""

import json
import pathlib

import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_sequence, unpack_sequence

FILE = pathlib.Path(__file__).parent.parent / "Cluster.Models.Tests" / "Goldens" / "layers.json"
LENGTHS = [4, 6, 1, 3]
TIME, FEATURES, VOCABULARY = 6, 2, 5
LETTERS, WORD_LENGTHS = 6, [1, 9, 4, 2, 5, 8, 3, 10]
SPELLING = [[0, 1, 2, 0], [3, 1, 4, 5, 3, 3], [6], [7, 2, 6]]  # the word at each step; words come again within and across sequences
MODULES = {"lstm": nn.LSTM, "gru": nn.GRU, "simpleRnn": nn.RNN}
STEMS = {"simpleRnn": "simple_rnn", "timeDistributed": "time_distributed", "layerNormalization": "layer_normalization"}
MERGES = {
    "CONCAT": lambda a, b: torch.cat([a, b], -1),
    "SUM": lambda a, b: a + b,
    "MUL": lambda a, b: a * b,
    "AVE": lambda a, b: (a + b) / 2,
}


class Recurrent(nn.Module):
    """One or two directions; a flow is a list of tensors [T, D], or of vectors [D]."""

    def __init__(self, cell, inputs, units, sequences=False, backwards=False, merge=None):
        super().__init__()
        self.module = MODULES[cell](inputs, units, bidirectional=merge is not None)
        self.sequences, self.backwards, self.merge, self.units = sequences, backwards, merge, units
        self.outputs = units * (2 if merge == "CONCAT" else 1)
        own = {"units": units}
        if sequences:
            own["returnSequences"] = True
        if backwards:
            own["goBackwards"] = True
        self.spec = {cell: own} if merge is None else {"bidirectional": {cell: own, "merge": merge}}
        self.frozen = "bias_hh" if cell != "gru" else None

    def forward(self, flow):
        read = [x.flip(0) for x in flow] if self.backwards else flow
        states = unpack_sequence(self.module(pack_sequence(read, enforce_sorted=False))[0])
        if self.merge is None:
            return states if self.sequences else [s[-1] for s in states]
        both = [(s[:, : self.units], s[:, self.units :]) for s in states]
        merge = MERGES[self.merge]
        return [merge(f, b) for f, b in both] if self.sequences else [merge(f[-1], b[0]) for f, b in both]


class Dense(nn.Module):
    FUNCTIONS = {
        "LINEAR": lambda x: x, "RELU": torch.relu, "TANH": torch.tanh, "SIGMOID": torch.sigmoid, "SOFTMAX": lambda x: x.softmax(-1),
    }

    def __init__(self, inputs, units, activation="LINEAR", logits=False, distributed=False):
        super().__init__()
        self.module = nn.Linear(inputs, units)
        self.outputs = units
        self.function = (lambda x: x) if logits else self.FUNCTIONS[activation]
        own = {"dense": {"units": units, "activation": activation}}
        self.spec = {"timeDistributed": own} if distributed else own

    def forward(self, flow):
        return [self.function(self.module(x)) for x in flow]


class Embedding(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.module = nn.Embedding(VOCABULARY, size)
        self.outputs = size
        self.spec = {"embedding": {"size": size}}

    def forward(self, flow):
        return [self.module(x) for x in flow]


class SpelledEmbedding(nn.Module):
    """A word's vector and the final states of a bidirectional LSTM over its letters, word by word."""

    frozen = "bias_hh"

    def __init__(self, size, letter_size, units):
        super().__init__()
        self.module = nn.Embedding(VOCABULARY, size)
        self.module.characters = nn.Embedding(LETTERS, letter_size)
        self.module.characters.lstm = nn.LSTM(letter_size, units, bidirectional=True)
        self.outputs = size + 2 * units
        self.spec = {"embedding": {"size": size, "characters": {"size": letter_size, "units": units, "maxLength": max(WORD_LENGTHS)}}}
        words = [torch.randint(1, LETTERS, (n,)) for n in WORD_LENGTHS]
        self.letters = [[words[i] for i in SPELLING[b]] for b in range(len(LENGTHS))]

    def forward(self, flow):
        return [torch.stack([self.join(*pair) for pair in zip(tokens, words)]) for tokens, words in zip(flow, self.letters)]

    def join(self, token, word):
        _, (state, _) = self.module.characters.lstm(self.module.characters(word).unsqueeze(1))
        return torch.cat([self.module(token), state[0, 0], state[1, 0]])

    def fields(self):
        width = max(WORD_LENGTHS)
        rows = [[words[t].tolist() if t < len(words) else [] for t in range(TIME)] for words in self.letters]
        return {
            "characterVocabularySize": LETTERS,
            "letterWidth": width,
            "letters": [id for row in rows for word in row for id in word + [0] * (width - len(word))],
            "letterCounts": [len(word) for row in rows for word in row],
        }


class LayerNormalization(nn.Module):
    def __init__(self, size, epsilon=None):
        super().__init__()
        self.module = nn.LayerNorm(size, eps=epsilon or 1e-3)
        self.outputs = size
        self.spec = {"layerNormalization": {} if epsilon is None else {"epsilon": epsilon}}

    def forward(self, flow):
        return [self.module(x) for x in flow]


class Pooling(nn.Module):
    KINDS = {"MAX": lambda x: x.max(0)[0], "MEAN": lambda x: x.mean(0), "LAST": lambda x: x[-1]}

    def __init__(self, kind):
        super().__init__()
        self.kind = kind
        self.spec = {"pooling": {"kind": kind}}

    def forward(self, flow):
        return [self.KINDS[self.kind](x) for x in flow]


class RepeatVector(nn.Module):
    def __init__(self, steps):
        super().__init__()
        self.steps = steps
        self.spec = {"repeatVector": {"steps": steps}}

    def forward(self, flow):
        return [x.repeat(self.steps, 1) for x in flow]


def cross_entropy(smoothing, weights):
    def loss(outputs, targets):
        losses = functional.cross_entropy(outputs, targets, reduction="none", label_smoothing=smoothing)
        return (losses * torch.tensor(weights, dtype=torch.float64)[targets]).sum() if weights else losses.sum()

    return loss


LOSSES = {
    "categoricalCrossEntropy": lambda settings, weights: cross_entropy(settings.get("labelSmoothing", 0.0), weights),
    "binaryCrossEntropy": lambda settings, weights: lambda outputs, targets: functional.binary_cross_entropy_with_logits(
        outputs[:, 0], targets.double(), reduction="sum"),
    "meanSquaredError": lambda settings, weights: lambda outputs, targets: ((outputs - targets) ** 2).sum(),
    "meanAbsoluteError": lambda settings, weights: lambda outputs, targets: (outputs - targets).abs().sum(),
    "huber": lambda settings, weights: lambda outputs, targets: functional.huber_loss(
        outputs, targets, reduction="sum", delta=settings.get("delta", 1.0)),
}


def rounded(tensor):
    """To float32 and back, so that both sides begin with the same numbers."""
    return tensor.float().double()


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.flatten().tolist()]


def padded(rows, time, padding):
    """[B, time, ..] row by row."""
    result = []
    for row in rows:
        values = row.flatten().tolist() if isinstance(padding, int) else numbers(row)
        result += values + [padding] * ((time - len(row)) * (row[0].numel()))
    return result


def parameters_of(layers):
    used = {}
    for layer in layers:
        kind = next(iter(layer.spec))
        stem = STEMS.get(kind, kind)
        used[stem] = used.get(stem, 0) + 1
        name = stem if used[stem] == 1 else f"{stem}_{used[stem] - 1}"
        module = getattr(layer, "module", None)
        if module is None:
            continue
        for own, parameter in module.named_parameters():
            if getattr(layer, "frozen", None) and layer.frozen in own:
                parameter.requires_grad = False
                parameter.zero_()
            else:
                yield f"{name}.{own}", parameter


def case(name, layers, outputs, loss="meanSquaredError", settings=None, weights=None, classes=False, per_step=None):
    """per_step: None for one target a sequence, else the number of target steps of each sequence."""
    torch.manual_seed(len(name) * 1000 + sum(map(ord, name)))
    settings = settings or {}
    tokens = isinstance(layers[0], (Embedding, SpelledEmbedding))
    model = nn.Sequential(*layers).double()
    with torch.no_grad():
        parameters = dict(parameters_of(layers))
        for parameter in parameters.values():
            parameter.copy_(rounded(torch.randn(parameter.shape) * 0.6))
    flow = [torch.randint(1, VOCABULARY, (n,)) if tokens else rounded(torch.randn(n, FEATURES)) for n in LENGTHS]
    steps = per_step or [1] * len(LENGTHS)
    targets = [torch.randint(0, outputs, (n,)) if classes else rounded(torch.randn(n, outputs)) for n in steps]
    given = model(flow)
    rows = torch.cat(given) if per_step else torch.stack(given)
    wanted = torch.cat(targets)
    value = LOSSES[loss](settings, weights)(rows, wanted)
    value.backward()
    right = 0
    if classes:
        right = int(((rows[:, 0] > 0).long() if loss == "binaryCrossEntropy" else rows.argmax(1)).eq(wanted).sum())
    time = max(steps)
    flat_targets = padded(targets, time, -1 if classes else 0.0)
    return {
        "name": name,
        "model": {"layers": [layer.spec for layer in layers]},
        "loss": {loss: settings},
        "classWeights": weights,
        "tokens": padded(flow, TIME, 0) if tokens else None,
        "features": None if tokens else padded(flow, TIME, 0.0),
        "time": TIME,
        "lengths": LENGTHS,
        "outputSize": outputs,
        "vocabularySize": VOCABULARY if tokens else 0,
        "featureSize": 0 if tokens else FEATURES,
        "targetTime": time if per_step else 0,
        "targetLengths": steps,
        "classes": flat_targets if classes else None,
        "values": None if classes else flat_targets,
        "lossSum": float(f"{value.item():.12g}"),
        "correct": right,
        "outputs": numbers(rows),
        "parameters": {key: numbers(parameter) for key, parameter in parameters.items()},
        "gradients": {key: numbers(parameter.grad) for key, parameter in parameters.items()},
        **(layers[0].fields() if isinstance(layers[0], SpelledEmbedding) else {}),
    }


def cases():
    entropy = dict(loss="categoricalCrossEntropy", classes=True)
    for cell in MODULES:
        yield case(f"{cell} stacked", [Recurrent(cell, 2, 3, True), Recurrent(cell, 3, 4), Dense(4, 3, "SOFTMAX", True)], 3, **entropy)
        yield case(f"{cell} over tokens as the last layer", [Embedding(2), Recurrent(cell, 2, 4)], 4)
        yield case(f"{cell} backwards", [Recurrent(cell, 2, 3, True, True), Recurrent(cell, 3, 2, backwards=True)], 2)
        yield case(f"{cell} backwards, every step", [Recurrent(cell, 2, 3, True, True)], 3, per_step=LENGTHS)
        for merge in MERGES:
            first = Recurrent(cell, 2, 3, True, merge=merge)
            second = Recurrent(cell, first.outputs, 2, merge=merge)
            yield case(f"{cell} bidirectional {merge}", [first, second, Dense(second.outputs, 2)], 2)
    yield case(
        "activations at every step",
        [Recurrent("simpleRnn", 2, 3, True), Dense(3, 4, "RELU"), Dense(4, 3, "TANH"), Dense(3, 3, "SIGMOID"),
         Dense(3, 4, "SOFTMAX", True, True)],
        4, per_step=LENGTHS, settings={"labelSmoothing": 0.25}, weights=[0.5, 1.0, 2.0, 3.5], **entropy)
    yield case("softmax of numbers", [Recurrent("gru", 2, 3), Dense(3, 4, "SOFTMAX")], 4, loss="meanAbsoluteError")
    yield case("layer normalization", [Recurrent("gru", 2, 4, True), LayerNormalization(4), Recurrent("lstm", 4, 3), LayerNormalization(3, 0.125)], 3)
    for kind in Pooling.KINDS:
        # The last step of a backward direction would be its first one, where recurrent weights get no gradient.
        under = Recurrent("lstm", 3, 4, True, merge=None if kind == "LAST" else "CONCAT")
        yield case(f"pooling {kind}", [Embedding(3), under, Pooling(kind), Dense(under.outputs, 3, "SOFTMAX", True)], 3,
                   settings={"labelSmoothing": 0.125}, **entropy)
    yield case("one to many", [Pooling("LAST"), RepeatVector(3), Recurrent("simpleRnn", 2, 4, True), Dense(4, 2, distributed=True)], 2,
               per_step=[3] * 4, loss="huber", settings={"delta": 0.75})
    yield case("encoder and decoder", [Embedding(2), Recurrent("gru", 2, 3), RepeatVector(5), Recurrent("lstm", 3, 2, True, merge="AVE"),
                                       Dense(2, 4, "SOFTMAX", True)], 4, per_step=[5] * 4, weights=[1.5, 0.25, 1.0, 2.0], **entropy)
    yield case("binary", [Recurrent("lstm", 2, 3), Dense(3, 1, "SIGMOID", True)], 2, loss="binaryCrossEntropy", classes=True)
    yield case("binary at every step", [Embedding(2), Recurrent("gru", 2, 3, True), Dense(3, 1, "SIGMOID", True, True)], 2,
               loss="binaryCrossEntropy", classes=True, per_step=LENGTHS)
    yield case("absolute error at every step", [Recurrent("lstm", 2, 3, True), Dense(3, 2)], 2, loss="meanAbsoluteError", per_step=LENGTHS)
    yield case("letters under a tagger", [SpelledEmbedding(2, 2, 3), Recurrent("gru", 8, 3, True), Dense(3, 4, "SOFTMAX", True)], 4,
               per_step=LENGTHS, **entropy)
    yield case("letters under a classifier", [SpelledEmbedding(3, 4, 2), Pooling("MEAN"), Dense(7, 3, "SOFTMAX", True)], 3, **entropy)
    yield case("huber", [Recurrent("lstm", 2, 3), Dense(3, 2)], 2, loss="huber")


texts = []
for one in cases():
    fields = [f"    {json.dumps(key)}: {json.dumps(value)}" for key, value in one.items() if key not in ("parameters", "gradients")]
    for key in ("parameters", "gradients"):
        tensors = ",\n".join(f"      {json.dumps(name)}: {json.dumps(values)}" for name, values in one[key].items())
        fields.append(f"    {json.dumps(key)}: {{\n{tensors}\n    }}")
    texts.append("  {\n" + ",\n".join(fields) + "\n  }")
FILE.write_text("[\n" + ",\n".join(texts) + "\n]\n", newline="\n")
