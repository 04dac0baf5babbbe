"""Writes the Keras files that keep their numbers somewhere else, with h5py 3.7: python3 make.py

Each is a Dense(1) on one number whose kernel is no array of this file. The test writes the path of a file that is there in place of OUTSIDE.
"""
import h5py
import numpy as np

OUTSIDE = "/" + "P" * 199
CONFIG = ('{"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": "Dense", "config": '
          '{"name": "d", "units": 1, "batch_input_shape": [null, 1]}}]}}')


def write(name, add_kernel, **settings):
    with h5py.File(name + ".h5", "w", **settings) as file:
        file.attrs["model_config"] = CONFIG
        file.attrs["keras_version"] = "2.4.0"
        layer = file.create_group("model_weights/d")
        layer.attrs["weight_names"] = np.array([b"kernel", b"bias"])
        layer["bias"] = np.zeros(1, "f4")
        layer["own"] = np.ones((1, 1), "f4")
        add_kernel(layer)


def virtual(layer):
    layout = h5py.VirtualLayout(shape=(1, 1), dtype="f4")
    layout[...] = h5py.VirtualSource(OUTSIDE, "kernel", shape=(1, 1))
    layer.create_virtual_dataset("kernel", layout)


write("external_link", lambda layer: layer.__setitem__("kernel", h5py.ExternalLink(OUTSIDE, "/kernel")))
write("external_link_among_many", lambda layer: [layer.__setitem__(f"kernel{n if n else ''}", h5py.ExternalLink(OUTSIDE, "/kernel")) for n in range(20)], libver="latest")
write("soft_link_to_itself", lambda layer: layer.__setitem__("kernel", h5py.SoftLink("kernel")), libver="latest")
write("external_storage", lambda layer: layer.create_dataset("kernel", (1, 1), "f4", external=[(OUTSIDE, 0, 4)]))
write("virtual", virtual, libver="latest")
write("never_written", lambda layer: layer.create_dataset("kernel", (1, 1), "f4"))
write("chunks_too_large", lambda layer: layer.create_dataset("kernel", (1, 1), "f4", maxshape=(None, None), chunks=(8192, 8192)))
