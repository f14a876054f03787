"""A network of one hidden layer in PyTorch, in double precision on the CPU, trained whenever asked.

    networks.py full  FEATURES HIDDEN CLASSES DATA START RATE ITERATIONS THREADS
    networks.py batch FEATURES HIDDEN CLASSES DATA START RATE BATCH THREADS RULE ORDER

DATA is rows of doubles, the class last in each; START the first parameters, for each layer the weights,
inputs × outputs row-major, then the biases; ORDER the positions of the rows in the order in which batches
take them, as longs. "full" takes one step along the gradient of all rows, then
ITERATIONS more, of which it counts the seconds per step; "batch" goes
once through the rows by the rule sgd or adam. Answers are the parameters afterwards.
"""
import gc
import sys
import time

import numpy
import torch
from torch.nn import functional


def network(features, hidden, classes, start):
    model = torch.nn.Sequential(
        torch.nn.Linear(features, hidden), torch.nn.Sigmoid(), torch.nn.Linear(hidden, classes)
    ).double()
    at = 0
    with torch.no_grad():
        for layer in (model[0], model[2]):
            size = layer.in_features * layer.out_features
            weights = start[at : at + size].reshape(layer.in_features, layer.out_features)
            layer.weight.copy_(torch.from_numpy(weights.T.copy()))
            at += size
            layer.bias.copy_(torch.from_numpy(start[at : at + layer.out_features].copy()))
            at += layer.out_features
    return model


def parameters(model):
    parts = []
    for layer in (model[0], model[2]):
        parts.append(layer.weight.detach().numpy().T.ravel())
        parts.append(layer.bias.detach().numpy())
    return numpy.concatenate(parts)


def optimizer(rule, model, rate):
    if rule == "adam":
        return torch.optim.Adam(model.parameters(), lr=rate)
    return torch.optim.SGD(model.parameters(), lr=rate)


def step(model, rule, x, y):
    rule.zero_grad(set_to_none=True)
    functional.cross_entropy(model(x), y).backward()
    rule.step()


def main(arguments):
    kind, features, hidden, classes, data, start, rate, number, threads = arguments[:9]
    torch.set_num_threads(int(threads))
    table = numpy.fromfile(data, dtype="<f8").reshape(-1, int(features) + 1)
    x = torch.from_numpy(numpy.ascontiguousarray(table[:, :-1]))
    y = torch.from_numpy(table[:, -1].astype(numpy.int64))
    del table
    first = numpy.fromfile(start, dtype="<f8")
    shape = int(features), int(hidden), int(classes)
    order = None
    if kind == "batch":
        order = torch.from_numpy(numpy.fromfile(arguments[10], dtype="<i8"))
    print(
        f"@bench PyTorch {torch.__version__}, double, {torch.get_num_threads()} threads", flush=True
    )
    for _ in sys.stdin:
        gc.collect()
        model = network(*shape, first)
        rule = optimizer(arguments[9] if kind == "batch" else "sgd", model, float(rate))
        if kind == "full":
            step(model, rule, x, y)
        begun = time.perf_counter()
        if kind == "full":
            for _ in range(int(number)):
                step(model, rule, x, y)
            seconds = (time.perf_counter() - begun) / int(number)
        else:
            for batch in order.split(int(number)):
                step(model, rule, x[batch], y[batch])
            seconds = time.perf_counter() - begun
        print("@bench", seconds, *parameters(model), flush=True)


main(sys.argv[1:])
