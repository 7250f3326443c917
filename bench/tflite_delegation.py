"""Golden values at the limits of what LiteRT's XNNPACK delegate takes: delegation.npz of the importer's tests.

    python bench/tflite_delegation.py            # needs what tflite_model.py lists

Beyond a limit the runtime's own kernel computes, and rounds otherwise.
"""
import numpy as np

from tflite_model import Goldens, Graph, activation, options, padding
from tflite_operators import layer, unary

DEFAULT = ('tflite-xnnpack',)


def around(limit):
    """The limit and the float32 numbers next to it."""
    f = np.float32(limit)
    return {'under': np.nextafter(f, np.float32(0)), 'at': f, 'over': np.nextafter(f, np.float32(np.inf))}


class Limits(Goldens):
    def case(self, name, graph, ins, outs, samples, profiles=DEFAULT):
        super().case(name, graph, ins, outs, samples, profiles)

    def pairs(self):
        xs = np.tile(self.every(), 2).reshape(2, 1, 256)
        ys = np.stack([np.roll(self.every()[::-1], 37 * k).reshape(1, 256) for k in range(2)])
        return [xs, ys]


def binary(g, name, kind, a, b, y, act='NONE', shapes=None, axis=0, twice=False, constant=None):
    """Two operands; the second a constant, or the first again."""
    graph = Graph()
    shape_a, shape_b = shapes or ((1, 256), (1, 256))
    p = graph.tensor(shape_a, 'int8', *a, axis=axis)
    q = p if twice else graph.tensor(shape_b, 'int8', *b, data=constant)
    r = graph.tensor(shape_a, 'int8', *y)
    graph.op(kind, [p, q], [r], options(kind.capitalize(), fusedActivationFunction=activation(act)))
    xs, ys = g.pairs()
    one = twice or constant is not None
    g.case(name, graph, [p] if one else [p, q], [r], [xs.reshape(2, *shape_a)] if one else [xs, ys])


def ratios(g):
    for where, limit in (('low', 2.0**-10), ('high', 2.0**8)):
        for side, ratio in around(limit).items():
            for kind in ('ADD', 'SUB'):
                binary(g, f'{kind.lower()}_{where}_{side}', kind, (ratio, 3), (1.0, -7), (1.0, 5))
                binary(g, f'{kind.lower()}_{where}_{side}_second', kind, (1.0, 3), (ratio, -7), (1.0, 5))
    for where, limit in (('low', 2.0**-16), ('high', 2.0**8)):
        for side, ratio in around(limit).items():
            binary(g, f'mul_{where}_{side}', 'MUL', (ratio, 3), (0.5, -7), (0.5, 5))
    x = g.every().reshape(1, 1, 256)
    for where, limit in (('low', 2.0**-8), ('high', 2.0**7)):
        for side, ratio in around(limit).items():
            unary(g, f'requantize_{where}_{side}', 'QUANTIZE', (256,), (256,), options('Quantize'), grid=(ratio, 3), result=(1.0, -5), samples=x)
            unary(g, f'leaky_relu_{where}_{side}', 'LEAKY_RELU', (256,), (256,), options('LeakyRelu', alpha=0.75 if where == 'high' else 1.5), grid=(ratio, 3), result=(1.0, -5), samples=x)
    for where, limit in (('small', 2.0**-8), ('large', 128.0), ('negative', 127.99609375), ('negative_small', 2.0**-8)):
        for side, slope in around(limit).items():
            alpha = -slope if 'negative' in where else slope
            unary(g, f'leaky_relu_slope_{where}_{side}', 'LEAKY_RELU', (256,), (256,), options('LeakyRelu', alpha=alpha), grid=(1.0, 3), result=(1.0, -5), samples=x)
    unary(g, 'leaky_relu_slope_none', 'LEAKY_RELU', (256,), (256,), options('LeakyRelu', alpha=0.0), grid=(0.7, 3), result=(1.0, -5), samples=x)
    unary(g, 'leaky_relu_slope_tiny', 'LEAKY_RELU', (256,), (256,), options('LeakyRelu', alpha=1e-39), grid=(0.7, 3), result=(1.0, -5), samples=x)


def rewrites(g):
    """What XNNPACK makes of operators whose operands are alike or constants."""
    for kind in ('ADD', 'SUB', 'MUL'):
        y = (1.0, 5) if kind != 'MUL' else (6.0, 5)
        binary(g, f'{kind.lower()}_twice', kind, (0.43, 3), None, y, twice=True)
        binary(g, f'{kind.lower()}_twice_ties', kind, (0.5, 3), None, y, twice=True)
        binary(g, f'{kind.lower()}_twice_relu6', kind, (0.5, 3), None, y, 'RELU6', twice=True)
        for name, code in (('zero', -7), ('one', -3), ('two', 1)):
            binary(g, f'{kind.lower()}_{name}', kind, (0.43, 3), (0.25, -7), y, constant=[code], shapes=((1, 256), (1,)))
        binary(g, f'{kind.lower()}_zeros', kind, (0.43, 3), (0.25, -7), y, constant=[-7] * 256)


