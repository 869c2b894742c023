"""Trains the taggers of Cluster.Benchmarks' presets with plain PyTorch, as a yardstick for speed.

One process, or several with DistributedDataParallel; one thread each, 32 sequences each, random tokens and labels. On processors they
talk over gloo, with --device cuda over NCCL, each on a GPU of its own. The last line is JSON as a rung of the ladder prints it. With
--averaging N it only averages N floats over the processes, by all_reduce.
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


def wait_for(device):
    """A GPU computes on after a call has returned."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def train(preset, rank, workers, device):
    """Yields the seconds of each step."""
    vocabulary, embedding, units, layers, classes, sequences, length, warm_up, steps = PRESETS[preset]
    torch.manual_seed(0)
    model = Tagger(vocabulary, embedding, units, layers, classes).to(device)
    if workers > 1:
        model = nn.parallel.DistributedDataParallel(model)
    optimizer = torch.optim.RMSprop(model.parameters(), lr=0.001)
    loss_of = nn.CrossEntropyLoss()
    draw = torch.Generator().manual_seed(1000 + rank)
    for step in range(warm_up + steps):
        tokens = torch.randint(0, vocabulary, (sequences, length), generator=draw).to(device)
        labels = torch.randint(0, classes, (sequences, length), generator=draw).to(device)
        if workers > 1:
            dist.barrier()
        wait_for(device)
        begin = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        loss_of(model(tokens).flatten(0, 1), labels.flatten()).backward()
        optimizer.step()
        wait_for(device)
        if step >= warm_up:
            yield time.perf_counter() - begin


def average(floats, workers, device):
    """Yields the seconds of each averaging."""
    vector = torch.randn(floats).to(device)
    for step in range(3 + 15):
        dist.barrier()
        wait_for(device)
        begin = time.perf_counter()
        dist.all_reduce(vector)
        vector /= workers
        wait_for(device)
        if step >= 3:
            yield time.perf_counter() - begin


def run(rank, arguments):
    device = torch.device(f"cuda:{rank}" if arguments.device == "cuda" else arguments.device)
    if device.type == "cpu" and rank < (os.cpu_count() or 1) and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {rank})
    torch.set_num_threads(1)
    if device.type == "cuda":
        # Cluster computes in float32; PyTorch would let cuDNN round to 19 bits.
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False
        torch.cuda.set_device(device)
    workers = arguments.workers
    if workers > 1:
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo", init_method=f"tcp://127.0.0.1:{arguments.port}", rank=rank, world_size=workers)
    measured = average(arguments.averaging, workers, device) if arguments.averaging else train(arguments.preset, rank, workers, device)
    steps = [{"seconds": seconds} for seconds in measured]
    if workers > 1:
        # A process that ends while gloo's threads run is aborted, now and then.
        dist.barrier()
        dist.destroy_process_group()
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
    parser.add_argument("--device", default="cpu", help="cpu, cuda or cuda:N")
    parser.add_argument("--port", type=int, default=29731)
    chosen = parser.parse_args()
    if chosen.workers == 1:
        run(0, chosen)
    else:
        processes.spawn(run, (chosen,), nprocs=chosen.workers)
