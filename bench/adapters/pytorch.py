"""PyTorch as a contestant: the same requests and replies as ../src/child.ts, one line of JSON each.

Batch first, as most PyTorch code has it; of the two orders it was also the faster one on the middle workloads.
"""

import json
import sys
import time

import numpy
import torch
import torch.nn.functional as F

SHORTEST = 0.25e-3


def read_material(path):
    header = json.load(open(path + ".json", encoding="utf8"))
    floats = numpy.fromfile(path + ".bin", dtype=numpy.float32)

    def read(entry):
        size = int(numpy.prod(entry["shape"])) if entry["shape"] else 1
        values = floats[entry["start"] : entry["start"] + size].reshape(entry["shape"])
        return torch.from_numpy(values.copy())

    params = {entry["name"]: read(entry) for entry in header["params"]}
    x, y = [read(entry) for entry in header["batch"]]
    return header["workload"], params, x, y


def blas():
    """The library that multiplies matrices: between the fastest and the plainest lies a factor of ten."""
    torch.mm(torch.ones(64, 64), torch.ones(64, 64))
    try:
        paths = {line.split()[-1] for line in open("/proc/self/maps") if ".so" in line}
    except OSError:
        return "unknown"
    files = [path.split("/")[-1] for path in paths]
    for name in ("openblas", "mkl_core", "blis", "libblas"):
        for file in files:
            if name in file:
                return file
    return "its own"


class LoopCell(torch.nn.Module):
    """A cell that PyTorch does not have, as a loop in Python over its operations."""

    def __init__(self, cell, params, hidden):
        super().__init__()
        self.cell, self.hidden = cell, hidden
        names = [name for name in params if name.startswith("rnn.")]
        self.names = {name: name.replace(".", "_") for name in names}
        for name in names:
            setattr(self, self.names[name], torch.nn.Parameter(params[name].clone()))

    def p(self, name):
        return getattr(self, self.names["rnn." + name])

    def forward(self, x, state=None):
        batch, steps = x.shape[0], x.shape[1]
        if state is None:
            zeros = torch.zeros(batch, self.hidden)
            state = (zeros, zeros)
        run = self.custom() if self.cell == "custom" else self.reset_before()
        ys = []
        for t in range(steps):
            state = run(x[:, t], *state)
            ys.append(state[0])
        return torch.stack(ys, 1), state

    def reset_before(self):
        w, u, bw, bu = [self.p(n) for n in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")]
        H = self.hidden

        def run(x, h, c):
            wx = F.linear(x, w, bw)
            uh = F.linear(h, u[: 2 * H], bu[: 2 * H])
            r = torch.sigmoid(wx[:, :H] + uh[:, :H])
            z = torch.sigmoid(wx[:, H : 2 * H] + uh[:, H:])
            n = torch.tanh(wx[:, 2 * H :] + F.linear(r * h, u[2 * H :], bu[2 * H :]))
            return (1 - z) * n + z * h, c

        return run

    def custom(self):
        gates = "ifgo"
        w = torch.cat([self.p(f"l0.{g}.x.weight") for g in gates])
        u = torch.cat([self.p(f"l0.{g}.h.weight") for g in gates])
        b = torch.cat([self.p(f"l0.{g}.bias") for g in gates])
        H = self.hidden

        def norm(name, a):
            return F.layer_norm(a, (H,), self.p(f"l0.{name}.layerNorm.weight"), self.p(f"l0.{name}.layerNorm.bias"))

        pi, pf, po = [self.p(f"l0.p{g}") for g in "ifo"]

        def run(x, h, c):
            i, f, g, o = (F.linear(x, w, b) + F.linear(h, u)).chunk(4, 1)
            i = torch.sigmoid(norm("i", i) + pi * c)
            f = torch.sigmoid(norm("f", f) + pf * c)
            c = f * c + i * torch.tanh(norm("g", g))
            o = torch.sigmoid(norm("o", o) + po * c)
            return o * torch.tanh(norm("h", c)), c

        return run


class Model(torch.nn.Module):
    def __init__(self, workload, params):
        super().__init__()
        I, H, L = workload["input"], workload["hidden"], workload["layers"]
        self.task = workload["task"]
        self.letters = None
        if workload["symbols"] > 0:
            self.letters = torch.nn.Embedding(workload["symbols"], I)
        built_in = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "rnn": torch.nn.RNN}.get(workload["cell"])
        if built_in is None:
            self.rnn = LoopCell(workload["cell"], params, H)
        else:
            self.rnn = built_in(I, H, L, batch_first=True)
        self.head = torch.nn.Linear(H, workload["outputs"])
        with torch.no_grad():
            for name, value in self.named_parameters():
                if name in params:
                    value.copy_(params[name])

    def forward(self, x, state=None):
        if self.letters is not None:
            x = self.letters(x)
        y, state = self.rnn(x, state)
        return self.head(y if self.task == "next" else y[:, -1]), state


