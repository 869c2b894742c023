"""Runs the network of each model folder below a folder on its batch.json, as the documentation of Keras defines its layers, in float64.

Reads weights.npz and config.json only, one sequence at a time without padding; prints the outputs of all steps, a line of JSON each.
"""

import json
import pathlib
import sys

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def lstm(x, kernel, recurrent, bias):
    units = recurrent.shape[0]
    h, c, states = np.zeros(units), np.zeros(units), []
    for step in x:
        i, f, g, o = np.split(step @ kernel + h @ recurrent + bias, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        states.append(h)
    return np.array(states)


def gru(x, kernel, recurrent, bias):
    h, states = np.zeros(recurrent.shape[0]), []
    for step in x:
        xz, xr, xh = np.split(step @ kernel + bias[0], 3)
        hz, hr, hh = np.split(h @ recurrent + bias[1], 3)
        z, r = sigmoid(xz + hz), sigmoid(xr + hr)
        h = z * h + (1 - z) * np.tanh(xh + r * hh)
        states.append(h)
    return np.array(states)


def simple_rnn(x, kernel, recurrent, bias):
    h, states = np.zeros(recurrent.shape[0]), []
    for step in x:
        h = np.tanh(step @ kernel + h @ recurrent + bias)
        states.append(h)
    return np.array(states)


CELLS = {"lstm": lstm, "gru": gru, "simpleRnn": simple_rnn}
ACTIVATIONS = {
    "LINEAR": lambda x: x,
    "RELU": lambda x: np.maximum(x, 0),
    "TANH": np.tanh,
    "SIGMOID": sigmoid,
    "SOFTMAX": lambda x: np.exp(x) / np.exp(x).sum(-1, keepdims=True),
}
MERGES = {
    "CONCAT": lambda a, b: np.concatenate([a, b], -1),
    "SUM": lambda a, b: a + b,
    "MUL": lambda a, b: a * b,
    "AVE": lambda a, b: (a + b) / 2,
}
POOLS = {"MAX": lambda x: x.max(0), "MEAN": lambda x: x.mean(0), "LAST": lambda x: x[-1]}


def apply(layer, weights, x, gives_logits):
    kind, own = next(iter(layer["settings"].items()))
    if kind == "embedding":
        return weights[0][x]
    if kind in CELLS:
        states = CELLS[kind](x[::-1] if own.get("goBackwards") else x, *weights)
        return states if own.get("returnSequences") else states[-1]
    if kind == "bidirectional":
        cell = next(name for name in CELLS if name in own)
        forward, backward = CELLS[cell](x, *weights[:3]), CELLS[cell](x[::-1], *weights[3:])
        merge = MERGES[own["merge"]]
        return merge(forward, backward[::-1]) if own[cell].get("returnSequences") else merge(forward[-1], backward[-1])
    if kind in ("dense", "timeDistributed"):
        dense = own if kind == "dense" else own.get("dense", {})
        return ACTIVATIONS["LINEAR" if gives_logits else dense.get("activation", "LINEAR")](x @ weights[0] + weights[1])
    if kind == "layerNormalization":
        centred = x - x.mean(-1, keepdims=True)
        return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + own["epsilon"]) * weights[0] + weights[1]
    if kind == "pooling":
        return POOLS[own["kind"]](x)
    if kind == "repeatVector":
        return np.repeat(x[None], own["steps"], 0)
    assert kind == "dropout", kind
    return x


for folder in sorted(pathlib.Path(sys.argv[1]).glob("model-*")):
    config = json.loads((folder / "config.json").read_text())
    batch = json.loads((folder / "batch.json").read_text())
    arrays = np.load(folder / "weights.npz")
    values = np.array(batch["Tokens"] if batch["Tokens"] is not None else batch["Features"])
    values = values.reshape((len(batch["Lengths"]), batch["Time"]) + ((-1,) if batch["Tokens"] is None else ()))
    outputs = []
    for sequence, length in zip(values, batch["Lengths"]):
        x = sequence[:length]
        for layer in config["layers"]:
            own = [arrays[name].astype(np.float64) for name in arrays.files if name.rsplit(".", 1)[0] == layer["name"]]
            x = apply(layer, own, x, layer is config["layers"][-1] and config["target"] == "Class")
        outputs.extend(x.flatten().tolist())
    print(json.dumps(outputs))
