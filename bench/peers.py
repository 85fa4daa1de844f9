"""PyTorch's side of the benchmark: a process that lives as long as the benchmark does and answers one line
to each line it is sent.

    data N [FILE]                    the data from now on: N random numbers, or those in FILE,
                                     N for x and N for the gradient
    save CASE FILE                   writes what PyTorch answers (and rrelu's slopes after it) to FILE
    time CASE TYPE THREADS SECONDS   nanoseconds a call, the best of the ways to call it, repeated for SECONDS each

TYPE is double, as what is saved, or float. Numbers are contiguous, no graph is recorded. Each case lists its
ways: into new memory, and into memory that is there already.
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
    is_full = x.numel() == 100000
    prelu = x.view(1000, 10, 10) if is_full else x.view(1, 1, -1)
    by_element = x.view(1000, 100) if is_full else x.view(1, -1)
    gamma = torch.linspace(0.1, 1, prelu.shape[1], dtype=x.dtype)
    gamma_by_element = torch.linspace(0.1, 1, by_element.shape[1], dtype=x.dtype)
    selu_scale, selu_alpha = 1.0507009873554804934, 1.6732632423543772848
    lower, upper = 0.125, 0.334
    return {
        "leaky": [lambda: F.leaky_relu(x, 0.01), lambda: aten.leaky_relu.out(x, 0.01, out=y)],
        "prelu": [lambda: F.prelu(prelu, gamma)],
        "prelu_by_element": [lambda: F.prelu(by_element, gamma_by_element)],
        "elu": [lambda: F.elu(x), lambda: aten.elu.out(x, 1, 1, 1, out=y)],
        "selu": [lambda: F.selu(x)],
        "gelu": [lambda: F.gelu(x), lambda: aten.gelu.out(x, out=y)],
        "gelu_tanh": [
            lambda: F.gelu(x, approximate="tanh"),
            lambda: aten.gelu.out(x, approximate="tanh", out=y),
        ],
        "mish": [lambda: F.mish(x), lambda: aten.mish.out(x, out=y)],
        "silu": [lambda: F.silu(x), lambda: aten.silu.out(x, out=y)],
        "celu": [lambda: F.celu(x, 1.5)],
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
        "selu_backward": [
            lambda: aten.elu_backward(g, selu_alpha, selu_scale, 1, False, x),
            lambda: aten.elu_backward.grad_input(g, selu_alpha, selu_scale, 1, False, x, grad_input=y),
        ],
        "gelu_backward": [lambda: aten.gelu_backward(g, x), lambda: aten.gelu_backward.grad_input(g, x, grad_input=y)],
        "gelu_tanh_backward": [
            lambda: aten.gelu_backward(g, x, approximate="tanh"),
            lambda: aten.gelu_backward.grad_input(g, x, approximate="tanh", grad_input=y),
        ],
        "mish_backward": [lambda: aten.mish_backward(g, x)],
        "silu_backward": [lambda: aten.silu_backward(g, x), lambda: aten.silu_backward.grad_input(g, x, grad_input=y)],
        "celu_backward": [
            lambda: aten.elu_backward(g, 1.5, 1, 1 / 1.5, False, x),
            lambda: aten.elu_backward.grad_input(g, 1.5, 1, 1 / 1.5, False, x, grad_input=y),
        ],
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
        tables = {"double": cases(x, g), "float": cases(x.float(), g.float())}
        answer = "ready"
    elif command == "save":
        table, noise = tables["double"]
        result = table[words[0]][0]().reshape(-1).numpy()
        parts = [result, noise.numpy()] if words[0] == "rrelu" else [result]
        numpy.concatenate(parts).tofile(words[1])
        answer = "saved"
    elif command == "time":
        torch.set_num_threads(int(words[2]))
        table, _ = tables[words[1]]
        answer = repr(min(nanoseconds(call, float(words[3])) for call in table[words[0]]))
    print(answer, flush=True)