class Contestant:
    def __init__(self, path, threads):
        torch.set_num_threads(threads)
        self.workload, self.params, x, y = read_material(path)
        symbols = self.workload["symbols"] > 0
        self.x = (x.long() if symbols else x).transpose(0, 1).contiguous()
        self.y = y.long() if symbols else y
        if self.workload["task"] == "next":
            self.y = self.y.transpose(0, 1).contiguous()
        self.first = self.x[:1, :1].contiguous()
        self.train_step = self.step_of(Model(self.workload, self.params))
        self.model = Model(self.workload, self.params)
        self.state = None
        self.repeats = {}
        self.is_loop = self.workload["cell"] in ("custom", "gru-before")

    def loss(self, model):
        predicted, _ = model(self.x)
        if self.workload["symbols"] == 0:
            return F.mse_loss(predicted, self.y)
        return F.cross_entropy(predicted.reshape(-1, predicted.shape[-1]), self.y.reshape(-1))

    def step_of(self, model):
        optimiser = torch.optim.Adam(model.parameters(), 1e-3)

        def step():
            optimiser.zero_grad(set_to_none=True)
            loss = self.loss(model)
            loss.backward()
            optimiser.step()
            return loss.item()

        return step

    def run_forward(self):
        with torch.inference_mode():
            return self.model(self.x)[0].sum().item()

    def run_stream(self):
        with torch.inference_mode():
            y, self.state = self.model(self.first, self.state)
            return y.sum().item()

    def losses(self, count):
        step = self.step_of(Model(self.workload, self.params))
        return [step() for _ in range(count)]

    def run(self, job, ms):
        f = {"train": self.train_step, "forward": self.run_forward, "stream": self.run_stream}[job]
        times = []
        end = time.perf_counter() + ms / 1e3
        while True:
            count = self.repeats.get(job, 1)
            start = time.perf_counter()
            for _ in range(count):
                f()
            elapsed = time.perf_counter() - start
            if elapsed >= SHORTEST or times:
                times.append(elapsed / count * 1e3)
            if elapsed < SHORTEST:
                self.repeats[job] = count * 2
            if times and time.perf_counter() >= end:
                return times


def main():
    contestant = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["ask"] == "prepare":
                contestant = Contestant(request["path"], request["settings"]["threads"])
                result = {
                    "versions": {"torch": torch.__version__, "torch's BLAS": blas()},
                    "jobs": ["train", "forward", "stream"],
                    "biases": 0 if contestant.workload["cell"] == "custom" else 2,
                }
                if blas().startswith("libblas"):
                    result["note"] = "its BLAS is the plain reference one, ten times slower: install libopenblas0"
                elif contestant.is_loop:
                    result["note"] = "PyTorch has no such cell: a loop in Python over its operations"
            elif request["ask"] == "losses":
                result = contestant.losses(request["count"])
            else:
                result = contestant.run(request["job"], request["ms"])
            reply = {"result": result}
        except Exception as error:  # whatever it is, the parent says so and goes on
            reply = {"error": f"{type(error).__name__}: {error}"}
        print("@reply " + json.dumps(reply), flush=True)


main()
