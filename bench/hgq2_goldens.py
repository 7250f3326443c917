#!/usr/bin/env python3
"""Small trigger networks in HGQ2, and what they compute: the resources of HgqNetworksTest.

    pip install HGQ2==0.2.0 keras==3.15.0 jax==0.10.2
    python bench/hgq2_goldens.py cli/src/test/resources/io/intaglio/cli/golden/hgq2

Nothing is trained: every quantizer gets formats of its own for each element (k, i, f drawn, some elements without bits),
weights are drawn with ties and numbers beside ties among them, and inputs reach ties and leave the formats. Each network is
NAME.keras with NAME.npz: `in` in float32 and `out` as integers in steps of 2^-fraction. The outputs are computed twice,
one operation after the other and compiled, and must agree.
"""
import os
import sys
import zipfile
from pathlib import Path

os.environ['KERAS_BACKEND'] = 'jax'
import keras
import numpy as np
from keras import layers, ops
from hgq.config import HardSigmoidConfig, QuantizerConfig
from hgq.layers import *  # noqa: F403
from hgq.quantizer import Quantizer
from hgq.quantizer.internal.fixed_point_quantizer import FixedPointQuantizerBase, FixedPointQuantizerKBI

ROWS = 48


def inner_layers(layer):
    for inner in layer._flatten_layers(include_self=True):
        if isinstance(inner, FixedPointQuantizerBase):
            yield inner


def draw_formats(model, rng):
    """Formats that float32 holds exactly through the whole network: at most 9 bits each."""
    for layer in model.layers:
        for q in inner_layers(layer):
            shape = tuple(q._k.shape)
            weight = q._is_weight
            f = rng.integers(1, 6, shape) if not weight else rng.integers(2, 5, shape)
            i = rng.integers(0, 4, shape) if not weight else rng.integers(-1, 2, shape)
            k = rng.integers(0, 2, shape) if not weight else np.ones(shape, int)
            dead = rng.random(shape) < 0.08
            f = np.where(dead, -i - k, f)
            q._k.assign(k)
            q._i.assign(i + rng.choice([-0.3, 0, 0.3], shape))
            if isinstance(q, FixedPointQuantizerKBI):
                # Each of b and i is rounded by itself.
                q._i.assign(i)
                q._b.assign(np.maximum(i + f, 0))
            else:
                q._f.assign(f + rng.choice([-0.4, 0, 0.4], shape))


def draw_weights(model, rng):
    for layer in model.layers:
        for variable in layer.weights:
            path = variable.path.rsplit('/', 1)[-1]
            if variable.dtype != 'float32' or path in ('i', 'f', 'b', 'beta', 'i_decay_speed') or 'quantizer' in variable.path:
                continue
            shape = tuple(variable.shape)
            values = rng.normal(0, 0.7, shape)
            ties = np.round(values * 32) / 32
            values = np.where(rng.random(shape) < 0.4, ties, values).astype(np.float32)
            beside = np.nextafter(values, np.float32(-9))
            values = np.where(rng.random(shape) < 0.2, beside, values)
            if not type(layer).__module__.startswith('hgq'):
                values = np.round(ties * 16) / 16
            if 'variance' in path:
                values = np.abs(values) + np.float32(0.3)
            variable.assign(values)


def draw_inputs(shape, rng):
    coarse = np.round(rng.normal(0, 2.5, (ROWS, *shape)) * 32) / 32
    fine = rng.normal(0, 1.5, (ROWS, *shape))
    x = np.where(rng.random(coarse.shape) < 0.6, coarse, fine).astype(np.float32)
    beside = np.nextafter(x, np.float32(-99))
    return np.where(rng.random(x.shape) < 0.1, beside, x).astype(np.float32)


def larger_jet_tagger():
    """The topology of HGQ2's own example larger_jet_tagger, narrower."""
    inp = layers.Input((8, 3))
    x = QEinsumDenseBatchnorm('bnc,cC->bnC', (8, 6), bias_axes='C', activation='relu')(inp)
    s = QEinsumDenseBatchnorm('bnc,cC->bnC', (8, 6), bias_axes='C')(x)
    qs = QAveragePooling1D(pool_size=8)(x)
    d = QEinsumDenseBatchnorm('bnc,cC->bnC', (1, 6), bias_axes='C')(qs)
    x = layers.ReLU()(QAdd()([s, d]))
    x = QEinsumDenseBatchnorm('bnc,cC->bnC', (8, 6), bias_axes='C', activation='relu')(x)
    x = layers.Flatten()(QGlobalAveragePooling1D()(x))
    x = QEinsumDenseBatchnorm('bc,cC->bC', 6, bias_axes='C', activation='relu')(x)
    return keras.Model(inp, QEinsumDenseBatchnorm('bc,cC->bC', 5, bias_axes='C')(x))


