"""PyTorch's side of the benchmark: a process that lives as long as the benchmark does and answers one line
to each line it is sent.

    data N [FILE]                the data from now on: N random numbers, or those in FILE,
                                 N for x and N for the gradient
    save CASE FILE               writes what PyTorch answers (and rrelu's slopes after it) to FILE
    time CASE THREADS SECONDS    nanoseconds a call, the best of the ways to call it, repeated for SECONDS each

Numbers are double and contiguous, no graph is recorded. Each case lists its ways: into new memory, and into
memory that is there already.
"""

import re
import sys
import time

import numpy
import torch

F = torch.nn.functional
aten = torch.ops.aten
torch.set_grad_enabled(False)


def cases(x, g):
    y = torch.empty_like(x)
    noise = torch.empty_like(x)
    prelu = x.view(1000, 10, 10) if x.numel() == 100000 else x.view(1, 1, -1)
    gamma = torch.linspace(0.1, 1, prelu.shape[1], dtype=torch.float64)
    lower, upper = 0.125, 0.334
    return {
        "leaky": [lambda: F.leaky_relu(x, 0.01), lambda: aten.leaky_relu.out(x, 0.01, out=y)],
        "prelu": [lambda: F.prelu(prelu, gamma)],
        "elu": [lambda: F.elu(x), lambda: aten.elu.out(x, 1, 1, 1, out=y)],
        "selu": [lambda: F.selu(x)],
        "gelu": [lambda: F.gelu(x), lambda: aten.gelu.out(x, out=y)],
        "mish": [lambda: F.mish(x), lambda: aten.mish.out(x, out=y)],
        "rrelu": [
            lambda: aten.rrelu_with_noise(x, noise, lower, upper, True),
            lambda: aten.rrelu_with_noise.out(x, noise, lower, upper, True, out=y),
        ],
        "leaky_backward": [
            lambda: aten.leaky_relu_backward(g, x, 0.01, False),
            lambda: aten.leaky_relu_backward.grad_input(g, x, 0.01, False, grad_input=y),
        ],
        "elu_backward": [
            lambda: aten.elu_backward(g, 1, 1, 1, False, x),
            lambda: aten.elu_backward.grad_input(g, 1, 1, 1, False, x, grad_input=y),
        ],
        "gelu_backward": [lambda: aten.gelu_backward(g, x), lambda: aten.gelu_backward.grad_input(g, x, grad_input=y)],
    }, noise


def nanoseconds(call, seconds):
    start = time.perf_counter_ns()
    call()
    once = max(1, time.perf_counter_ns() - start)
    if once > seconds * 1e9:
        return once
    repetitions = int(seconds * 1e9 / once)
    start = time.perf_counter_ns()
    for _ in range(repetitions):
        call()
    return (time.perf_counter_ns() - start) / repetitions


capability = re.search(r"CPU capability usage: (\S+)", torch.__config__.show())
print("PyTorch", torch.__version__, "with", capability.group(1) if capability else "unknown vector unit", flush=True)
for line in sys.stdin:
    command, *words = line.split()
    if command == "data":
        n = int(words[0])
        if len(words) > 1:
            both = torch.from_numpy(numpy.fromfile(words[1]))
            x, g = both[:n].clone(), both[n:].clone()
        else:
            x, g = torch.empty(n, dtype=torch.float64).uniform_(-6, 6), torch.zeros(n, dtype=torch.float64)
        table, noise = cases(x, g)
        answer = "ready"
    elif command == "save":
        result = table[words[0]][0]().reshape(-1).numpy()
        parts = [result, noise.numpy()] if words[0] == "rrelu" else [result]
        numpy.concatenate(parts).tofile(words[1])
        answer = "saved"
    elif command == "time":
        torch.set_num_threads(int(words[1]))
        answer = repr(min(nanoseconds(call, float(words[2])) for call in table[words[0]]))
    print(answer, flush=True)
