"""The gradient by NumPy, PyTorch or JAX, measured as gradj.peers.Measurement measures engines on the JVM.

    gradient.py ENGINE PROBLEM-FILE GRADIENT-FILE WARM-UP-SECONDS SECONDS

ENGINE is numpy, torch or jax. The last line printed is the result (gradj.peers.Result tells its fields), or
"skipped=" with the reason if Python cannot import the engine.
"""

import importlib
import importlib.metadata
import re
import struct
import sys
import time


class Problem:
    """What gradj.peers.Problem wrote: four sizes, then the arrays as raw little-endian bytes."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.inputs, self.hidden, self.classes, self.samples = struct.unpack("<4i", file.read(16))

            def elements(*shape):
                count = 1
                for length in shape:
                    count *= length
                return bytearray(file.read(4 * count)), shape

            self.x = elements(self.samples, self.inputs)
            self.labels = elements(self.samples)
            self.w1 = elements(self.inputs, self.hidden)
            self.b1 = elements(self.hidden)
            self.w2 = elements(self.hidden, self.classes)
            self.b2 = elements(self.classes)


def numpy_array(np, dtype, elements):
    data, shape = elements
    return np.frombuffer(data, dtype).reshape(shape).copy()


def with_numpy(np, problem):
    """Backpropagation by hand; gives dW1, db1, dW2, db2."""
    x, w1, b1, w2, b2 = (
        numpy_array(np, np.float32, e) for e in (problem.x, problem.w1, problem.b1, problem.w2, problem.b2)
    )
    t = np.eye(problem.classes, dtype=np.float32)[numpy_array(np, np.int32, problem.labels)]

    def compute():
        hidden = x @ w1
        hidden += b1
        np.maximum(hidden, 0, out=hidden)
        scores = hidden @ w2
        scores += b2
        scores -= scores.max(axis=1, keepdims=True)
        right_scores = (scores * t).sum(axis=1)
        np.exp(scores, out=scores)
        sums = scores.sum(axis=1, keepdims=True)
        loss = (np.log(sums[:, 0]) - right_scores).mean()
        scores /= sums
        scores -= t
        scores /= problem.samples
        dhidden = scores @ w2.T
        dhidden[hidden <= 0] = 0
        return loss, (x.T @ dhidden, dhidden.sum(axis=0), hidden.T @ scores, scores.sum(axis=0))

    return compute, lambda: [part.tobytes() for part in compute()[1]], 0


def with_torch(torch, problem):
    """Autograd over torch.nn's functions, in PyTorch's eager mode, weights [out, in] as torch.nn.Linear keeps them."""

    def tensor(dtype, elements):
        data, shape = elements
        return torch.frombuffer(data, dtype=dtype).reshape(shape).clone()

    x, w1, b1, w2, b2 = (
        tensor(torch.float32, e) for e in (problem.x, problem.w1, problem.b1, problem.w2, problem.b2)
    )
    labels = tensor(torch.int32, problem.labels).long()
    w1, w2 = w1.T.contiguous(), w2.T.contiguous()
    parameters = [w1, b1, w2, b2]
    for parameter in parameters:
        parameter.requires_grad_()
    functional = torch.nn.functional

    def compute():
        for parameter in parameters:
            parameter.grad = None
        hidden = functional.relu(functional.linear(x, w1, b1))
        functional.cross_entropy(functional.linear(hidden, w2, b2), labels).backward()

    def gradient():
        compute()
        parts = (w1.grad.T, b1.grad, w2.grad.T, b2.grad)
        return [struct.pack(f"<{part.numel()}f", *part.flatten().tolist()) for part in parts]

    return compute, gradient, torch.get_num_threads()


def with_jax(jax, problem):
    """value_and_grad, compiled; on the CPU whatever else there is, and waited for."""
    jax.config.update("jax_platforms", "cpu")
    import numpy as np

    jnp = jax.numpy
    x, w1, b1, w2, b2 = (
        jnp.asarray(numpy_array(np, np.float32, e))
        for e in (problem.x, problem.w1, problem.b1, problem.w2, problem.b2)
    )
    labels = jnp.asarray(numpy_array(np, np.int32, problem.labels))

    def loss(parameters, x, labels):
        w1, b1, w2, b2 = parameters
        scores = jax.nn.relu(x @ w1 + b1) @ w2 + b2
        log_probabilities = jax.nn.log_softmax(scores)
        return -jnp.take_along_axis(log_probabilities, labels[:, None], axis=1).mean()

    differentiate = jax.jit(jax.value_and_grad(loss))
    parameters = (w1, b1, w2, b2)

    def compute():
        return jax.block_until_ready(differentiate(parameters, x, labels))

    return compute, lambda: [np.asarray(part).tobytes() for part in compute()[1]], 0


ENGINES = {"numpy": ("NumPy", with_numpy), "torch": ("PyTorch", with_torch), "jax": ("JAX", with_jax)}


def timed(compute, seconds):
    """The microseconds of each call, sorted; at least one call."""
    times = []
    end = time.perf_counter() + seconds
    while not times or time.perf_counter() < end:
        start = time.perf_counter()
        compute()
        times.append((time.perf_counter() - start) * 1e6)
    return sorted(times)


def size_on_disk(package, seen):
    """Bytes of an installed package and of the installed packages it requires; 0 where Python does not know."""
    name = re.sub(r"[-_.]+", "-", package).lower()
    if name in seen:
        return 0
    seen.add(name)
    try:
        found = importlib.metadata.distribution(package)
    except importlib.metadata.PackageNotFoundError:
        return 0
    files = [found.locate_file(file) for file in found.files or []]
    size = sum(file.stat().st_size for file in files if file.suffix != ".pyc" and file.is_file())
    for requirement in found.requires or []:
        if "extra ==" not in requirement:
            size += size_on_disk(re.match(r"[\w.-]+", requirement).group(), seen)
    return size


def main(engine, problem_file, gradient_file, warm_up_seconds, seconds):
    name, make = ENGINES[engine]
    try:
        module = importlib.import_module(engine)
    except ImportError as failure:
        print(f"skipped={sys.executable} cannot import {engine}: {failure}")
        return
    compute, gradient, threads = make(module, Problem(problem_file))
    timed(compute, float(warm_up_seconds))
    times = timed(compute, float(seconds))
    with open(gradient_file, "wb") as file:
        file.writelines(gradient())
    fields = {
        "engine": name,
        "version": module.__version__,
        "threads": threads,
        "bytes": size_on_disk(engine, set()),
        "unpackedBytes": 0,
        "calls": len(times),
        "best": times[0],
        "lowerQuartile": times[len(times) // 4],
        "median": times[len(times) // 2],
        "upperQuartile": times[len(times) * 3 // 4],
    }
    print("\t".join(f"{key}={value}" for key, value in fields.items()))


if __name__ == "__main__":
    if len(sys.argv) != 6 or sys.argv[1] not in ENGINES:
        sys.exit(__doc__)
    main(*sys.argv[1:])
