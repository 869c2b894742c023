"""Rebuilds the network of this folder in plain PyTorch and predicts with it.

Needs torch and nothing else. The same script lies in every model folder; what differs is in the files beside it.

    python3 load_pytorch.py "some text" "another one"       one JSON object for each text; texts may also come line by line on stdin
    python3 load_pytorch.py --split "words of a text"       the tokens are given: they are what stands between spaces
    python3 load_pytorch.py --rows "1,2;3,4;5,6"            a sequence of numbers: 3 steps of 2 features

In a program:

    import torch, load_pytorch
    network = load_pytorch.load("folder")                   # a torch.nn.Module in evaluation mode
    logits = network(tokens, lengths)                       # [B, T] of int64 or [B, T, F] of float32; [B] of int64
    logits = network(tokens, lengths, letters, counts)      # with a character encoder: [B, T, W] and [B, T] of int64 besides

    model = load_pytorch.Model("folder")                    # the network with its vocabulary
    answer = model.ask("some text")                         # or a list of tokens
"""

import argparse
import json
import math
import pathlib
import re
import struct
import sys
import unicodedata

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

CELLS = {"lstm": nn.LSTM, "gru": nn.GRU, "simpleRnn": nn.RNN}
ACTIVATIONS = {
    "LINEAR": lambda x: x,
    "SOFTMAX": lambda x: x.softmax(-1),
    "RELU": torch.relu,
    "TANH": torch.tanh,
    "SIGMOID": torch.sigmoid,
}
MERGES = {
    "CONCAT": lambda forward, backward: torch.cat([forward, backward], -1),
    "SUM": lambda forward, backward: forward + backward,
    "MUL": lambda forward, backward: forward * backward,
    "AVE": lambda forward, backward: (forward + backward) * 0.5,
}


def steps_of(values, lengths):
    """Steps 0, 1, ... beside the lengths, so that they can be compared: [1, T] and [B, 1]."""
    return torch.arange(values.shape[1], device=values.device).unsqueeze(0), lengths.unsqueeze(1)


def reverse(values, lengths):
    """Turns the valid steps of each sequence of [B, T, D] around; padding stays where it is."""
    step, length = steps_of(values, lengths)
    source = torch.where(step < length, length - 1 - step, step)
    return values.gather(1, source.unsqueeze(2).expand_as(values))


def last(values, lengths):
    """The last valid step of each sequence: [B, T, D] to [B, D]."""
    return values[torch.arange(values.shape[0], device=values.device), lengths - 1]


def recur(module, values, lengths):
    """The state after each step, [B, T, H]; each sequence is read to its own end."""
    packed = pack_padded_sequence(values, lengths.cpu(), batch_first=True, enforce_sorted=False)
    return pad_packed_sequence(module(packed)[0], batch_first=True, total_length=values.shape[1])[0]


def pool(kind, values, lengths):
    step, length = steps_of(values, lengths)
    padding = (step >= length).unsqueeze(2)
    if kind == "MAX":
        return values.masked_fill(padding, -math.inf).max(1).values
    if kind == "MEAN":
        return values.masked_fill(padding, 0).sum(1) / length
    return last(values, lengths)


class Letters(nn.Embedding):
    """A character encoder: a table of letters, and a bidirectional LSTM over the letters of each word."""

    def __init__(self, count, size, units):
        super().__init__(count, size)
        self.lstm = nn.LSTM(size, units, batch_first=True, bidirectional=True)

    def forward(self, letters, counts):
        """The state forward at the last letter and backward at the first, [B, T, 2 * units]; zeros where a step has no letters."""
        valid = counts > 0
        forward, backward = recur(self.lstm, super().forward(letters[valid]), counts[valid]).chunk(2, -1)
        states = forward.new_zeros(*counts.shape, 2 * self.lstm.hidden_size)
        states[valid] = torch.cat([last(forward, counts[valid]), backward[:, 0]], -1)
        return states


