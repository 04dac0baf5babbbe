"""Writes small HDF5 files that become large when they are read, with h5py 3.7: python3 make.py

Each is the model of ../hdf5_forms but for what its name says.
"""
import struct
import zlib
import h5py
import numpy as np

CONFIG = ('{"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": "Dense", "config": '
          '{"name": "d", "units": 2, "use_bias": false, "batch_input_shape": [null, 4]}}]}}')


def write(name, names, add_kernel):
    with h5py.File(name, "w") as file:
        file.attrs["model_config"] = CONFIG
        file.attrs["keras_version"] = "2.4.0"
        layer = file.create_group("model_weights/d")
        layer.attrs["weight_names"] = names
        add_kernel(layer)


def unpacks_to_more(layer):
    kernel = layer.create_dataset("kernel", (4, 2), "f4", chunks=(4, 2), compression="gzip")
    kernel.id.write_direct_chunk((0, 0), zlib.compress(bytes(16 << 20), 9))


write("unpacks_to_more.h5", np.array([b"kernel"]), unpacks_to_more)

# Three thousand names, all of which are the same long one.
TEXT = "n" * 60_000
write("one_text_often.h5", np.array([TEXT] + ["kernel"] * 3000, dtype=h5py.string_dtype()),
      lambda layer: layer.__setitem__("kernel", np.ones((4, 2), "f4")))
content = bytearray(open("one_text_often.h5", "rb").read())
for at in range(0, len(content) - 16, 8):
    length, heap, number = struct.unpack_from("<IQI", content, at)
    if length == len(TEXT) and content[heap:heap + 4] == b"GCOL":
        for n in range(1, 3001):
            content[at + 16 * n:at + 16 * (n + 1)] = content[at:at + 16]
        break
else:
    raise SystemExit("no reference to the text")
open("one_text_often.h5", "wb").write(content)
