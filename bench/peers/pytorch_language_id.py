"""Trains the network of examples/language-id.yaml with plain PyTorch, on the splits that Cluster.Datasets exports.

Same network, first values, optimizer and batches as in Cluster: embedding 64, two bidirectional LSTM 64, softmax;
Keras' initializers, one bias, RMSprop with epsilon inside the root. Only the random numbers differ.
"""
import argparse
import collections
import time
import unicodedata

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

PADDING, UNKNOWN = 0, 1
WINDOW_BATCHES = 8


def read(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file]


def encode(records, vocabulary, classes, max_length):
    examples = []
    for text, label in records:
        text = unicodedata.normalize("NFC", text)[:max_length]
        examples.append(([vocabulary.get(c, UNKNOWN) for c in text], classes[label]))
    return examples


def pad(examples):
    lengths = torch.tensor([len(tokens) for tokens, _ in examples])
    tokens = torch.full((len(examples), int(lengths.max())), PADDING)
    for row, (ids, _) in enumerate(examples):
        tokens[row, : len(ids)] = torch.tensor(ids)
    return tokens, lengths, torch.tensor([label for _, label in examples])


class Network(nn.Module):
    def __init__(self, vocabulary_size, classes, size=64, units=64):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary_size, size)
        self.first = nn.LSTM(size, units, batch_first=True, bidirectional=True)
        self.second = nn.LSTM(2 * units, units, batch_first=True, bidirectional=True)
        self.dense = nn.Linear(2 * units, classes)
        nn.init.uniform_(self.embedding.weight, -0.05, 0.05)
        nn.init.xavier_uniform_(self.dense.weight)
        nn.init.zeros_(self.dense.bias)
        for name, value in [*self.first.named_parameters(), *self.second.named_parameters()]:
            initialize_lstm(name, value, units)

    def forward(self, tokens, lengths):
        packed = pack_padded_sequence(self.embedding(tokens), lengths, batch_first=True, enforce_sorted=False)
        packed, _ = self.first(packed)
        _, (state, _) = self.second(packed)
        return self.dense(torch.cat([state[0], state[1]], dim=1))


def initialize_lstm(name, value, units):
    """Keras: Glorot uniform kernel, orthogonal recurrent kernel (both over all four gates), forget bias 1, one bias."""
    if name.startswith("weight_ih"):
        nn.init.xavier_uniform_(value)
    elif name.startswith("weight_hh"):
        nn.init.orthogonal_(value)
    else:
        nn.init.zeros_(value)
        if name.startswith("bias_ih"):
            value.data[units : 2 * units] = 1
        else:
            value.requires_grad_(False)


class RmsProp:
    """p -= rate * g / sqrt(v + epsilon), v = rho * v + (1 - rho) * g * g; torch's own adds epsilon outside the root."""

    def __init__(self, parameters, rate, rho=0.9, epsilon=1e-7):
        self.parameters, self.rate, self.rho, self.epsilon = parameters, rate, rho, epsilon
        self.squares = [torch.zeros_like(p) for p in parameters]

    @torch.no_grad()
    def step(self):
        for p, square in zip(self.parameters, self.squares):
            square.mul_(self.rho).addcmul_(p.grad, p.grad, value=1 - self.rho)
            p.addcdiv_(p.grad, (square + self.epsilon).sqrt_(), value=-self.rate)
            p.grad = None


def epoch_batches(examples, size, generator):
    """Windows of 8 batches sorted by length, then the batches in random order, the ragged one last."""
    order = torch.randperm(len(examples), generator=generator).tolist()
    full = len(order) // size * size
    batches = []
    for start in range(0, full, WINDOW_BATCHES * size):
        window = sorted(order[start : min(start + WINDOW_BATCHES * size, full)], key=lambda i: len(examples[i][0]))
        batches += [window[i : i + size] for i in range(0, len(window), size)]
    batches = [batches[i] for i in torch.randperm(len(batches), generator=generator).tolist()]
    return batches + ([order[full:]] if full < len(order) else [])


@torch.no_grad()
def accuracy(network, examples):
    correct = 0
    for start in range(0, len(examples), 256):
        tokens, lengths, labels = pad(examples[start : start + 256])
        correct += int((network(tokens, lengths).argmax(dim=1) == labels).sum())
    return correct / len(examples)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", help="folder with train.tsv, validation.tsv and test.tsv")
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--epochs", type=int, default=15)
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument("--learning-rate", type=float, default=0.002)
    parser.add_argument("--clip-norm", type=float, default=1.0)
    parser.add_argument("--max-length", type=int, default=48)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)

    splits = {name: read(f"{options.folder}/{name}.tsv") for name in ("train", "validation", "test")}
    counts = collections.Counter()
    for text, _ in splits["train"]:
        counts.update(unicodedata.normalize("NFC", text)[: options.max_length])
    tokens = sorted(counts, key=lambda c: (-counts[c], c))
    vocabulary = {token: index + 2 for index, token in enumerate(tokens)}
    classes = {label: index for index, label in enumerate(sorted({label for _, label in splits["train"]}))}
    train, validation, test = (encode(splits[name], vocabulary, classes, options.max_length) for name in splits)

    network = Network(len(vocabulary) + 2, len(classes))
    parameters = [p for p in network.parameters() if p.requires_grad]
    optimizer = RmsProp(parameters, options.learning_rate)
    print(f"{len(train)} training examples, {len(vocabulary) + 2} tokens, {len(classes)} classes, "
          f"{sum(p.numel() for p in parameters)} parameters")
    generator = torch.Generator().manual_seed(options.seed)
    loss_function = nn.CrossEntropyLoss()
    began = time.perf_counter()
    for epoch in range(options.epochs):
        total = 0.0
        for batch in epoch_batches(train, options.batch_size, generator):
            tokens, lengths, labels = pad([train[i] for i in batch])
            loss = loss_function(network(tokens, lengths), labels)
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, options.clip_norm)
            optimizer.step()
            total += loss.item() * len(batch)
        print(f"epoch {epoch}: loss {total / len(train):.4f}, validation accuracy {accuracy(network, validation):.4f}, "
              f"{time.perf_counter() - began:.1f} s", flush=True)
    seconds = time.perf_counter() - began
    print(f"test accuracy {accuracy(network, test):.4f}, training and validation {seconds:.1f} s, "
          f"{options.epochs * len(train) / seconds:.0f} examples/s")


if __name__ == "__main__":
    main()
