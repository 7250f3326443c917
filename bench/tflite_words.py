"""Golden values of single operators on int16 codes: words.npz of the importer's tests.

    python bench/tflite_words.py            # needs what tflite_model.py lists
"""
import numpy as np

from tflite_model import Goldens, Graph, activation, options, padding, schema
from tflite_operators import copies, layer, unary

WORDS = {'ties': ((2.0**-9, 0), (2.0**-8, 0)), 'fine': ((0.00046, 0), (0.00131, 0)), 'up': ((2.0**-8, 0), (2.0**-10, 0))}


def some(g, n=384):
    """Codes of a line of n, extremes and the codes around zero among them."""
    x = g.random.integers(-32768, 32768, n).astype(np.int16)
    x[:9] = [-32768, -32767, 32767, 32766, 0, 1, -1, 2, -2]
    return x.reshape(1, 1, n)


def activations(g):
    x = some(g)
    for tag, (grid, result) in WORDS.items():
        for kind in ('RELU', 'RELU6', 'RELU_N1_TO_1', 'RELU_0_TO_1'):
            unary(g, f'{kind.lower()}_{tag}', kind, (384,), (384,), grid=grid, result=result, samples=x, type='int16')
        for i, alpha in enumerate((0.25, 0.3, -0.5, 1.75)):
            unary(g, f'leaky_relu_{i}_{tag}', 'LEAKY_RELU', (384,), (384,), options('LeakyRelu', alpha=alpha), grid=grid, result=result, samples=x, type='int16')
        graph = Graph()
        p, alpha, y = graph.tensor((1, 48, 8), 'int16', *grid), graph.tensor((1, 8), 'int8', 0.0125, 0, [-128, -77, -1, 0, 5, 64, 100, 127]), graph.tensor((1, 48, 8), 'int16', *result)
        graph.op('PRELU', [p, alpha], [y])
        g.case(f'prelu_{tag}', graph, [p], [y], [x.reshape(1, 1, 48, 8)])
        requantize(g, tag, grid, result)
    step = np.arange(-32768, 32768, 53).astype(np.int16)
    step[-1] = 32767
    for kind in ('LOGISTIC', 'TANH'):
        for i, scale in enumerate((2.0**-12, 2.0**-11, 2.0**-13, 2.0**-10, 2.0**-15, 0.0003, 0.00121)):
            unary(g, f'{kind.lower()}_{i}', kind, (step.size,), (step.size,), grid=(scale, 0), result=(2.0**-15, 0), samples=step.reshape(1, 1, -1), type='int16')
    for i, (s, beta) in enumerate(((2.0**-12, 1.0), (0.00031, 1.0), (0.0007, 0.5), (2.0**-9, 1.0))):
        unary(g, f'softmax_{i}', 'SOFTMAX', (6, 7), (6, 7), options('Softmax', beta=beta), grid=(s, 0), result=(2.0**-15, 0), n=3, type='int16')
    unary(g, 'hard_swish', 'HARD_SWISH', (8,), (8,), options('HardSwish'), grid=(0.001, 0), result=(0.001, 0), type='int16')


def requantize(g, tag, grid, result):
    for source, target in (('int16', 'int16'), ('int16', 'int8'), ('int8', 'int16')):
        graph = Graph()
        a = (grid[0] * (1 if source == 'int16' else 256), 0 if source == 'int16' else 3)
        b = (result[0] * (1 if target == 'int16' else 256), 0 if target == 'int16' else -5)
        x, y = graph.tensor((1, 384), source, *a), graph.tensor((1, 384), target, *b)
        graph.op('QUANTIZE', [x], [y], options('Quantize'))
        g.case(f'quantize_{source}_{target}_{tag}', graph, [x], [y], [some(g) if source == 'int16' else np.tile(g.every(), 2)[:384].reshape(1, 1, 384)])


def pairs(g):
    for tag, (a, b, y) in {'ties': (2.0**-9, 2.0**-10, 2.0**-8), 'fine': (0.00043, 0.000217, 0.000713), 'same': (2.0**-9, 2.0**-9, 2.0**-9), 'shift': (2.0**-9, 2.0**-12, 2.0**-9), 'far': (0.009, 0.00002, 0.003)}.items():
        for kind in ('ADD', 'SUB', 'MUL'):
            for pot in (False, True) if kind != 'MUL' else (False,):
                for act in ('NONE', 'RELU6'):
                    fields = {'potScaleInt16': pot} if kind != 'MUL' else {}
                    graph = Graph()
                    p, q = graph.tensor((1, 384), 'int16', a, 0), graph.tensor((1, 384), 'int16', b, 0)
                    r = graph.tensor((1, 384), 'int16', y * (32 if kind == 'MUL' else 1), 0)
                    graph.op(kind, [p, q], [r], options(kind.capitalize(), fusedActivationFunction=activation(act), **fields))
                    g.case(f'{kind.lower()}_{tag}_{act.lower()}{"_pot" if pot else ""}', graph, [p, q], [r], [some(g), some(g)])
    for kind in ('ADD', 'SUB', 'MUL'):
        graph = Graph()
        p, q, r = graph.tensor((1, 16, 8), 'int16', 0.001, 0), graph.tensor((1, 8), 'int16', 0.002, 0), graph.tensor((1, 16, 8), 'int16', 0.003 if kind != 'MUL' else 0.05, 0)
        graph.op(kind, [p, q], [r], options(kind.capitalize(), **({'potScaleInt16': False} if kind != 'MUL' else {})))
        g.case(f'{kind.lower()}_broadcast', graph, [p, q], [r], [g.codes(2, (1, 16, 8), 'int16'), g.codes(2, (1, 8), 'int16')])


