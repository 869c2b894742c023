"""Trains the taggers of Cluster.Benchmarks' presets with plain PyTorch, as a yardstick for speed.

One process, or several with DistributedDataParallel over gloo; one thread each, 32 sequences each, random tokens and labels. The
last line is JSON as a rung of the ladder prints it. With --averaging N it only averages N floats over the processes, by all_reduce.
"""
import argparse
import json
import os
import time

import torch
import torch.distributed as dist
import torch.multiprocessing as processes
from torch import nn

# Vocabulary, embedding, units in each direction, layers, classes, sequences, length, first steps that do not count, steps that count.
PRESETS = {
    "small": (10_000, 64, 64, 1, 17, 32, 32, 30, 120),
    "base": (10_000, 128, 256, 1, 17, 32, 64, 4, 16),
    "large": (10_000, 256, 512, 2, 17, 32, 64, 2, 4),
}


class Tagger(nn.Module):
    def __init__(self, vocabulary, embedding, units, layers, classes):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embedding)
        self.lstm = nn.LSTM(embedding, units, layers, batch_first=True, bidirectional=True)
        self.head = nn.Linear(2 * units, classes)

    def forward(self, tokens):
        states, _ = self.lstm(self.embedding(tokens))
        return self.head(states)


def train(preset, rank, workers):
    """Yields the seconds of each step."""
    vocabulary, embedding, units, layers, classes, sequences, length, warm_up, steps = PRESETS[preset]
    torch.manual_seed(0)
    model = Tagger(vocabulary, embedding, units, layers, classes)
    if workers > 1:
        model = nn.parallel.DistributedDataParallel(model)
    optimizer = torch.optim.RMSprop(model.parameters(), lr=0.001)
    loss_of = nn.CrossEntropyLoss()
    draw = torch.Generator().manual_seed(1000 + rank)
    for step in range(warm_up + steps):
        tokens = torch.randint(0, vocabulary, (sequences, length), generator=draw)
        labels = torch.randint(0, classes, (sequences, length), generator=draw)
        if workers > 1:
            dist.barrier()
        begin = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        loss_of(model(tokens).flatten(0, 1), labels.flatten()).backward()
        optimizer.step()
        if step >= warm_up:
            yield time.perf_counter() - begin


def average(floats, workers):
    """Yields the seconds of each averaging."""
    vector = torch.randn(floats)
    for step in range(3 + 15):
        dist.barrier()
        begin = time.perf_counter()
        dist.all_reduce(vector)
        vector /= workers
        if step >= 3:
            yield time.perf_counter() - begin


def run(rank, arguments):
    if rank < (os.cpu_count() or 1) and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {rank})
    torch.set_num_threads(1)
    workers = arguments.workers
    if workers > 1:
        dist.init_process_group("gloo", init_method=f"tcp://127.0.0.1:{arguments.port}", rank=rank, world_size=workers)
    measured = average(arguments.averaging, workers) if arguments.averaging else train(arguments.preset, rank, workers)
    steps = [{"seconds": seconds} for seconds in measured]
    if rank > 0:
        return
    sequences, length = PRESETS[arguments.preset][5:7]
    sample = {"workers": workers, "tokens": sequences * length * workers, "steps": steps, "program": f"PyTorch {torch.__version__}"}
    if arguments.averaging:
        sample["floats"] = arguments.averaging
    print(json.dumps(sample), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--preset", default="base", choices=PRESETS)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--averaging", type=int, default=0, metavar="FLOATS")
    parser.add_argument("--port", type=int, default=29731)
    chosen = parser.parse_args()
    if chosen.workers == 1:
        run(0, chosen)
    else:
        processes.spawn(run, (chosen,), nprocs=chosen.workers)