class SpelledWords(nn.Embedding):
    """A table of words, joined by what a character encoder makes of their letters."""

    def __init__(self, count, size, characters):
        super().__init__(count, size)
        self.characters = characters

    def forward(self, tokens, letters, counts):
        return torch.cat([super().forward(tokens), self.characters(letters, counts)], -1)


class Network(nn.Module):
    """The layers of config.json; its state_dict has the names of model.safetensors."""

    def __init__(self, config):
        super().__init__()
        self.config = config
        for layer in config["layers"]:
            module = self.build(layer)
            if module is not None:
                self.add_module(layer["name"], module)
        self.eval()

    def build(self, layer):
        (kind, own), inputs, outputs = settings_of(layer), layer["inputSize"], layer["outputSize"]
        if kind in CELLS:
            return CELLS[kind](inputs, own["units"], batch_first=True)
        if kind == "bidirectional":
            cell = next(name for name in CELLS if name in own)
            return CELLS[cell](inputs, own[cell]["units"], batch_first=True, bidirectional=True)
        if kind == "embedding":
            if "characters" not in own:
                return nn.Embedding(self.config["vocabularySize"], outputs)
            size, units = own["characters"]["size"], own["characters"]["units"]
            letters = Letters(self.config["characterVocabularySize"], size, units)
            return SpelledWords(self.config["vocabularySize"], outputs - 2 * units, letters)
        if kind in ("dense", "timeDistributed"):
            return nn.Linear(inputs, outputs)
        if kind == "layerNormalization":
            return nn.LayerNorm(outputs, eps=own.get("epsilon", 1e-3))
        if kind in ("dropout", "pooling", "repeatVector"):
            return None
        raise ValueError(f"This script does not know the layer {kind}.")

    def forward(self, values, lengths=None, letters=None, letter_counts=None):
        """Tokens [B, T] or numbers [B, T, F], and how many steps of each are valid (default: all).

        A network with a character encoder reads the letters of each token too, [B, T, W], and how many there are, [B, T] (default: those
        before id 0): at most the maxLength of its settings, and 0 on padding.
        Returns [B, C], or [B, T, C] where every step has an output; what stands on padding means nothing. For classes these are
        logits: softmax or sigmoid is not applied.
        """
        if lengths is None:
            lengths = torch.full((values.shape[0],), values.shape[1], dtype=torch.int64, device=values.device)
        for layer in self.config["layers"]:
            if isinstance(getattr(self, layer["name"], None), SpelledWords):
                values = self.spelled(layer, values, letters, letter_counts)
            else:
                values, lengths = self.apply_layer(layer, values, lengths)
        return values

    def spelled(self, layer, tokens, letters, counts):
        if letters is None:
            raise ValueError("This network reads letters too: network(tokens, lengths, letters, letter_counts).")
        return getattr(self, layer["name"])(tokens, letters, (letters > 0).sum(-1) if counts is None else counts)

    def apply_layer(self, layer, values, lengths):
        (kind, own), module = settings_of(layer), getattr(self, layer["name"], None)
        if kind in CELLS:
            states = recur(module, reverse(values, lengths) if own.get("goBackwards") else values, lengths)
            return (states, lengths) if own.get("returnSequences") else (last(states, lengths), None)
        if kind == "bidirectional":
            forward, backward = recur(module, values, lengths).chunk(2, -1)
            merge = MERGES[own.get("merge", "CONCAT")]
            if next(own[name] for name in CELLS if name in own).get("returnSequences"):
                return merge(forward, backward), lengths
            return merge(last(forward, lengths), backward[:, 0]), None
        if kind in ("dense", "timeDistributed"):
            return self.activation(layer, own.get("dense", {}) if kind == "timeDistributed" else own)(module(values)), lengths
        if kind == "pooling":
            return pool(own["kind"], values, lengths), None
        if kind == "repeatVector":
            steps = own["steps"]
            return values.unsqueeze(1).repeat(1, steps, 1), torch.full((values.shape[0],), steps, dtype=torch.int64, device=values.device)
        return (values if module is None else module(values)), lengths

    def activation(self, layer, dense):
        gives_logits = layer is self.config["layers"][-1] and self.config["target"] == "Class"
        return ACTIVATIONS["LINEAR" if gives_logits else dense.get("activation", "LINEAR")]