def sums(g):
    for tag, (grid, result) in {'ties': ((2.0**-9, 0), (2.0**-7, 0)), 'fine': ((0.00046, 0), (0.00197, 0)), 'same': ((2.0**-9, 0), (2.0**-9, 0))}.items():
        for kind in ('SUM', 'MEAN'):
            for axes, keep, out in (([1, 2], False, (2,)), ([2], True, (4, 1, 2)), ([3], False, (4, 3))):
                unary(g, f'{kind.lower()}_{tag}_{"".join(map(str, axes))}', kind, (4, 3, 2), out, options('Reducer', keepDims=keep), [axes], grid=grid, result=result, n=20, type='int16')
    for kind in ('AVERAGE_POOL_2D', 'MAX_POOL_2D'):
        for act in ('NONE', 'RELU', 'RELU6', 'RELU_N1_TO_1'):
            opts = options('Pool2D', padding=padding('SAME'), strideH=2, strideW=1, filterHeight=3, filterWidth=2, fusedActivationFunction=activation(act))
            unary(g, f'{kind.lower()}_{act.lower()}', kind, (4, 3, 2), (2, 3, 2), opts, grid=(2.0**-11, 0), result=(2.0**-11, 0), n=12, type='int16')


def products(g):
    for tag, a, b, y in (('ties', 2.0**-9, 2.0**-7, 2.0**-3), ('fine', 0.00043, 0.0097, 0.0713)):
        for right in ('int16', 'int8'):
            for turned, shape_a, shape_b in ((False, (2, 3, 4), (2, 4, 5)), (True, (2, 4, 3), (2, 5, 4))):
                graph = Graph()
                p, q = graph.tensor((1, *shape_a), 'int16', a, 0), graph.tensor((1, *shape_b), right, b, 0)
                r = graph.tensor((1, 2, 3, 5), 'int16', y, 0)
                graph.op('BATCH_MATMUL', [p, q], [r], options('BatchMatMul', adjX=turned, adjY=turned))
                g.case(f'batch_matmul_{tag}_{right}{"_turned" if turned else ""}', graph, [p, q], [r], [g.codes(6, (1, *shape_a), 'int16'), g.codes(6, (1, *shape_b), right, -100, 100)])


BIASES = {'none': (False, 'int64', None), 'long': (True, 'int64', None), 'long_stated': (True, 'int64', 'INT64'), 'short_stated': (True, 'int32', 'INT32'), 'none_stated': (False, 'int32', 'INT32'), 'short': (True, 'int32', None)}


def layers(g):
    for tag, (s_in, s_out) in {'ties': (0.5, 256.0), 'fine': (0.043, 3.913)}.items():
        grids = ((s_in, 0), (s_out, 0))
        for bias, (has, type, stated) in BIASES.items():
            more = {'quantizedBiasType': getattr(schema.TensorType, stated)} if stated else {}
            for channel in (None, 0):
                for weights in ('int8', 'int4'):
                    if weights == 'int4' and (channel is None or bias not in ('long', 'short_stated')):
                        continue
                    how = dict(channel=channel, bias=has, bias_type=type, type='int16', weights=weights, n=6)
                    name = f'{tag}_{bias}_{"one" if channel is None else "each"}{"_int4" if weights == "int4" else ""}'
                    opts = options('Conv2D', padding=padding('SAME'), strideH=1, strideW=2, dilationHFactor=1, dilationWFactor=1, fusedActivationFunction=activation('RELU' if has else 'NONE'), **more)
                    layer(g, f'conv_{name}', 'CONV_2D', (4, 5, 2), (3, 3, 2, 2), (4, 3, 3), opts, grids, **how)
                    opts = options('FullyConnected', **more)
                    layer(g, f'dense_{name}', 'FULLY_CONNECTED', (8,), (6, 8), (6,), opts, grids, **(how | dict(n=20)))
                    opts = options('TransposeConv', padding=padding('SAME'), strideH=2, strideW=2, **more)
                    if weights == 'int8':
                        layer(g, f'transpose_conv_{name}', 'TRANSPOSE_CONV', (2, 3, 2), (3, 3, 3, 2), (4, 6, 3), opts, grids, **how)
                    if not stated:
                        opts = options('DepthwiseConv2D', padding=padding('VALID'), strideH=1, strideW=1, depthMultiplier=2, dilationHFactor=1, dilationWFactor=1)
                        layer(g, f'depthwise_{name}', 'DEPTHWISE_CONV_2D', (4, 5, 2), (1, 2, 3, 4), (3, 3, 4), opts, grids, **(how | dict(channel=channel if channel is None else 3)))


if __name__ == '__main__':
    golden = Goldens(16, 'words_')
    copies(golden, 'int16')
    activations(golden)
    pairs(golden)
    sums(golden)
    products(golden)
    layers(golden)
    golden.write('words.npz')
