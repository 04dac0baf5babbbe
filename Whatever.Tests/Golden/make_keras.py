"""Makes keras_made/: small Keras files in the forms of Keras 2 (HDF5) and Keras 3 (archive), and what each gives for some windows.

The outputs are computed here in double precision from the equations that Keras documents; nothing of the product is used, and no Keras.
Needs numpy and h5py. It also writes the outputs of keras2_masking/, a public file, beside it. Run it from anywhere.
"""
import json, pathlib
import h5py
import numpy as np
from keras_forms import (
    dense, gru_step, hard_sigmoid, layer, layer_norm, lstm_step, masking, random, recur, rnn_step, weights, write_archive, write_h5)

HERE = pathlib.Path(__file__).parent
FOLDER = HERE / "keras_made"


def save(name, x, y, layers, outputs=None, archive=False):
    place = FOLDER / name
    place.mkdir(parents=True, exist_ok=True)
    (write_archive if archive else write_h5)(place / ("model.keras" if archive else "model.h5"), layers, outputs)
    flat = [np.concatenate([part[b].ravel() for part in y]).tolist() for b in range(len(x))]
    (place / "cases.json").write_text(json.dumps({"inputs": x.tolist(), "outputs": flat}) + "\n")


def start(steps, features, keras3):
    return {"batch_shape" if keras3 else "batch_input_shape": [None, steps, features]}


def windows(steps, features, masked=None):
    x = random.normal(0, 1.5, (4, steps, features)).round(4)
    if masked is not None:
        x[0, :2] = masked
        x[1, 2:4] = masked
        x[1, -1] = masked
        x[2, -3:] = masked
        x[2, 0, 0] = masked
    return x


def normalized():
    x = windows(8, 3)
    a, b = [weights(3, 20), weights(5, 20), weights(20)], [weights(5, 16), weights(4, 16), weights(16)]
    gamma, beta, second, out = weights(5), weights(5), weights(4), [weights(4, 6), weights(6)]

    def run(x, scale, offset):
        y, _ = recur(lstm_step, 2, a, x * scale + offset, None, True)
        y, _ = recur(lstm_step, 2, b, layer_norm(y, gamma.astype(float), beta.astype(float), 1e-3), None, False)
        return [dense(out, layer_norm(y, second.astype(float), 0, 1e-5))]

    def layers(scale, offset, keras3):
        return [
            layer("rescaling", "Rescaling", {**start(8, 3, keras3), "scale": scale, "offset": offset}),
            layer("lstm", "LSTM", {"units": 5, "return_sequences": True, "recurrent_activation": "sigmoid"}, a, vars_at="cell/vars"),
            layer("layer_normalization", "LayerNormalization", {"axis": -1 if keras3 else [2], "epsilon": 1e-3}, [gamma, beta]),
            layer("lstm_1", "LSTM", {"units": 4, "recurrent_activation": "sigmoid"}, b, vars_at="cell/vars"),
            layer("layer_normalization_1", "LayerNormalization", {"axis": [1], "epsilon": 1e-5, "center": False}, [second]),
            layer("dense", "Dense", {"units": 6}, out)]

    save("rescaling_layer_normalization_h5", x, run(x, 0.5, -1.25), layers(0.5, -1.25, False))
    each = [0.5, 2.0, -0.75]
    save("rescaling_layer_normalization_keras3", x, run(x, np.float32(each).astype(float), np.float32([0.1, 0.0, 3.0]).astype(float)),
         layers({"class_name": "__numpy__", "config": {"value": each, "dtype": "float32"}}, [0.1, 0.0, 3.0], True), archive=True)


