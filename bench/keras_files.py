#!/usr/bin/env python3
"""Small Keras files for the tests of the importer, whole and hostile, written by the HDF5 library itself.

    pip install h5py numpy
    python keras_files.py ../frontend/src/test/resources/io/intaglio/frontend/keras

Whole: dense.h5 (contiguous tensors, fixed text), conv.h5 (chunks, gzip, shuffle, text of variable length), latest.h5
(the newest format: superblock 3, checksums), dense.json with dense.weights.h5, branches.keras (Keras 3).
Hostile (hostile_*.h5): what HDF5 can say in a few bytes and no reader should believe or follow.
"""
import json
import sys
import zipfile
from pathlib import Path

import h5py
import numpy as np

F32 = np.dtype("<f4")


def quantizer(kind, **config):
    return {"module": "qkeras.quantizers", "class_name": kind, "config": config, "registered_name": kind}


def bits(width, integer, **more):
    return quantizer("quantized_bits", bits=width, integer=integer, symmetric=0, alpha=1, keep_negative=True, **more)


def layer(kind, name, inbound, **config):
    nodes = [[[before, 0, 0, {}] for before in inbound]] if inbound else []
    return {"class_name": kind, "name": name, "config": {"name": name, "dtype": "float32", **config},
            "inbound_nodes": nodes}


def model(layers, last):
    return {"class_name": "Functional", "config": {"name": "model", "layers": layers, "input_layers": [["x", 0, 0]],
                                                   "output_layers": [[last, 0, 0]]}}


def dense():
    return model([
        layer("InputLayer", "x", [], batch_input_shape=[None, 4]),
        layer("QActivation", "q", ["x"], activation=bits(6, 2)),
        layer("QDense", "a", ["q"], units=3, use_bias=True, activation="linear", kernel_quantizer=bits(4, 0),
              bias_quantizer=bits(5, 1)),
        layer("QActivation", "r", ["a"], activation="quantized_relu(4,1)"),
        layer("QDense", "b", ["r"], units=3, use_bias=False, activation=quantizer("quantized_tanh", bits=4),
              kernel_quantizer=quantizer("ternary", alpha="auto_po2", threshold=None)),
        layer("QActivation", "s", ["b"], activation=quantizer("quantized_sigmoid", bits=4, symmetric=True)),
        layer("QDense", "c", ["s"], units=2, use_bias=True, activation="softmax",
              kernel_quantizer=quantizer("binary", alpha="auto"), bias_quantizer=quantizer("quantized_po2", bits=4)),
    ], "c")


def dense_weights(rng):
    return {"a": {"kernel:0": rng.uniform(-1, 1, (4, 3)), "bias:0": rng.uniform(-1, 1, 3)},
            "b": {"kernel:0": rng.uniform(-1, 1, (3, 3))},
            "c": {"kernel:0": rng.uniform(-1, 1, (3, 2)), "bias:0": rng.uniform(-1, 1, 2)}}


def conv():
    return model([
        layer("InputLayer", "x", [], batch_input_shape=[None, 5, 5, 2]),
        layer("QActivation", "q", ["x"], activation=bits(5, 1)),
        layer("ZeroPadding2D", "p", ["q"], padding=[[1, 0], [0, 1]]),
        layer("QConv2D", "a", ["p"], filters=3, kernel_size=[3, 3], strides=[1, 1], padding="same",
              dilation_rate=[1, 1], groups=1, use_bias=True, activation="linear", kernel_quantizer=bits(4, 0),
              bias_quantizer=bits(4, 0)),
        layer("BatchNormalization", "n", ["a"], axis=[3], epsilon=0.001, center=True, scale=True),
        layer("QActivation", "r", ["n"], activation=quantizer("quantized_relu", bits=4, integer=2)),
        layer("MaxPooling2D", "m", ["r"], pool_size=[2, 2], strides=[2, 2], padding="valid"),
        layer("UpSampling2D", "u", ["m"], size=[2, 1], interpolation="nearest"),
        layer("Flatten", "f", ["u"]),
        layer("QDense", "d", ["f"], units=2, use_bias=False, activation="linear",
              kernel_quantizer=quantizer("quantized_po2", bits=4, max_value=1)),
        layer("Reshape", "o", ["d"], target_shape=[1, -1]),
    ], "o")


