"""Runs load_pytorch.py of each model folder below a folder on its batch.json and prints the valid outputs, a line of JSON each."""

import importlib.util
import json
import pathlib
import sys

import torch

torch.set_num_threads(1)
for folder in sorted(pathlib.Path(sys.argv[1]).glob("model-*")):
    spec = importlib.util.spec_from_file_location("load_pytorch", folder / "load_pytorch.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    network = script.load(folder)
    batch = json.loads((folder / "batch.json").read_text())
    lengths = torch.tensor(batch["Lengths"])
    if batch["Tokens"] is not None:
        values = torch.tensor(batch["Tokens"]).view(len(lengths), batch["Time"])
    else:
        values = torch.tensor(batch["Features"]).view(len(lengths), batch["Time"], -1)
    letters = []
    if batch["Letters"] is not None:
        counts = torch.tensor(batch["Letters"]["Counts"]).view(values.shape)
        letters = [torch.tensor(batch["Letters"]["Ids"]).view(*values.shape, -1), counts]
    with torch.no_grad():
        outputs = network(values, lengths, *letters)
    layers = network.config["layers"]
    if outputs.dim() == 3:
        repeated = any("repeatVector" in layer["settings"] for layer in layers)
        rows = outputs.flatten(0, 1) if repeated else torch.cat([row[:length] for row, length in zip(outputs, lengths)])
    else:
        rows = outputs
    print(json.dumps(rows.flatten().tolist()))