def masked():
    x = windows(9, 2, masked=-1)
    x[3] = -1  # nothing is left of the last window
    ahead, back = [weights(2, 16), weights(4, 16), weights(16)], [weights(2, 16), weights(4, 16), weights(16)]
    middle, gru, out = [weights(8, 5), weights(5)], [weights(5, 9), weights(3, 9), weights(2, 9)], [weights(3, 1), weights(1)]

    def run(x):
        y, mask = masking(x, -1.0)
        backward = recur(lstm_step, 2, back, y, mask, True, True)[0][:, ::-1]
        both = np.concatenate([recur(lstm_step, 2, ahead, y, mask, True)[0], backward], -1)
        return [dense(out, recur(gru_step, 1, gru, dense(middle, both, np.tanh), mask, False)[0])]

    inner = {"class_name": "LSTM", "config": {"name": "inner", "units": 4, "return_sequences": True, "recurrent_activation": "sigmoid"}}
    save("masking_h5", x, run(x), [
        layer("masking", "Masking", {**start(9, 2, False), "mask_value": -1.0}),
        layer("bidirectional", "Bidirectional", {"layer": inner, "merge_mode": "concat"}, ahead + back),
        layer("dense", "Dense", {"units": 5, "activation": "tanh"}, middle),
        layer("gru", "GRU", {"units": 3, "reset_after": True, "recurrent_activation": "sigmoid"}, gru),
        layer("dense_1", "Dense", {"units": 1}, out)])


def masked_mean():
    x = windows(7, 2, masked=0)
    rnn, back = [weights(2, 4), weights(4, 4), weights(4)], [weights(4, 3), weights(3, 3), weights(3)]
    batch = [weights(3), weights(3), weights(3), np.abs(weights(3))]
    gamma, beta, out = weights(3), weights(3), [weights(3, 6), weights(6)]
    g, b, mean, variance = (part.astype(float) for part in batch)

    def run(x):
        y, mask = masking(x, 0.0)
        y, mask = recur(rnn_step, 1, rnn, y * 0.25 + 0.5, mask, True)
        y, mask = recur(rnn_step, 1, back, y, mask, True, True)
        y = layer_norm(g * (y - mean) / np.sqrt(variance + 1e-3) + b, gamma.astype(float), beta.astype(float), 1e-3)
        return [dense(out, (y * mask[..., None]).sum(1) / mask.sum(1, keepdims=True))]

    save("masking_keras3", x, run(x), [
        layer("masking", "Masking", {**start(7, 2, True), "mask_value": 0.0}),
        layer("rescaling", "Rescaling", {"scale": 0.25, "offset": 0.5}),
        layer("simple_rnn", "SimpleRNN", {"units": 4, "return_sequences": True}, rnn, vars_at="cell/vars"),
        layer("simple_rnn_1", "SimpleRNN", {"units": 3, "return_sequences": True, "go_backwards": True}, back, vars_at="cell/vars"),
        layer("dropout", "Dropout", {"rate": 0.2}),
        layer("batch_normalization", "BatchNormalization", {"epsilon": 1e-3}, batch),
        layer("layer_normalization", "LayerNormalization", {"axis": -1, "epsilon": 1e-3, "rms_scaling": False}, [gamma, beta]),
        layer("global_average_pooling1d", "GlobalAveragePooling1D", {}),
        layer("dense", "Dense", {"units": 6}, out)], archive=True)


def forgotten():
    """With Keras 2 Rescaling does not hand the mask on: the steps that Masking made 0 are read as 0."""
    x = windows(6, 2, masked=0)
    lstm, out = [weights(2, 12), weights(3, 12), weights(12)], [weights(3, 1), weights(1)]
    y, _ = masking(x, 0.0)
    save("masking_forgotten_h5", x, [dense(out, recur(lstm_step, 2, lstm, y * 2.0 + 0.5, None, False)[0])], [
        layer("masking", "Masking", {**start(6, 2, False), "mask_value": 0.0}),
        layer("rescaling", "Rescaling", {"scale": 2.0, "offset": 0.5}),
        layer("lstm", "LSTM", {"units": 3, "recurrent_activation": "sigmoid"}, lstm),
        layer("dense", "Dense", {"units": 1}, out)])


def two_heads():
    x = windows(6, 2)
    a, b = [weights(2, 20), weights(5, 20), weights(20)], [weights(5, 16), weights(4, 16), weights(16)]
    hidden, flow, pressure = [weights(4, 3), weights(3)], [weights(3, 6), weights(6)], [weights(4, 6), weights(6)]
    h, _ = recur(lstm_step, 2, b, recur(lstm_step, 2, a, x, None, True)[0], None, False)
    y = [dense(pressure, h), dense(flow, dense(hidden, h, lambda v: np.maximum(v, 0)))]
    save("two_heads_h5", x, y, [
        layer("input_1", "InputLayer", start(6, 2, False), inbound=[]),
        layer("lstm", "LSTM", {"units": 5, "return_sequences": True, "recurrent_activation": "sigmoid"}, a, ["input_1"]),
        layer("lstm_1", "LSTM", {"units": 4, "recurrent_activation": "sigmoid"}, b, ["lstm"]),
        layer("flow_hidden", "Dense", {"units": 3, "activation": "relu"}, hidden, ["lstm_1"]),
        layer("flow_rate", "Dense", {"units": 6}, flow, ["flow_hidden"]),
        layer("pressure", "Dense", {"units": 6}, pressure, ["lstm_1"])], ["pressure", "flow_rate"])


