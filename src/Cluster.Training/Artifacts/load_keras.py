"""Rebuilds the network of this folder in Keras 3 with the weights of weights.npz.

    import load_keras
    network = load_keras.load("folder")
    logits = network((tokens, lengths))       # [B, T] of int or [B, T, F] of float; [B] of int, the valid steps of each

For classes the result is logits: softmax or sigmoid is not applied. Layers that go backwards and return sequences return them in the order
in which they were read, which for padded sequences begins with padding; give such a network sequences of one length.
"""

import json
import pathlib

import keras
import numpy as np
from keras import layers, ops

CELLS = {"lstm": layers.LSTM, "gru": layers.GRU, "simpleRnn": layers.SimpleRNN}


def cell(kind, own):
    more = {"reset_after": True} if kind == "gru" else {}
    return CELLS[kind](own["units"], return_sequences=own.get("returnSequences", False), go_backwards=own.get("goBackwards", False), **more)


def activation(own, gives_logits):
    return "linear" if gives_logits else own.get("activation", "LINEAR").lower()


class Network(keras.Model):
    """The layers of config.json."""

    def __init__(self, config):
        super().__init__()
        self.stack = [(*next(iter(layer["settings"].items())), self.build_layer(layer, config)) for layer in config["layers"]]

    def build_layer(self, layer, config):
        kind, own = next(iter(layer["settings"].items()))
        gives_logits = layer is config["layers"][-1] and config["target"] == "Class"
        if kind == "embedding":
            return layers.Embedding(config["vocabularySize"], layer["outputSize"])
        if kind in CELLS:
            return cell(kind, own)
        if kind == "bidirectional":
            inner = next(name for name in CELLS if name in own)
            return layers.Bidirectional(cell(inner, own[inner]), merge_mode=own.get("merge", "CONCAT").lower())
        if kind == "dense":
            return layers.Dense(layer["outputSize"], activation(own, gives_logits))
        if kind == "timeDistributed":
            return layers.Dense(layer["outputSize"], activation(own.get("dense", {}), gives_logits))
        if kind == "layerNormalization":
            return layers.LayerNormalization(epsilon=own.get("epsilon", 1e-3))
        return None

    def call(self, inputs):
        values, lengths = inputs
        for kind, own, layer in self.stack:
            mask = ops.arange(ops.shape(values)[1])[None, :] < lengths[:, None] if len(values.shape) > 2 else None
            if kind in CELLS or kind == "bidirectional":
                values = layer(values, mask=mask)
            elif kind == "pooling":
                values = self.pool(own["kind"], values, mask, lengths)
            elif kind == "repeatVector":
                values = ops.repeat(values[:, None, :], own["steps"], axis=1)
                lengths = ops.full_like(lengths, own["steps"])
            elif layer is not None:
                values = layer(values)
        return values

    @staticmethod
    def pool(kind, values, mask, lengths):
        if kind == "MAX":
            return ops.max(ops.where(mask[:, :, None], values, float("-inf")), axis=1)
        if kind == "MEAN":
            return ops.sum(ops.where(mask[:, :, None], values, 0.0), axis=1) / ops.cast(lengths, values.dtype)[:, None]
        return ops.take_along_axis(values, ops.cast(lengths - 1, "int32")[:, None, None], axis=1)[:, 0]


def load(folder):
    """The network of a model folder with its weights."""
    folder = pathlib.Path(folder)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    network = Network(config)
    features = config["features"]
    example = np.zeros((1, 2, features), "float32") if features else np.zeros((1, 2), "int32")
    network((example, np.array([2], "int32")))
    with np.load(folder / "weights.npz") as arrays:
        # The arrays stand in the file in the order of get_weights.
        for layer, (_, _, built) in zip(config["layers"], network.stack):
            own = [arrays[name] for name in arrays.files if name.rsplit(".", 1)[0] == layer["name"]]
            if own:
                built.set_weights(own)
    return network