def mlp_mixer():
    """Dense layers over features and over particles alternately, with skips."""
    inp = layers.Input((6, 4))
    x = QBatchNormalization()(inp)
    for _ in range(2):
        y = QEinsumDense('bnc,nN->bNc', (6, 4), bias_axes='N', activation='relu')(x)
        x = QAdd()([x, y])
        y = QDense(4, activation='relu')(x)
        x = QAdd()([x, y])
    x = QMeanPow2(axes=1)(x)
    return keras.Model(inp, QDense(5, enable_oq=True)(x))


def deep_sets():
    inp = layers.Input((8, 3))
    x = QBatchNormDense(5, activation='relu')(inp)
    x = QDense(4, activation='relu')(x)
    x = QSum(axes=1, scale=0.25)(x)
    x = QDense(5, activation='relu')(x)
    return keras.Model(inp, QDense(3)(x))


def kernels_of_particles():
    """A kernel for each particle, axes in other orders, an axis that is only summed over, a bias along two axes."""
    inp = layers.Input((4, 3))
    x = QEinsumDense('bnc,ncd->bdn', (5, 4), bias_axes='dn', activation='relu')(inp)
    x = QEinsumDense('bdn,edf->bfe', (2, 3), bias_axes='f')(x)
    x = QEinsumDense('...e,eg->...g', 4, bias_axes='g')(x)
    return keras.Model(inp, QEinsumDenseBatchnorm('bfg,fgh->bh', 3, bias_axes='h')(x))


def merges():
    inp = layers.Input((4, 3))
    x = Quantizer(QuantizerConfig(round_mode='TRN'))(inp)
    a = QDense(3)(x)
    b = QDense(3)(x)
    x = QSubtract()([QMaximum()([a, b]), QMinimum()([a, b])])
    y = QMultiply()([a, b])
    z = QAveragePow2()([x, y, b])
    g = QEinsum('bnc,bnd->bcd')([z, a])
    d = QDot(axes=(2, 2))([z, b])
    s = QSum(axes=(1, 2), keepdims=True)(d)
    g = QAdd()([g, s])
    return keras.Model(inp, QDense(4)(layers.Flatten()(g)))


def pools():
    inp = layers.Input((8, 6, 2))
    x = QConv2D(3, 3, padding='same', activation='relu')(inp)
    x = QMaxPooling2D(2)(x)
    x = QConv2D(3, 2)(x)
    g = QGlobalMaxPooling2D()(x)
    x = layers.Reshape((6, 3))(x)
    x = QConv1D(4, 3)(x)
    x = QMaxPooling1D(2)(x)
    x = QGlobalMaxPooling1D()(x)
    return keras.Model(inp, QDense(3)(layers.Concatenate()([g, x])))


def tables():
    """Functions as tables, a softmax over particles, one over both axes that is not stable."""
    inp = layers.Input((4, 3))
    x = QDense(4)(inp)
    t = QUnaryFunctionLUT('tanh')(x)
    s = QUnaryFunctionLUT('sigmoid', oq_conf=QuantizerConfig(place='table', homogeneous_axis=(0, 1), round_mode='RND_CONV'))(x)
    e = QUnaryFunctionLUT('elu', allow_heterogeneous_input=False)(x)
    r = QUnaryFunctionLUT('relu')(x)
    p = QSoftmax(axis=1, input_scaler=0.3)(QAdd()([t, s, e, r]))
    u = QSoftmax(axis=(1, 2), stable=False, enable_iq=True, enable_oq=True)(s)
    y = QSum(axes=1)(QMultiply()([p, t]))
    return keras.Model(inp, layers.Concatenate()([QDense(3)(y), layers.Flatten()(u)]))


def attention():
    """Self-attention of particles, one of fewer keys that are given apart, one through a projection."""
    inp = layers.Input((5, 3))
    x = QDense(4)(inp)
    y = QMultiHeadAttention(num_heads=2, key_dim=2, fuse='none')(x)
    x = QAdd()([x, y])
    k = QMaxPooling1D(2, padding='same')(x)
    x = QMultiHeadAttention(num_heads=1, key_dim=3, value_dim=2, fuse='kv', use_bias=False)(x, k)
    x = QLinformerAttention(num_heads=2, lin_kv_proj_dim=3, key_dim=2)(x)
    return keras.Model(inp, QDense(3)(QSum(axes=1)(x)))


def rounding_modes():
    """Every rounding with every overflow of HGQ2, on numbers of more fraction bits; a scaled quantizer, one that is none."""
    inp = layers.Input((6,))
    x = Quantizer(QuantizerConfig(round_mode='RND_CONV', overflow_mode='SAT', scaler=0.5))(inp)
    outs = [Quantizer(QuantizerConfig(q_type='dummy'))(x), Quantizer(QuantizerConfig(affine=(0.5, -0.25)))(x)]
    for n, mode in enumerate(['TRN', 'RND', 'RND_CONV', 'TRN_ZERO', 'RND_ZERO', 'RND_INF', 'S_RND', 'S_RND_CONV']):
        for overflow in ['WRAP', 'SAT', 'SAT_SYM']:
            outs.append(Quantizer(QuantizerConfig(('kif', 'kbi')[n % 2], round_mode=mode, overflow_mode=overflow))(x))
    return keras.Model(inp, layers.Concatenate()(outs))


