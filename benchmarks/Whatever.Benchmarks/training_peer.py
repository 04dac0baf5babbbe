"""Trains LSTM -> LSTM -> Dense in PyTorch for the verb `training` of this project.

Started with: steps features units outputs count folder. The folder holds weights.bin, inputs.bin and targets.bin: float32, little-endian, row-major;
of each LSTM layer W (features, 4 units), U (units, 4 units), b (4 units) with gates i, f, g, o, then V (units, outputs), d (outputs).
Commands on standard input, one answer line each:
  begin THREADS LEARNING_RATE WEIGHT_DECAY   initial weights, fresh optimiser     -> the version of PyTorch and its BLAS
  run BATCH COUNT                            so many steps, batches in order      -> seconds, then the loss of each step
"""
import sys
import time

import torch

STEPS, FEATURES, UNITS, OUTPUTS, COUNT = (int(argument) for argument in sys.argv[1:6])
FOLDER = sys.argv[6]


def read(name):
    with open(f"{FOLDER}/{name}.bin", "rb") as file:
        return torch.frombuffer(bytearray(file.read()), dtype=torch.float32)


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = torch.nn.LSTM(FEATURES, UNITS, num_layers=2, batch_first=True)
        self.dense = torch.nn.Linear(UNITS, OUTPUTS)

    def forward(self, x):
        return self.dense(self.lstm(x)[0][:, -1])

    def load(self, weights):
        """PyTorch keeps its matrices transposed and has a second bias, which stays 0 here."""
        at = 0

        def take(rows, columns):
            nonlocal at
            at += rows * columns
            return weights[at - rows * columns:at].reshape(rows, columns)

        with torch.no_grad():
            for layer, inputs in enumerate([FEATURES, UNITS]):
                getattr(self.lstm, f"weight_ih_l{layer}").copy_(take(inputs, 4 * UNITS).T)
                getattr(self.lstm, f"weight_hh_l{layer}").copy_(take(UNITS, 4 * UNITS).T)
                getattr(self.lstm, f"bias_ih_l{layer}").copy_(take(1, 4 * UNITS)[0])
                second = getattr(self.lstm, f"bias_hh_l{layer}")
                second.zero_()
                second.requires_grad_(False)
            self.dense.weight.copy_(take(UNITS, OUTPUTS).T)
            self.dense.bias.copy_(take(1, OUTPUTS)[0])


def begin(threads, learning_rate, weight_decay):
    torch.set_num_threads(threads)
    network = Network()
    network.load(read("weights"))
    trained = [(name, parameter) for name, parameter in network.named_parameters() if parameter.requires_grad]
    groups = [
        {"params": [parameter for name, parameter in trained if "bias" not in name], "weight_decay": weight_decay},
        {"params": [parameter for name, parameter in trained if "bias" in name], "weight_decay": 0.0},
    ]
    return network, torch.optim.AdamW(groups, lr=learning_rate)


def run(network, optimizer, inputs, targets, batch, count):
    losses = []
    first = 0
    started = time.perf_counter()
    for _ in range(count):
        optimizer.zero_grad(set_to_none=True)
        loss = torch.nn.functional.mse_loss(network(inputs[first:first + batch]), targets[first:first + batch])
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
        first = (first + batch) % COUNT
    seconds = time.perf_counter() - started
    return seconds, [loss.item() for loss in losses]


def blas():
    """The libraries that this process has mapped."""
    with open("/proc/self/maps", encoding="ascii", errors="replace") as maps:
        names = {line.rsplit("/", 1)[-1].strip() for line in maps if "/" in line}
    return ", ".join(sorted(name for name in names if "blas" in name or "mkl" in name)) or "BLAS not known"


def main():
    inputs = read("inputs").reshape(COUNT, STEPS, FEATURES)
    targets = read("targets").reshape(COUNT, OUTPUTS)
    network = optimizer = None
    for line in sys.stdin:
        verb, *numbers = line.split()
        if verb == "begin":
            network, optimizer = begin(int(numbers[0]), float(numbers[1]), float(numbers[2]))
            print(f"{torch.__version__} ({blas()})", flush=True)
        else:
            seconds, losses = run(network, optimizer, inputs, targets, int(numbers[0]), int(numbers[1]))
            print(" ".join(repr(number) for number in [seconds, *losses]), flush=True)


main()
