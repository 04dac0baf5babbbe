"""The equations of Keras' layers in double precision, and how Keras 2 and 3 write their files: what make_keras.py is made of."""
import io, json, zipfile
import h5py
import numpy as np

random = np.random.default_rng(20261130)


def weights(*shape, size=0.6):
    return random.normal(0, size, shape).astype(np.float32)


# ---- the equations, each with the mask of its input: (batch, steps) or None

def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def hard_sigmoid(x):
    return np.clip(0.2 * x + 0.5, 0, 1)


def lstm_step(w, x, state, gate=sigmoid):
    h, c = state
    n = h.shape[1]
    z = x @ w[0] + h @ w[1] + w[2]
    c = gate(z[:, n:2 * n]) * c + gate(z[:, :n]) * np.tanh(z[:, 2 * n:3 * n])
    return gate(z[:, 3 * n:]) * np.tanh(c), c


def gru_step(w, x, state):
    (h,) = state
    n = h.shape[1]
    a, b = x @ w[0] + w[2][0], h @ w[1] + w[2][1]
    z, r = sigmoid(a[:, :n] + b[:, :n]), sigmoid(a[:, n:2 * n] + b[:, n:2 * n])
    return (z * h + (1 - z) * np.tanh(a[:, 2 * n:] + r * b[:, 2 * n:]),)


def rnn_step(w, x, state):
    return (np.tanh(x @ w[0] + state[0] @ w[1] + w[2]),)


def recur(step, states, w, x, mask, sequences, backwards=False):
    w = [part.astype(np.float64) for part in w]
    n = w[1].shape[0]
    state = [np.zeros((len(x), n)) for _ in range(states)]
    last, out = np.zeros((len(x), n)), []
    for t in (reversed(range(x.shape[1])) if backwards else range(x.shape[1])):
        told = np.ones(len(x), bool) if mask is None else mask[:, t]
        new = step(w, x[:, t], state)
        state = [np.where(told[:, None], a, b) for a, b in zip(new, state)]
        last = np.where(told[:, None], new[0], last)
        out.append(last)
    return (np.stack(out, 1), mask) if sequences else (out[-1], None)


def dense(w, x, activation=lambda v: v):
    return activation(x @ w[0].astype(np.float64) + w[1].astype(np.float64))


def layer_norm(x, gamma, beta, epsilon):
    mean = x.mean(-1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(((x - mean) ** 2).mean(-1, keepdims=True) + epsilon) + beta


def masking(x, value):
    mask = np.any(x.astype(np.float32) != np.float32(value), -1)
    return x * mask[..., None], mask


# ---- the files

def layer(name, class_name, config, arrays=(), inbound=None, vars_at="vars"):
    return {
        "name": name, "class": class_name, "config": {"name": name, **config}, "arrays": list(arrays), "inbound": inbound, "at": vars_at}


def entry(item, keras3):
    made = {"class_name": item["class"], "config": item["config"]}
    if keras3:
        made.update(module="keras.layers", registered_name=None)
    if item["inbound"] is not None:
        made["name"] = item["name"]
        if keras3:
            tensors = [{"class_name": "__keras_tensor__", "config": {"keras_history": [source, 0, 0]}} for source in item["inbound"]]
            made["inbound_nodes"] = [{"args": [tensor], "kwargs": {}} for tensor in tensors]
        else:
            made["inbound_nodes"] = [[[source, 0, 0, {}]] for source in item["inbound"]]
    return made


def configuration(layers, keras3, outputs):
    inner = {"name": "model", "layers": [entry(item, keras3) for item in layers]}
    if outputs:
        inner.update(input_layers=[[layers[0]["name"], 0, 0]], output_layers=[[output, 0, 0] for output in outputs])
    made = {"class_name": "Functional" if outputs else "Sequential", "config": inner}
    return {**made, "module": "keras", "registered_name": None} if keras3 else made


def write_h5(path, layers, outputs=None):
    with h5py.File(path, "w", track_order=False) as file:
        file.attrs["keras_version"], file.attrs["backend"] = "2.15.0", "tensorflow"
        file.attrs["model_config"] = json.dumps(configuration(layers, False, outputs))
        root = file.create_group("model_weights")
        root.attrs["layer_names"] = [item["name"].encode() for item in layers]
        for item in layers:
            group = root.create_group(item["name"])
            names = []
            for number, array in enumerate(item["arrays"]):
                names.append(f"{item['name']}/array_{number}:0")
                group.create_dataset(names[-1], data=array)
            group.attrs["weight_names"] = [name.encode() for name in names] if names else np.zeros(0)


def snake(name):
    return {"LSTM": "lstm", "GRU": "gru", "SimpleRNN": "simple_rnn", "GlobalAveragePooling1D": "global_average_pooling1d"}.get(
        name, "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_"))


def write_archive(path, layers, outputs=None):
    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        counts = {}
        for item in layers:
            folder = snake(item["class"])
            place = counts.get(folder, 0)
            counts[folder] = place + 1
            group = f"layers/{folder}{f'_{place}' if place else ''}/{item['at']}"
            for number, array in enumerate(item["arrays"]):
                file.create_dataset(f"{group}/{number}", data=array)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in (("metadata.json", json.dumps({"keras_version": "3.9.0"})),
                           ("config.json", json.dumps(configuration(layers, True, outputs))), ("model.weights.h5", content.getvalue())):
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 30, 0, 0, 0)), data)