def conv_weights(rng):
    return {"a": {"kernel:0": rng.uniform(-1, 1, (3, 3, 2, 3)), "bias:0": rng.uniform(-1, 1, 3)},
            "n": {"gamma:0": rng.uniform(0.5, 2, 3), "beta:0": rng.uniform(-1, 1, 3),
                  "moving_mean:0": rng.uniform(-1, 1, 3), "moving_variance:0": rng.uniform(0.5, 2, 3)},
            "d": {"kernel:0": rng.uniform(-1, 1, (54, 2))}}


def branches():
    """Keras 3: edges are tensors that tell their history, weights lie by place."""
    def tensor(name):
        return {"class_name": "__keras_tensor__", "config": {"shape": [None, 4], "keras_history": [name, 0, 0]}}

    def new(kind, name, inbound, **config):
        nodes = [{"args": [[tensor(b) for b in inbound]] if len(inbound) > 1 else [tensor(inbound[0])],
                  "kwargs": {}}] if inbound else []
        return {"class_name": kind, "name": name, "config": {"name": name, **config}, "inbound_nodes": nodes}

    config = model([
        new("InputLayer", "x", [], batch_shape=[None, 4]),
        new("QActivation", "q", ["x"], activation=bits(6, 2)),
        new("QDense", "a", ["q"], units=4, use_bias=True, activation="linear", kernel_quantizer=bits(4, 0),
            bias_quantizer=bits(5, 1)),
        new("Concatenate", "k", ["q", "a"], axis=-1),
        new("Add", "s", ["q", "a"]),
        new("QActivation", "t", ["s"], activation=quantizer("quantized_relu_po2", bits=4, max_value=4)),
        new("QDense", "b", ["k"], units=4, use_bias=False, activation="linear",
            kernel_quantizer=quantizer("quantized_bits", bits=4, integer=0, alpha="auto_po2")),
        new("Multiply", "m", ["t", "b"]),
    ], "m")
    return config


def branches_weights(rng):
    return {"q_dense/vars/0": rng.uniform(-1, 1, (4, 4)), "q_dense/vars/1": rng.uniform(-1, 1, 4),
            "q_dense_1/vars/0": rng.uniform(-1, 1, (8, 4))}


def write(path, config, weights, libver="earliest", variable=False, **dataset):
    with h5py.File(path, "w", libver=libver) as file:
        group = file
        if config is not None:
            text = json.dumps(config)
            file.attrs["model_config"] = text if variable else np.bytes_(text.encode())
            group = file.create_group("model_weights")
        for name, tensors in weights.items():
            own = group.create_group(name)
            names = [f"{name}/{key}" for key in tensors]
            own.attrs["weight_names"] = names if variable else np.array([n.encode() for n in names])
            for key, values in tensors.items():
                own.create_dataset(f"{name}/{key}", data=values.astype(F32), **dataset)


def by_place(path, weights):
    with h5py.File(path, "w") as file:
        for place, values in weights.items():
            file.create_dataset(f"layers/{place}", data=values.astype(F32))


def tensor_of(path, make):
    """dense.h5 with the kernel of its first layer made by `make(group, name)`."""
    weights = dense_weights(np.random.default_rng(1))
    write(path, dense(), weights)
    with h5py.File(path, "r+") as file:
        del file["model_weights/a/a/kernel:0"]
        make(file["model_weights/a/a"], "kernel:0")


def declared(group, name, shape, chunks=None, gzip=None, external=None):
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    if chunks:
        plist.set_chunk(chunks)
    if gzip:
        plist.set_deflate(gzip)
    if external:
        plist.set_external(external, 0, int(np.prod(shape)) * 4)
    space = h5py.h5s.create_simple(shape)
    h5py.h5d.create(group.id, name.encode(), h5py.h5t.IEEE_F32LE, space, plist)


