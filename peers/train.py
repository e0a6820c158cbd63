"""Trains the book's net 784-50-10 on MNIST with NumPy, as `./gradj train` does: a peer for `./gradj bench --cold`.

    python3 train.py FOLDER [iterations] [numpy|torch]

Batches of 100 with replacement, learning rate 0.1, weights of standard deviation 0.01; both accuracies after each epoch of 600
iterations and at the end. Prints the seconds of the training with its evaluations, without loading, and both accuracies.
"""

import gzip
import sys
import time
from pathlib import Path

import numpy as np


def idx(folder, name):
    path = Path(folder) / name
    raw = path.read_bytes() if path.exists() else gzip.decompress(Path(str(path) + ".gz").read_bytes())
    rank = raw[3]
    shape = [int.from_bytes(raw[4 + 4 * i : 8 + 4 * i], "big") for i in range(rank)]
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * rank).reshape(shape)


def load(folder):
    part = []
    for name in "train", "t10k":
        x = idx(folder, name + "-images-idx3-ubyte").reshape(-1, 784).astype(np.float32) / np.float32(255)
        part.append((x, idx(folder, name + "-labels-idx1-ubyte")))
    return part


def epochs(iterations):
    return sorted(set(range(600, iterations, 600)) | {iterations})


def with_numpy(train, test, iterations):
    random = np.random.default_rng(1)
    w1 = (0.01 * random.standard_normal((784, 50))).astype(np.float32)
    b1 = np.zeros(50, np.float32)
    w2 = (0.01 * random.standard_normal((50, 10))).astype(np.float32)
    b2 = np.zeros(10, np.float32)
    one_hot = np.eye(10, dtype=np.float32)
    rate = np.float32(0.1)
    stops = set(epochs(iterations))

    def accuracy(x, labels):
        return ((np.maximum(x @ w1 + b1, 0) @ w2 + b2).argmax(axis=1) == labels).mean()

    for i in range(1, iterations + 1):
        rows = random.integers(0, 60000, 100)
        x, t = train[0][rows], one_hot[train[1][rows]]
        h = np.maximum(x @ w1 + b1, 0)
        y = h @ w2 + b2
        y = np.exp(y - y.max(axis=1, keepdims=True))
        y /= y.sum(axis=1, keepdims=True)
        dy = (y - t) / np.float32(100)
        dh = (dy @ w2.T) * (h > 0)
        w2 -= rate * (h.T @ dy)
        b2 -= rate * dy.sum(axis=0)
        w1 -= rate * (x.T @ dh)
        b1 -= rate * dh.sum(axis=0)
        if i in stops:
            both = accuracy(*train), accuracy(*test)
    return both


def with_torch(train, test, iterations):
    import torch

    torch.manual_seed(1)
    net = torch.nn.Sequential(torch.nn.Linear(784, 50), torch.nn.ReLU(), torch.nn.Linear(50, 10))
    for layer in net[0], net[2]:
        torch.nn.init.normal_(layer.weight, std=0.01)
        torch.nn.init.zeros_(layer.bias)
    train, test = [(torch.from_numpy(x), torch.from_numpy(labels.astype(np.int64))) for x, labels in (train, test)]
    loss = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    stops = set(epochs(iterations))

    def accuracy(x, labels):
        with torch.no_grad():
            return (net(x).argmax(dim=1) == labels).float().mean().item()

    for i in range(1, iterations + 1):
        rows = torch.randint(0, 60000, (100,))
        optimizer.zero_grad()
        loss(net(train[0][rows]), train[1][rows]).backward()
        optimizer.step()
        if i in stops:
            both = accuracy(*train), accuracy(*test)
    return both


def main():
    folder = sys.argv[1]
    iterations = int(sys.argv[2]) if len(sys.argv) > 2 else 10000
    engine = sys.argv[3] if len(sys.argv) > 3 else "numpy"
    train, test = load(folder)
    start = time.perf_counter()
    both = (with_torch if engine == "torch" else with_numpy)(train, test, iterations)
    seconds = time.perf_counter() - start
    print(f'{{"engine": "{engine}", "iterations": {iterations}, "seconds": {seconds:.3f}, '
          f'"trainAccuracy": {both[0]:.4f}, "testAccuracy": {both[1]:.4f}}}')


if __name__ == "__main__":
    main()
