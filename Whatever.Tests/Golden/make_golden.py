"""Makes two_layers/: a model written by another program, and what it gives for one batch of windows.

Plain Python without any package, written from the equations of Keras' LSTM (gates i, f, c, o), so that neither the reader of the files nor
the forward pass is tested against itself. Run it from anywhere; it writes the same bytes each time.
"""
import hashlib, json, math, pathlib, struct

FEATURES, UNITS, OUTPUTS, STEPS, BATCH = 3, (4, 3), 6, 5, 2
FOLDER = pathlib.Path(__file__).parent / "two_layers"


def single(x):
    return struct.unpack("<f", struct.pack("<f", x))[0]


def table(rows, columns, phase, size):
    return [[single(size * math.sin(phase + 1.7 * r + 0.61 * c)) for c in range(columns)] for r in range(rows)]


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def lstm(xs, w, u, b):
    n = len(u)
    h, c, hs = [0.0] * n, [0.0] * n, []
    for x in xs:
        z = [b[g] + sum(x[k] * w[k][g] for k in range(len(x))) + sum(h[k] * u[k][g] for k in range(n)) for g in range(4 * n)]
        i, f, o = ([sigmoid(v) for v in z[g * n:(g + 1) * n]] for g in (0, 1, 3))
        candidate = [math.tanh(v) for v in z[2 * n:3 * n]]
        c = [f[k] * c[k] + i[k] * candidate[k] for k in range(n)]
        h = [o[k] * math.tanh(c[k]) for k in range(n)]
        hs.append(h)
    return hs


def dense(x, w, b, activation):
    return [activation(b[j] + sum(x[k] * w[k][j] for k in range(len(x)))) for j in range(len(b))]


tensors, inputs = {}, FEATURES
for layer, units in enumerate(UNITS):
    tensors[f"lstm_{layer}.kernel"] = table(inputs, 4 * units, 0.3 + layer, 0.9)
    tensors[f"lstm_{layer}.recurrent_kernel"] = table(units, 4 * units, 1.1 + layer, 0.7)
    tensors[f"lstm_{layer}.bias"] = table(1, 4 * units, 2.3 + layer, 0.5)[0]
    inputs = units
tensors["dense_0.kernel"], tensors["dense_0.bias"] = table(inputs, 4, 0.2, 1.3), table(1, 4, 0.9, 0.4)[0]
tensors["dense_1.kernel"], tensors["dense_1.bias"] = table(4, OUTPUTS, 0.5, 0.8), table(1, OUTPUTS, 0.4, 0.6)[0]

header, data = {"__metadata__": {"made_by": "make_golden.py"}}, b""
for name in sorted(tensors, reverse=True):
    tensor = tensors[name]
    shape = [len(tensor), len(tensor[0])] if isinstance(tensor[0], list) else [len(tensor)]
    numbers = [v for row in tensor for v in row] if len(shape) == 2 else tensor
    dtype, code = ("F64", "d") if name.startswith("dense_1") else ("F32", "f")
    part = struct.pack(f"<{len(numbers)}{code}", *numbers)
    header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(part)]}
    data += part
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
weights = struct.pack("<Q", len(text)) + text + data

model = {
    "format": "whatever-model/1", "name": "golden", "version": "golden-1", "quantity": "flow_rate", "sampling_interval_minutes": 1,
    "window": {"steps": STEPS, "context_days": 0}, "features": ["value", "time_of_day_sin", "time_of_day_cos"],
    "scaler": {"kind": "fixed", "offset": 100, "scale": 25}, "strategy": "direct", "output": {"steps": OUTPUTS, "relative_to": "nothing"},
    "layers": [{"type": "lstm", "units": units} for units in UNITS]
    + [{"type": "dense", "units": 4, "activation": "relu"}, {"type": "dense", "units": OUTPUTS, "activation": "tanh"}],
    "weights": {"file": "weights.safetensors", "sha256": hashlib.sha256(weights).hexdigest()},
}

windows = [[[round(math.cos(0.7 * t + 1.3 * k + 2.1 * b), 3) for k in range(FEATURES)] for t in range(STEPS)] for b in range(BATCH)]
outputs = []
for window in windows:
    sequence = window
    for layer in range(len(UNITS)):
        sequence = lstm(sequence, *(tensors[f"lstm_{layer}.{part}"] for part in ("kernel", "recurrent_kernel", "bias")))
    hidden = dense(sequence[-1], tensors["dense_0.kernel"], tensors["dense_0.bias"], lambda v: max(0.0, v))
    outputs.append(dense(hidden, tensors["dense_1.kernel"], tensors["dense_1.bias"], math.tanh))

FOLDER.mkdir(exist_ok=True)
(FOLDER / "weights.safetensors").write_bytes(weights)
(FOLDER / "model.json").write_text(json.dumps(model, indent=2) + "\n")
(FOLDER / "expected.json").write_text(json.dumps({"windows": windows, "outputs": outputs}, indent=1) + "\n")