def axes(g):
    """A quantized dimension other than 0 keeps XNNPACK off a tensor, though it has one scale."""
    for kind in ('ADD', 'SUB', 'MUL'):
        binary(g, f'{kind.lower()}_axis', kind, (0.043, 3), (0.0217, -7), (0.0713 if kind != 'MUL' else 0.7, 5), axis=1)
    for kind in ('LEAKY_RELU', 'QUANTIZE', 'MEAN', 'RESIZE_BILINEAR', 'MAX_POOL_2D', 'LOGISTIC', 'TANH'):
        graph = Graph()
        result = {'LOGISTIC': (1 / 256, -128), 'TANH': (1 / 128, 0)}.get(kind, (0.3, -5))
        grid = (0.043, 3) if kind in ('LOGISTIC', 'TANH') else (0.3, -5) if kind in ('RESIZE_BILINEAR', 'MAX_POOL_2D') else (0.43, 3)
        shapes = {'MEAN': (1, 1, 1, 16), 'RESIZE_BILINEAR': (1, 7, 6, 16), 'MAX_POOL_2D': (1, 3, 3, 16)}
        x, y = graph.tensor((1, 4, 4, 16), 'int8', *grid, axis=3), graph.tensor(shapes.get(kind, (1, 4, 4, 16)), 'int8', *result)
        extra = {'MEAN': [[1, 2]], 'RESIZE_BILINEAR': [[7, 6]]}.get(kind, [])
        constants = [graph.tensor(np.shape(c), 'int32', data=c) for c in extra]
        opts = {'LEAKY_RELU': options('LeakyRelu', alpha=0.3), 'QUANTIZE': options('Quantize'), 'MEAN': options('Reducer', keepDims=True), 'RESIZE_BILINEAR': options('ResizeBilinear'),
                'MAX_POOL_2D': options('Pool2D', padding=padding('VALID'), strideH=1, strideW=1, filterHeight=2, filterWidth=2, fusedActivationFunction=activation('RELU6'))}.get(kind)
        graph.op(kind, [x, *constants], [y], opts)
        g.case(f'{kind.lower()}_axis', graph, [x], [y], [g.codes(4, (1, 4, 4, 16))])


def pools(g):
    """6/s + z is a tie: XNNPACK's bound and the built-in kernel's differ."""
    for name, (kernel, stride) in {'in': (2, 2), 'sparse': (2, 3), 'one': (1, 1), 'one_sparse': (1, 2)}.items():
        out = (5 - kernel) // stride + 1
        opts = options('Pool2D', padding=padding('VALID'), strideH=stride, strideW=stride, filterHeight=kernel, filterWidth=kernel, fusedActivationFunction=activation('RELU6'))
        unary(g, f'max_pool_{name}', 'MAX_POOL_2D', (5, 5, 4), (out, out, 4), opts, grid=(0.48, -128), n=6)


def weights(g):
    grids = ((0.043, -7), (0.913, 11))
    for bias in (True, False):
        tag = '' if bias else '_bare'
        opts = options('Conv2D', padding=padding('SAME'), strideH=1, strideW=1, dilationHFactor=1, dilationWFactor=1)
        layer(g, f'conv{tag}', 'CONV_2D', (4, 5, 2), (3, 3, 2, 2), (4, 5, 3), opts, grids, channel=0, bias=bias, n=3)
        opts = options('DepthwiseConv2D', padding=padding('SAME'), strideH=1, strideW=1, depthMultiplier=2, dilationHFactor=1, dilationWFactor=1)
        layer(g, f'depthwise{tag}', 'DEPTHWISE_CONV_2D', (4, 5, 2), (1, 3, 2, 4), (4, 5, 4), opts, grids, channel=3, bias=bias, n=3)
        layer(g, f'dense{tag}', 'FULLY_CONNECTED', (8,), (6, 8), (6,), options('FullyConnected'), grids, channel=0, bias=bias, n=20)
    layer(g, 'dense_int4_odd', 'FULLY_CONNECTED', (7,), (6, 7), (6,), options('FullyConnected'), grids, 'int4', channel=0, n=20)
    opts = options('TransposeConv', padding=padding('SAME'), strideH=3, strideW=3)
    layer(g, 'transpose_conv_sparse', 'TRANSPOSE_CONV', (3, 4, 2), (3, 2, 2, 2), (9, 12, 3), opts, grids, channel=0, n=4)
    opts = options('TransposeConv', padding=padding('VALID'), strideH=2, strideW=2)
    layer(g, 'transpose_conv_wide', 'TRANSPOSE_CONV', (3, 4, 2), (3, 2, 2, 2), (6, 9, 3), opts, grids, channel=0, n=4)
    for side, scale in around(256.0).items():
        layer(g, f'dense_scale_{side}', 'FULLY_CONNECTED', (2,), (3, 2), (3,), options('FullyConnected'), ((0.5, 0), (float(0.125 / scale), 0)), n=40)


if __name__ == '__main__':
    golden = Limits(3, 'default_')
    ratios(golden)
    rewrites(golden)
    axes(golden)
    pools(golden)
    weights(golden)
    golden.write('delegation.npz')