def operations():
    """keras.ops in the model, plain layers between, a dense layer that is called twice, quantizers with affine maps."""
    inp = layers.Input((4, 3))
    dense = QDense(4, iq_conf=QuantizerConfig(heterogeneous_axis=(), homogeneous_axis=None))
    x = dense(inp)
    m = ops.mean(x, axis=1, keepdims=True)
    x = ops.relu(x - m)
    y = dense(ops.transpose(ops.max(ops.reshape(x, (-1, 2, 2, 4)), axis=1), (0, 1, 2))[:, :, 1:])
    y = ops.sum(y * 0.75, axis=-2)
    z = ops.einsum('bnc,bnd->bcd', x, x)
    z = layers.Flatten()(z[:, ::2, -1])
    out = layers.Concatenate()([y, z])
    out = QDense(3, oq_conf=HardSigmoidConfig(), enable_oq=True)(out)
    return keras.Model(inp, out)


def plain_layers():
    """Layers and operations of Keras itself behind a quantizer, their weights multiples of 1/16."""
    inp = layers.Input((4, 3))
    x = Quantizer(QuantizerConfig())(inp)
    a = layers.EinsumDense('bnc,cd->bdn', (5, 4), bias_axes='d', activation='relu')(x)
    b = layers.TimeDistributed(layers.Dense(4, activation='relu'))(ops.swapaxes(ops.expand_dims(a, 1)[:, 0], 1, 2))
    c = Quantizer(QuantizerConfig())(layers.EinsumDense('...c,cd->...d', 4, bias_axes='d')(b))
    m = layers.Average()([layers.Maximum()([c, b]), layers.Minimum()([c, b])])
    m = ops.minimum(ops.maximum(m, c * 0.5), 3.0)
    d = Quantizer(QuantizerConfig())(layers.Dot(axes=(1, 1))([Quantizer(QuantizerConfig())(m), c]))
    e = Quantizer(QuantizerConfig())(ops.matmul(d, ops.transpose(c, (0, 2, 1))))
    e = ops.squeeze(ops.min(e, axis=1, keepdims=True), 1)
    s = ops.subtract(1.5, layers.Subtract()([e, ops.sum(d, axis=(1,))]))
    return keras.Model(inp, layers.Concatenate()([s, layers.Multiply()([e, s])]))


def refused():
    """What has no exact integer form."""
    inp = layers.Input((4, 3))
    x = layers.MultiHeadAttention(1, 2)(inp, inp)
    outs = [layers.GRU(2)(x), layers.LSTM(2)(inp), QGRU(2)(inp), QSimpleRNN(2)(inp), layers.Flatten()(QDenseT(2)(inp))]
    outs.append(layers.Lambda(lambda v: v[:, 0] * 2, output_shape=(3,))(inp))
    return keras.Model(inp, layers.Concatenate()(outs))


NETWORKS = [
    larger_jet_tagger, mlp_mixer, deep_sets, kernels_of_particles, merges, pools,
    tables, attention, rounding_modes, operations, plain_layers,
]


def deflate(path):
    with zipfile.ZipFile(path) as stored:
        parts = [(name, stored.read(name)) for name in stored.namelist()]
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, data in parts:
            packed.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 9)


def fraction_of(out):
    for f in range(40):
        if np.array_equal(np.round(out * 2.0**f), out * 2.0**f):
            return f
    raise ValueError('outputs on no grid')


def main(folder):
    folder = Path(folder)
    wanted = sys.argv[2:]
    if not wanted or 'refused' in wanted:
        refused().save(folder / 'refused.keras')
        deflate(folder / 'refused.keras')
    for n, make in enumerate(NETWORKS):
        if wanted and make.__name__ not in wanted:
            continue
        keras.backend.clear_session()
        keras.utils.set_random_seed(n)
        rng = np.random.default_rng(n)
        model = make()
        draw_formats(model, rng)
        draw_weights(model, rng)
        x = draw_inputs(model.input_shape[1:], rng)
        path = folder / f'{make.__name__}.keras'
        model.save(path)
        deflate(path)
        loaded = keras.models.load_model(path)
        out = np.asarray(loaded(x), np.float64)
        if not np.array_equal(out, loaded.predict(x, verbose=0, batch_size=ROWS)):
            raise ValueError(f'{path}: compiled, the network computes other numbers')
        f = fraction_of(out)
        if np.abs(out).max() * 2.0**f >= 2**24:
            raise ValueError(f'{path}: outputs need more bits than float32 has')
        codes = np.round(out * 2.0**f).astype(np.int32)
        np.savez_compressed(folder / f'{make.__name__}.npz', **{'in': x, 'out': codes, 'fraction': np.int32(f)})
        print(path.name, path.stat().st_size, 'fraction', f, 'distinct', len(np.unique(codes)), 'max', codes.max(), codes.min(), 'nonzero', (codes != 0).mean())


if __name__ == '__main__':
    main(sys.argv[1])
