"""A step of the book's net 784-50-10 with Adam: gradient of 100 images and update, as TrainingStepBenchmark.stepWithAdam times it.

    python3 step.py [numpy|torch] [seconds]

Prints the median and the quartiles of single steps in microseconds, after as many seconds of warming up. NumPy updates in place,
without temporary arrays; PyTorch takes its fused Adam.
"""

import sys
import time


def with_numpy():
    import numpy as np

    random = np.random.default_rng(1)
    x = random.standard_normal((100, 784), dtype=np.float32)
    t = np.eye(10, dtype=np.float32)[np.arange(100) % 10]
    shapes = (784, 50), (50,), (50, 10), (10,)
    w1, b1, w2, b2 = parameters = [
        np.float32(0.01) * random.standard_normal(shape, dtype=np.float32) for shape in shapes
    ]
    first = [np.zeros(shape, np.float32) for shape in shapes]
    second = [np.zeros(shape, np.float32) for shape in shapes]
    spare = [np.zeros(shape, np.float32) for shape in shapes]
    beta1, beta2, epsilon = np.float32(0.9), np.float32(0.999), np.float32(1e-8)
    steps = 0

    def step():
        nonlocal steps
        steps += 1
        hidden = x @ w1
        hidden += b1
        np.maximum(hidden, 0, out=hidden)
        y = hidden @ w2
        y += b2
        y -= y.max(axis=1, keepdims=True)
        np.exp(y, out=y)
        y /= y.sum(axis=1, keepdims=True)
        y -= t
        y /= 100
        dhidden = y @ w2.T
        dhidden[hidden <= 0] = 0
        gradients = x.T @ dhidden, dhidden.sum(axis=0), hidden.T @ y, y.sum(axis=0)
        rate = np.float32(1e-5 * (1 - 0.999**steps) ** 0.5 / (1 - 0.9**steps))
        for w, g, m, v, s in zip(parameters, gradients, first, second, spare):
            m *= beta1
            np.multiply(g, 1 - beta1, out=s)
            m += s
            v *= beta2
            np.multiply(g, g, out=g)
            g *= 1 - beta2
            v += g
            np.sqrt(v, out=s)
            s += epsilon
            np.divide(m, s, out=s)
            s *= rate
            w -= s

    return step


def with_torch():
    import torch

    torch.manual_seed(1)
    x = torch.randn(100, 784)
    labels = torch.arange(100) % 10
    net = torch.nn.Sequential(torch.nn.Linear(784, 50), torch.nn.ReLU(), torch.nn.Linear(50, 10))
    adam = torch.optim.Adam(net.parameters(), lr=1e-5, fused=True)

    def step():
        adam.zero_grad()
        torch.nn.functional.cross_entropy(net(x), labels).backward()
        adam.step()

    return step


def timed(step, seconds):
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        step()
        times.append((time.perf_counter() - start) * 1e6)
    return sorted(times)


if __name__ == "__main__":
    engine = sys.argv[1] if len(sys.argv) > 1 else "numpy"
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 3
    step = {"numpy": with_numpy, "torch": with_torch}[engine]()
    timed(step, seconds)
    times = timed(step, seconds)
    lower, median, upper = (times[len(times) * part // 4] for part in (1, 2, 3))
    print(f"{engine}: {median:.0f} us a step ({lower:.0f} to {upper:.0f}, {len(times)} steps)")