def head_on_head():
    """The second output is made of the first; neither has a name that says what it is."""
    x = windows(5, 2)
    gru, first, second = [weights(2, 12), weights(4, 12), weights(2, 12)], [weights(4, 1), weights(1)], [weights(1, 1), weights(1)]
    h, _ = recur(gru_step, 1, gru, x, None, False)
    y = dense(first, h)
    save("two_heads_keras3", x, [y, dense(second, y)], [
        layer("input", "InputLayer", start(5, 2, True), inbound=[]),
        layer("gru", "GRU", {"units": 4, "reset_after": True, "recurrent_activation": "sigmoid"}, gru, ["input"], "cell/vars"),
        layer("out_a", "Dense", {"units": 1}, first, ["gru"]),
        layer("out_b", "Dense", {"units": 1}, second, ["out_a"])], ["out_a", "out_b"], archive=True)


def several_inputs():
    """Five features, as many real models have them, and one output."""
    x = windows(12, 5)
    lstm, out = [weights(5, 16), weights(4, 16), weights(16)], [weights(4, 6), weights(6)]
    save("five_inputs_h5", x, [dense(out, recur(lstm_step, 2, lstm, x, None, False)[0])], [
        layer("lstm", "LSTM", {**start(12, 5, False), "units": 4, "recurrent_activation": "sigmoid"}, lstm),
        layer("dense", "Dense", {"units": 6}, out)])


def encoder_decoder():
    """To be refused: the decoder begins from the states of the encoder."""
    layers = [
        layer("input_1", "InputLayer", start(6, 1, False), inbound=[]),
        layer("encoder", "LSTM", {"units": 2, "return_state": True}, inbound=["input_1"]),
        layer("repeat", "RepeatVector", {"n": 6}, inbound=["encoder"]),
        layer("decoder", "LSTM", {"units": 2}, inbound=["repeat"]),
        layer("dense", "Dense", {"units": 6}, inbound=["decoder"])]
    place = FOLDER / "encoder_decoder_h5"
    place.mkdir(parents=True, exist_ok=True)
    write_h5(place / "model.h5", layers, ["dense"])
    with h5py.File(place / "model.h5", "r+") as file:
        made = json.loads(file.attrs["model_config"])
        made["config"]["layers"][3]["inbound_nodes"] = [[["repeat", 0, 0, {"initial_state": [["encoder", 0, 1], ["encoder", 0, 2]]}]]]
        file.attrs["model_config"] = json.dumps(made)


def public_masking():
    place = HERE / "keras2_masking"
    with h5py.File(place / "model.h5", "r") as file:
        own = [file["model_weights/lstm_2/lstm_2/" + part][()] for part in ("kernel:0", "recurrent_kernel:0", "bias:0")]
    x = np.random.default_rng(7).normal(0, 1, (3, 10, 42)).round(4)
    x[0, :3] = 2
    x[1, 4:6] = 2
    x[2, 5:] = 2
    y, mask = masking(x, 2.0)
    outputs, _ = recur(lambda w, v, s: lstm_step(w, v, s, hard_sigmoid), 2, own, y, mask, False)
    source = {"repo": "KonduitAI/dl4j-test-resources", "commit": "e95182762844cb67d575997c048e6b6f45a9e7b5",
              "path": "src/main/resources/modelimport/keras/examples/masking/masking_two_lstm.h5"}
    made = {"source": source, "licence": "Apache-2.0", "inputs": x.tolist(), "outputs": outputs.tolist()}
    (place / "cases.json").write_text(json.dumps(made) + "\n")


for make in (normalized, masked, masked_mean, forgotten, two_heads, head_on_head, several_inputs, encoder_decoder, public_masking):
    make()