def settings_of(layer):
    """Kind and settings of a layer: what stands at its default may be missing in them."""
    return next(iter(layer["settings"].items()))


def read_safetensors(path):
    """All tensors of a safetensors file by name; only float32, which is all that Cluster writes."""
    data = bytearray(pathlib.Path(path).read_bytes())
    (size,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + size])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        if entry["dtype"] != "F32":
            raise ValueError(f"{name} has the type {entry['dtype']}; this script reads F32.")
        begin, end = entry["data_offsets"]
        values = torch.frombuffer(data, dtype=torch.float32, count=(end - begin) // 4, offset=8 + size + begin)
        tensors[name] = values.clone().reshape(entry["shape"])
    return tensors


def read_json(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def read_lines(path):
    """Lines of vocabulary.txt, characters.txt or labels.txt; the escapes are \\\\, \\n, \\r, \\t and \\u with four hex digits."""
    text = pathlib.Path(path).read_bytes().decode("utf-8")
    plain = {"\\": "\\", "n": "\n", "r": "\r", "t": "\t"}
    unescape = lambda match: plain[match[1]] if match[1] in plain else chr(int(match[1][1:], 16))
    return [re.sub(r"\\(u[0-9a-fA-F]{4}|.)", unescape, line) for line in text.split("\n")[:-1]]


def normal(text, lowercase):
    """The form of a text that tokens are cut from: NFC, before that lower case if wanted, letter by letter, as no language changes it."""
    if lowercase:
        text = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return unicodedata.normalize("NFC", text)


def words_of(text):
    """Runs of letters, marks and decimal digits; every other character that is no white space is a word alone."""
    words, run = [], ""
    for letter in text + " ":
        category = unicodedata.category(letter)
        if category[0] in "LM" or category == "Nd":
            run += letter
            continue
        words += [run] if run else []
        words += [] if category[0] == "Z" or letter in "\t\n\v\f\r\x85" else [letter]
        run = ""
    return words


def load(folder):
    """The network of a model folder with its weights, in evaluation mode."""
    folder = pathlib.Path(folder)
    network = Network(read_json(folder / "config.json"))
    network.load_state_dict(read_safetensors(folder / "model.safetensors"))
    return network


class Model:
    """A network with its vocabulary, labels and scaling: texts or numbers in, what they mean out."""

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        self.network = load(folder)
        self.config = self.network.config
        tokens = read_json(folder / "spec.json").get("tokens", {})
        self.level, self.lowercase = tokens.get("level", "CHARACTER"), tokens.get("lowercase", False)
        self.vocabulary = read_lines(folder / "vocabulary.txt")
        self.ids = {token: i for i, token in enumerate(self.vocabulary)}
        self.encoder = next((own["characters"] for _, own in map(settings_of, self.config["layers"]) if "characters" in own), None)
        self.characters = {letter: i for i, letter in enumerate(read_lines(folder / "characters.txt"))} if self.encoder else {}
        self.labels = read_lines(folder / "labels.txt")
        scaling = folder / "scaling.json"
        self.scaling = read_json(scaling) if scaling.exists() else None

    def ask(self, text):
        """What the network says of a text, or of a list of tokens."""
        tokens = self.tokenize(text, self.lowercase)[: self.config["maxLength"]]
        written = self.tokenize(text, False)[: self.config["maxLength"]] if self.level == "WORD" else tokens
        return self.predict(self.encode(tokens), written, self.spell(written) if self.encoder else ())

    def tokenize(self, text, lowercase):
        """The tokens of a text, cut as in training. Those of a list are taken as they are, but words are turned to lower case and NFC too."""
        if self.level == "WORD":
            return words_of(normal(text, lowercase)) if isinstance(text, str) else [normal(word, lowercase) for word in text]
        if not isinstance(text, str):
            return text
        if self.level == "CHARACTER":
            return list(normal(text, lowercase))
        raise ValueError(
            f"The tokens of this model are of the level {self.level}, which this script can't cut texts into: "
            "give the tokens themselves, with --split or as a list, or their ids to the network."
        )

    def spell(self, words):
        """Ids of the letters of each word, [T, W], and how many there are, [T]. The words are as they are written, before lower case."""
        rows = [[self.characters.get(letter, 1) for letter in word[: self.encoder["maxLength"]]] or [1] for word in words]
        width = max(len(row) for row in rows)
        return torch.tensor([row + [0] * (width - len(row)) for row in rows]), torch.tensor([len(row) for row in rows])

    def encode(self, tokens):
        if not tokens:
            raise ValueError("There is an empty text; there is nothing to predict from.")
        if self.config["task"] == "GENERATION":
            tokens = ["[END]"] + tokens
        is_open = self.vocabulary[:2] == ["[PAD]", "[UNK]"]
        unknown = [token for token in tokens if token not in self.ids]
        if unknown and not is_open:
            raise ValueError(f"There is no token '{unknown[0]}'; there are {', '.join(self.vocabulary)}.")
        return torch.tensor([self.ids.get(token, 1) for token in tokens])

    def scale(self, rows):
        if any(len(row) != self.config["features"] for row in rows):
            raise ValueError(f"Each step must have {self.config['features']} numbers.")
        if self.scaling:
            rows = [[(x - m) / d for x, m, d in zip(row, self.scaling["means"], self.scaling["deviations"])] for row in rows]
        return torch.tensor(rows, dtype=torch.float32)

    def predict(self, sequence, tokens=None, letters=()):
        """What the network says of one sequence, tokens [T] or numbers [T, F]; for a character encoder with what spell gives."""
        with torch.no_grad():
            output = self.network(sequence.unsqueeze(0), None, *(part.unsqueeze(0) for part in letters))[0]
        if self.config["target"] == "Values":
            return {"values": self.unscale(output).tolist()}
        if output.shape[-1] == 1:
            # One logit for two classes: that of the first one is 0.
            output = torch.cat([torch.zeros_like(output), output], -1)
        probabilities = output.softmax(-1)
        if output.dim() == 1:
            return self.describe(probabilities, self.labels)
        if self.config["task"] == "GENERATION":
            return self.describe(probabilities[-1], self.vocabulary)
        tags = [self.labels[i] for i in probabilities.argmax(-1)]
        return {"tags": list(zip(tokens, tags)) if tokens else tags}

    def unscale(self, output):
        if not self.scaling:
            return output
        places = [self.scaling["columns"].index(column) for column in self.scaling["outputs"]]
        take = lambda name: torch.tensor([self.scaling[name][place] for place in places], dtype=torch.float64)
        return output.double() * take("deviations") + take("means")

    def describe(self, probabilities, names):
        best, place = probabilities.max(-1)
        name = names[place] if names else int(place)
        return {"label": name, "probability": best.item()}


def main():
    parser = argparse.ArgumentParser(description="Predicts with the model of a folder.")
    parser.add_argument("texts", nargs="*", help="texts; default: the lines of the input")
    parser.add_argument("--folder", default=pathlib.Path(__file__).parent, help="the model's folder; default: that of this script")
    parser.add_argument("--split", action="store_true", help="tokens are what stands between spaces")
    parser.add_argument("--rows", action="store_true", help="each text is a sequence of numbers, such as 1,2;3,4 for 2 steps of 2 features")
    given = parser.parse_args()
    model = Model(given.folder)
    for text in given.texts or (line.rstrip("\n") for line in sys.stdin):
        if given.rows:
            answer = model.predict(model.scale([[float(x) for x in row.split(",")] for row in text.split(";")]))
        else:
            answer = model.ask(text.split() if given.split else text)
        print(json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    try:
        main()
    except (ValueError, OSError) as error:
        sys.exit(f"error: {error}")
