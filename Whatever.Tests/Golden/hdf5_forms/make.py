"""Writes one Keras model in each form in which HDF5 stores groups, attributes and arrays, with h5py 3.7: python3 make.py

Each is a Dense(2) on four numbers whose kernel is 0, 1, … 7, so that ones give 12 and 16.
"""
import h5py
import numpy as np

KERNEL = np.arange(8, dtype="f4").reshape(4, 2)
CONFIG = ('{"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": "Dense", "config": '
          '{"name": "d", "units": 2, "use_bias": false, "batch_input_shape": [null, 4]}}]}}')


def plain(layer):
    layer["kernel"] = KERNEL


def among_many(layer):
    for n in range(20):
        layer[f"other{n:02}"] = np.zeros(1, "f4")
    plain(layer)


def with_many_attributes(layer):
    for n in range(20):
        layer.attrs[f"note{n:02}"] = "x" * n
    plain(layer)


def array(**settings):
    return lambda layer: layer.create_dataset("kernel", data=KERNEL, **settings)


def compact(layer):
    settings = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    settings.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple(KERNEL.shape)
    h5py.h5d.create(layer.id, b"kernel", h5py.h5t.IEEE_F32LE, space, settings).write(h5py.h5s.ALL, h5py.h5s.ALL, KERNEL)


def write(name, add_kernel, config=CONFIG, **settings):
    with h5py.File(name + ".h5", "w", **settings) as file:
        file.attrs["model_config"] = config
        file.attrs["keras_version"] = "2.4.0"
        layer = file.create_group("model_weights/d")
        layer.attrs["weight_names"] = np.array([b"kernel"])
        add_kernel(layer)


for suffix, version in (("", "earliest"), ("_latest", "latest")):
    write("contiguous" + suffix, plain, libver=version)
    write("compact" + suffix, compact, libver=version)
    write("many_links" + suffix, among_many, libver=version)
    write("many_attributes" + suffix, with_many_attributes, libver=version)
    write("chunked" + suffix, array(chunks=(3, 1)), libver=version)
    write("packed" + suffix, array(chunks=(2, 2), compression="gzip", shuffle=True), libver=version)
    write("growing" + suffix, array(chunks=(2, 2), maxshape=(None, 2), fletcher32=True), libver=version)
    write("growing_both_ways" + suffix, array(chunks=(2, 2), maxshape=(None, None)), libver=version)
    write("one_chunk" + suffix, array(chunks=(4, 2), compression="gzip"), libver=version)
    write("named_type" + suffix, lambda layer: (layer.__setitem__("type", np.dtype("f4")), layer.create_dataset(
        "kernel", data=KERNEL, dtype=layer["type"])), libver=version)
    write("ordered" + suffix, among_many, libver=version, track_order=True)
write("long_config_latest", plain, CONFIG + " " * 70_000, libver="latest")
