"""Makes small QKeras models whose batch normalization is folded, and what QKeras computes of them.

    python bench/qkeras_folded.py FOLDER

With QKeras 0.9.0 (Keras 2): QConv2DBatchnorm and QDepthwiseConv2DBatchnorm without a scale, as .h5
and .keras. With qkeras-v3 (Keras 3): QDenseBatchnorm, as .keras. Inputs lie on the grid 2^-4, so that
float32 holds every sum. A NAME.npz holds `in` and `out`.

QKeras 0.9.0 computes no folded layer with center off, qkeras-v3 neither that nor one with scale off.
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import numpy as np
import tensorflow as tf
import qkeras
from qkeras import quantized_bits, quantized_relu

try:
    from qkeras.qdense_batchnorm import QDenseBatchnorm

    import keras
except ImportError:
    QDenseBatchnorm = None
    keras = tf.keras

RANDOM = np.random.default_rng(20260101)


def bits():
    return quantized_bits(6, 1, alpha=1)


def models():
    if QDenseBatchnorm:
        layer = QDenseBatchnorm(
            5, kernel_quantizer=bits(), bias_quantizer=bits(), activation=quantized_relu(8, 3)
        )
        yield "folded_dense", (7,), layer, [".keras"]
        return
    both = {"bias_quantizer": bits(), "scale": False, "activation": quantized_relu(8, 3)}
    layer = qkeras.QConv2DBatchnorm(4, (3, 2), kernel_quantizer=bits(), **both)
    yield "folded_conv_without_scale", (6, 5, 3), layer, [".h5", ".keras"]
    layer = qkeras.QDepthwiseConv2DBatchnorm((2, 2), depthwise_quantizer=bits(), **both)
    yield "folded_depthwise_without_scale", (5, 5, 3), layer, [".h5", ".keras"]


def main(folder):
    for name, shape, layer, endings in models():
        start = keras.layers.Input(shape, name="x")
        model = keras.Model(start, layer(start), name=name)
        values = []
        for weight in layer.weights:
            if "iteration" in weight.name:
                values.append(np.array(-1))
            elif "variance" in weight.name:
                values.append(RANDOM.uniform(0.2, 3, weight.shape).astype("float32"))
            else:
                values.append(RANDOM.uniform(-1.5, 1.5, weight.shape).astype("float32"))
        layer.set_weights(values)
        x = RANDOM.integers(-40, 40, (40,) + shape).astype("float32") / 16
        y = model.predict(x, verbose=0)
        print(name, y.shape, "distinct", len(np.unique(y)))
        for ending in endings:
            model.save(os.path.join(folder, name + ending))
        np.savez_compressed(os.path.join(folder, name + ".npz"), **{"in": x, "out": y})


if __name__ == "__main__":
    main(sys.argv[1])
