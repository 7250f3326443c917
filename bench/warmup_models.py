#!/usr/bin/env python3
"""Small networks of every file format, whose import and lowering the launcher records to make later starts fast.

    pip install numpy h5py ai-edge-litert==2.3.0
    python warmup_models.py ../cli/src/main/resources/io/intaglio/cli/warmup
"""
import sys
from pathlib import Path

import keras_files
import numpy as np
from tflite_model import Graph, activation, options, padding


def residual(rng):
    """Two convolutions beside their input, a depthwise one, a mean, a dense layer, a softmax."""
    g = Graph()

    def layer(kind, x, x_scale, weights, y, y_scale, opts, axis, act):
        channels = weights[3] if kind == 'DEPTHWISE_CONV_2D' else weights[0]
        scales = np.float32(0.004) * (1 + np.arange(channels) / 7).astype(np.float32)
        w = g.tensor(weights, 'int8', scales, 0, rng.integers(-127, 128, weights), axis=axis)
        b = g.tensor((channels,), 'int32', np.float32(x_scale) * scales, 0, rng.integers(-900, 900, channels))
        out = g.tensor(y, 'int8', y_scale, -4)
        opts.fusedActivationFunction = activation(act)
        g.op(kind, [x, w, b], [out], opts, version=3)
        return out

    def conv():
        return options('Conv2D', padding=padding('SAME'), strideH=1, strideW=1, dilationHFactor=1, dilationWFactor=1)

    x = g.tensor((1, 12, 12, 3), 'int8', 0.02, 3)
    a = layer('CONV_2D', x, 0.02, (8, 3, 3, 3), (1, 12, 12, 8), 0.05, conv(), 0, 'RELU')
    b = layer('CONV_2D', a, 0.05, (8, 3, 3, 8), (1, 12, 12, 8), 0.07, conv(), 0, 'NONE')
    s = g.tensor((1, 12, 12, 8), 'int8', 0.08, -9)
    g.op('ADD', [a, b], [s], options('Add', fusedActivationFunction=activation('RELU')))
    deep = options('DepthwiseConv2D', padding=padding('SAME'), strideH=2, strideW=2, depthMultiplier=1,
                   dilationHFactor=1, dilationWFactor=1)
    d = layer('DEPTHWISE_CONV_2D', s, 0.08, (1, 3, 3, 8), (1, 6, 6, 8), 0.06, deep, 3, 'RELU6')
    p = g.tensor((1, 1, 1, 8), 'int8', 0.06, -4)
    g.op('AVERAGE_POOL_2D', [d], [p], options('Pool2D', padding=padding('VALID'), strideH=6, strideW=6, filterHeight=6,
                                              filterWidth=6))
    r = g.tensor((1, 8), 'int8', 0.06, -4)
    g.op('RESHAPE', [p, g.tensor((2,), 'int32', data=[1, 8])], [r], options('Reshape', newShape=[1, 8]))
    w = g.tensor((4, 8), 'int8', 0.01, 0, rng.integers(-127, 128, (4, 8)))
    bias = g.tensor((4,), 'int32', np.float32(0.06) * np.float32(0.01), 0, rng.integers(-900, 900, 4))
    y = g.tensor((1, 4), 'int8', 0.2, 5)
    g.op('FULLY_CONNECTED', [r, w, bias], [y], options('FullyConnected', fusedActivationFunction=activation('NONE')))
    z = g.tensor((1, 4), 'int8', 1 / 256, -128)
    g.op('SOFTMAX', [y], [z], options('Softmax', beta=1.0))
    return g.file([x], [z])


def main(folder):
    folder.joinpath('residual.tflite').write_bytes(residual(np.random.default_rng(0)))
    keras_files.write(folder / 'conv.h5', keras_files.conv(), keras_files.conv_weights(np.random.default_rng(1)))


if __name__ == '__main__':
    main(Path(sys.argv[1]))