def bomb_chunk(group, name):
    """One chunk of 48 bytes whose filter inflates to 256 MiB."""
    import zlib
    declared(group, name, (4, 3), chunks=(4, 3), gzip=1)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(256)) + packer.flush()
    group[name].id.write_direct_chunk((0, 0), packed)


def virtual(group, name):
    layout = h5py.VirtualLayout(shape=(4, 3), dtype=F32)
    layout[:] = h5py.VirtualSource("other.h5", "kernel", shape=(4, 3))
    group.create_virtual_dataset(name, layout)


def cyclic(path):
    write(path, dense(), dense_weights(np.random.default_rng(1)))
    with h5py.File(path, "r+") as file:
        group = file["model_weights"]
        for n in range(8):
            group[f"again{n}"] = group


def linked(path, link):
    write(path, dense(), dense_weights(np.random.default_rng(1)))
    with h5py.File(path, "r+") as file:
        del file["model_weights/a/a/kernel:0"]
        file["model_weights/a/a/kernel:0"] = link


def repeated_text(path):
    """weight_names of 4,000 entries, all of them one stored text of 150,000 bytes: 16 bytes of file an entry."""
    write(path, dense(), dense_weights(np.random.default_rng(1)))
    with h5py.File(path, "r+") as file:
        group = file["model_weights/a"]
        del group.attrs["weight_names"]
        group.attrs.create("weight_names", ["a" * 150_000] + [""] * 3_999, dtype=h5py.string_dtype())
    data = bytearray(path.read_bytes())
    # References are (length 4, heap address 8, index 4); the first is copied over all others.
    first = (150_000).to_bytes(4, "little")
    at = data.find(first)
    while not data.startswith(b"GCOL", int.from_bytes(data[at + 4:at + 12], "little")):
        at = data.index(first, at + 1)
    data[at:at + 16 * 4_000] = data[at:at + 16] * 4_000
    path.write_bytes(data)


def main(folder):
    rng = np.random.default_rng(0)
    weights = dense_weights(rng)
    write(folder / "dense.h5", dense(), weights)
    write(folder / "conv.h5", conv(), conv_weights(rng), variable=True, chunks=True, compression="gzip", shuffle=True)
    write(folder / "latest.h5", dense(), weights, libver="latest", chunks=True)
    (folder / "dense.json").write_text(json.dumps(dense()))
    write(folder / "dense.weights.h5", None, weights)
    stored = folder / "model.weights.h5"
    by_place(stored, branches_weights(rng))
    with zipfile.ZipFile(folder / "branches.keras", "w", zipfile.ZIP_STORED) as zipped:
        for name, content in [("metadata.json", b'{"keras_version": "3.0.0"}'),
                              ("config.json", json.dumps(branches()).encode()),
                              ("model.weights.h5", stored.read_bytes())]:
            zipped.writestr(zipfile.ZipInfo(name), content)
    stored.unlink()

    huge = (1 << 40, 1 << 20)
    tensor_of(folder / "hostile_extent_chunked.h5", lambda g, n: declared(g, n, huge, chunks=(1 << 10, 1 << 10)))
    tensor_of(folder / "hostile_extent_unstored.h5", lambda g, n: declared(g, n, (1 << 20, 1 << 9)))
    tensor_of(folder / "hostile_chunk_unwritten.h5", lambda g, n: declared(g, n, (4, 3), chunks=(4, 3)))
    tensor_of(folder / "hostile_unwritten.h5", lambda g, n: declared(g, n, (4, 3)))
    tensor_of(folder / "hostile_gzip_bomb.h5", bomb_chunk)
    tensor_of(folder / "hostile_external.h5", lambda g, n: declared(g, n, (4, 3), external=b"/etc/passwd"))
    tensor_of(folder / "hostile_virtual.h5", virtual)
    cyclic(folder / "hostile_cycle.h5")
    linked(folder / "hostile_soft_link.h5", h5py.SoftLink("/model_weights/a/a/kernel:0"))
    linked(folder / "hostile_external_link.h5", h5py.ExternalLink("/etc/passwd", "kernel"))
    repeated_text(folder / "hostile_repeated_text.h5")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
