"""Golden values of operators on uint8 codes, on ties and extremes: uint8.npz of the importer's tests.

    python bench/tflite_uint8.py                # needs what tflite_model.py lists
"""
import numpy as np

from tflite_model import Goldens, Graph, activation, options, padding

# Grids of an input and an output: powers of two put results on ties.
GRIDS = {'ties': ((0.5, 131), (1.0, 60)), 'fine': ((0.046, 121), (0.0317, 139)), 'up': ((1.0, 133), (0.25, 127))}


class Cases(Goldens):
    def case(self, name, *args, **kwargs):
        super().case('uint8_' + name, *args, **kwargs)


def unary(g, name, kind, shape, out, opts=None, extra=(), grid=(0.0625, 125), result=None, n=4, samples=None, kinds=('uint8', 'uint8')):
    """x and constants to y, which keeps the grid of x unless `result` states one."""
    graph = Graph()
    x = graph.tensor((1, *shape), kinds[0], *(grid if kinds[0] != 'float32' else ()))
    constants = [graph.tensor(np.shape(c), 'int32', data=c) for c in extra]
    y = graph.tensor((1, *out), kinds[1], *((result or grid) if kinds[1] not in ('float32', 'int32') else ()))
    graph.op(kind, [x, *constants], [y], opts)
    g.case(name, graph, [x], [y], [g.codes(n, (1, *shape), kinds[0]) if samples is None else samples])


def copies(g):
    unary(g, 'reshape', 'RESHAPE', (3, 4), (2, 6), options('Reshape', newShape=[1, 2, 6]), [[1, 2, 6]], n=1)
    unary(g, 'transpose', 'TRANSPOSE', (3, 4, 2), (2, 3, 4), options('Transpose'), [[0, 3, 1, 2]], n=1)
    unary(g, 'slice', 'SLICE', (5, 4), (3, 2), options('Slice'), [[0, 1, 2], [1, 3, 2]], n=1)
    unary(g, 'strided_slice', 'STRIDED_SLICE', (7, 4), (3, 2), options('StridedSlice'), [[0, 1, 0], [1, 7, 4], [1, 2, 3]], n=1)
    unary(g, 'squeeze', 'SQUEEZE', (1, 5, 1), (5,), options('Squeeze', squeezeDims=[1, 3]), n=1)
    unary(g, 'expand_dims', 'EXPAND_DIMS', (5,), (1, 5), options('ExpandDims'), [1], n=1)
    unary(g, 'pad', 'PAD', (3, 2), (6, 3), options('Pad'), [[[0, 0], [1, 2], [0, 1]]], n=2)
    for kind, table in (('RESIZE_NEAREST_NEIGHBOR', 'ResizeNearestNeighbor'), ('RESIZE_BILINEAR', 'ResizeBilinear')):
        for a, h in ((False, False), (True, False), (False, True)):
            for i, (w, out) in enumerate((((3, 4, 2), (5, 9)), ((5, 7, 1), (2, 3)), ((2, 2, 2), (4, 4)))):
                opts = options(table, alignCorners=a, halfPixelCenters=h)
                unary(g, f'{kind.lower()}_{int(a)}{int(h)}_{i}', kind, w, (*out, w[2]), opts, [out], n=6)
    for axis, out in ((2, (4,)), (1, (3,))):
        graph = Graph()
        x, at, y = graph.tensor((1, 4, 3), 'uint8', 0.5, 3), graph.tensor((), 'int32', data=axis), graph.tensor((1, *out), 'int32')
        graph.op('ARG_MAX', [x, at], [y], options('ArgMax', outputType=2))
        g.case(f'arg_max_{axis}', graph, [x], [y], [g.codes(12, (1, 4, 3), 'uint8', 126, 130)])
    padv2(g)
    parts(g)


def padv2(g):
    graph = Graph()
    x, widths = graph.tensor((1, 2, 2), 'uint8', 0.5, 3), graph.tensor((3, 2), 'int32', data=[[0, 0], [0, 1], [2, 0]])
    value, y = graph.tensor((1,), 'uint8', 0.5, 3, data=[217]), graph.tensor((1, 3, 4), 'uint8', 0.5, 3)
    graph.op('PADV2', [x, widths, value], [y], options('PadV2'))
    g.case('padv2', graph, [x], [y], [g.codes(2, (1, 2, 2), 'uint8')])


def parts(g):
    grid = ('uint8', 0.25, 200)
    graph = Graph()
    at, x, ys = graph.tensor((), 'int32', data=1), graph.tensor((1, 4, 3), *grid), [graph.tensor((1, 2, 3), *grid) for _ in range(2)]
    graph.op('SPLIT', [at, x], ys, options('Split', numSplits=2))
    g.case('split', graph, [x], ys, [g.codes(2, (1, 4, 3), 'uint8')])
    graph = Graph()
    x, sizes, at = graph.tensor((1, 4, 3), *grid), graph.tensor((2,), 'int32', data=[1, 3]), graph.tensor((), 'int32', data=1)
    ys = [graph.tensor((1, n, 3), *grid) for n in (1, 3)]
    graph.op('SPLIT_V', [x, sizes, at], ys, options('SplitV', numSplits=2))
    g.case('split_v', graph, [x], ys, [g.codes(2, (1, 4, 3), 'uint8')])
    graph = Graph()
    x, ys = graph.tensor((1, 2, 3), *grid), [graph.tensor((1, 3), *grid) for _ in range(2)]
    graph.op('UNPACK', [x], ys, options('Unpack', axis=1, num=2))
    g.case('unpack', graph, [x], ys, [g.codes(2, (1, 2, 3), 'uint8')])
    graph = Graph()
    xs, y = [graph.tensor((1, 3), *grid) for _ in range(2)], graph.tensor((1, 2, 3), *grid)
    graph.op('PACK', xs, [y], options('Pack', axis=1, valuesCount=2))
    g.case('pack', graph, xs, [y], [g.codes(2, (1, 3), 'uint8') for _ in range(2)])
    every = np.tile(g.every('uint8'), 2).reshape(2, 1, 256)
    for name, grids in (
        ('same', ((0.25, 200),) * 3),
        ('ties', ((0.5, 131), (0.25, 7), (1.0, 60))),
        ('fine', ((0.046, 121), (0.0713, 139), (0.0317, 100))),
        ('up', ((1.0, 133), (0.25, 127), (0.25, 127))),
    ):
        graph = Graph()
        a, b, y = (graph.tensor((1, w), 'uint8', *grid) for w, grid in zip((256, 256, 512), grids))
        graph.op('CONCATENATION', [a, b], [y], options('Concatenation', axis=1))
        g.case(f'concatenation_{name}', graph, [a, b], [y], [every, every[:, :, ::-1].copy()])


def activations(g):
    x = g.every('uint8').reshape(1, 1, 256)
    for tag, (grid, result) in GRIDS.items():
        for kind in ('RELU', 'RELU6', 'RELU_N1_TO_1', 'RELU_0_TO_1'):
            unary(g, f'{kind.lower()}_{tag}', kind, (256,), (256,), None, grid=grid, result=result, samples=x)
        for i, alpha in enumerate((0.25, 0.3, -0.5)):
            unary(g, f'leaky_relu_{i}_{tag}', 'LEAKY_RELU', (256,), (256,), options('LeakyRelu', alpha=alpha), grid=grid, result=result, samples=x)
        graph = Graph()
        p, y = graph.tensor((1, 32, 1, 8), 'uint8', *grid), graph.tensor((1, 32, 1, 8), 'uint8', *result)
        alpha = graph.tensor((1, 1, 8), 'uint8', 0.0125, 129, data=[0, 51, 127, 128, 133, 192, 228, 255])
        graph.op('PRELU', [p, alpha], [y])
        g.case(f'prelu_{tag}', graph, [p], [y], [np.stack([np.roll(g.every('uint8'), k).reshape(1, 32, 1, 8) for k in range(8)])])
        signed = (result[0], result[1] - 128)
        unary(g, f'quantize_{tag}', 'QUANTIZE', (256,), (256,), options('Quantize'), grid=grid, result=result, samples=x)
        unary(g, f'to_signed_{tag}', 'QUANTIZE', (256,), (256,), options('Quantize'), grid=grid, result=signed, samples=x, kinds=('uint8', 'int8'))
        unary(g, f'from_signed_{tag}', 'QUANTIZE', (256,), (256,), options('Quantize'), grid=(grid[0], grid[1] - 128), result=result,
              samples=g.every().reshape(1, 1, 256), kinds=('int8', 'uint8'))
    unary(g, 'flip', 'QUANTIZE', (256,), (256,), options('Quantize'), grid=(0.25, 128), result=(0.25, 0), samples=x, kinds=('uint8', 'int8'))
    unary(g, 'flip_back', 'QUANTIZE', (256,), (256,), options('Quantize'), grid=(0.25, 0), result=(0.25, 128),
          samples=g.every().reshape(1, 1, 256), kinds=('int8', 'uint8'))
    for kind, out in (('LOGISTIC', (1 / 256, 0)), ('TANH', (1 / 128, 128))):
        for i, grid in enumerate(((0.05, 135), (0.25, 108), (0.004, 228), (0.0625, 128))):
            unary(g, f'{kind.lower()}_{i}', kind, (256,), (256,), grid=grid, result=out, samples=x)
    for i, (grid, result) in enumerate((((0.05, 135), (0.04, 119)), ((0.0625, 108), (0.0625, 131)), ((0.01, 228), (0.02, 128)))):
        unary(g, f'hard_swish_{i}', 'HARD_SWISH', (256,), (256,), options('HardSwish'), grid=grid, result=result, samples=x)
    for i, (s, beta) in enumerate(((0.1, 1.0), (0.03, 1.0), (0.05, 0.5))):
        unary(g, f'softmax_{i}', 'SOFTMAX', (3, 5), (3, 5), options('Softmax', beta=beta), grid=(s, 132), result=(1 / 256, 0), n=30)


def reals(g):
    """From float32, whose bits are stored."""
    for tag, (scale, zero) in {'ties': (0.5, 131), 'fine': (0.0317, 100)}.items():
        x = (np.arange(-512, 512) * scale / 4).astype(np.float32).reshape(4, 1, 256)
        x[0, 0, :3] = -1e7, 1e7, -0.0
        unary(g, f'from_reals_{tag}', 'QUANTIZE', (256,), (256,), options('Quantize'), result=(scale, zero), samples=x, kinds=('float32', 'uint8'))
        g.arrays[f'uint8_from_reals_{tag}/in0'] = x.view(np.int32)


def sums(g):
    for tag, (grid, result) in {'ties': ((0.5, 131), (2.0, 123)), 'fine': ((0.046, 121), (0.197, 139)), 'same': ((0.25, 0), (0.25, 0)), 'same_odd': ((0.25, 131), (0.25, 131))}.items():
        for kind in ('SUM', 'MEAN'):
            for axes, keep, out in (([1, 2], False, (2,)), ([2], True, (4, 1, 2)), ([3], False, (4, 3))):
                name = f'{kind.lower()}_{tag}_{"".join(map(str, axes))}'
                unary(g, name, kind, (4, 3, 2), out, options('Reducer', keepDims=keep), [axes], grid=grid, result=result, n=30)
    for i, grid in enumerate(((1.0, 125), (0.02, 248))):
        for kind in ('AVERAGE_POOL_2D', 'MAX_POOL_2D'):
            for act in ('NONE', 'RELU', 'RELU6', 'RELU_N1_TO_1'):
                opts = options('Pool2D', padding=padding('SAME'), strideH=2, strideW=1, filterHeight=3, filterWidth=2, fusedActivationFunction=activation(act))
                unary(g, f'{kind.lower()}_{i}_{act.lower()}', kind, (4, 3, 2), (2, 3, 2), opts, grid=grid, n=10)


def pairs(g):
    grids = {'ties': ((0.5, 131), (0.25, 121), (1.0, 133)), 'fine': ((0.043, 131), (0.0217, 121), (0.0713, 133))}
    for tag, (a, b, y) in grids.items():
        for kind in ('ADD', 'SUB', 'MUL'):
            for act in ('NONE', 'RELU6'):
                graph = Graph()
                scale = y[0] if kind != 'MUL' else y[0] * 16
                p, q, r = graph.tensor((1, 256), 'uint8', *a), graph.tensor((1, 256), 'uint8', *b), graph.tensor((1, 256), 'uint8', scale, y[1])
                graph.op(kind, [p, q], [r], options(kind.capitalize(), fusedActivationFunction=activation(act)))
                xs = np.tile(g.every('uint8'), 8).reshape(8, 1, 256)
                ys = np.stack([np.roll(g.every('uint8')[::-1], 37 * k).reshape(1, 256) for k in range(8)])
                g.case(f'{kind.lower()}_{tag}_{act.lower()}', graph, [p, q], [r], [xs, ys])
    graph = Graph()
    p, q, r = graph.tensor((1, 64, 4), 'uint8', 0.5, 131), graph.tensor((4,), 'uint8', 0.25, 121, data=[0, 100, 130, 255]), graph.tensor((1, 64, 4), 'uint8', 1.0, 60)
    graph.op('ADD', [p, q], [r], options('Add'))
    g.case('add_constant', graph, [p], [r], [g.every('uint8').reshape(1, 1, 64, 4)])


def layer(g, name, kind, x, w, y, opts, grids, weights=None, bias=True, n=8, near=None):
    """A layer whose weights have a zero point, unless `weights` says otherwise; `near` keeps codes near the zero points."""
    s_in, s_out = grids
    scale, zero = weights or (0.25 if s_in[0] == 0.5 else 0.0173, 119)
    graph = Graph()
    outputs = w[3] if kind == 'DEPTHWISE_CONV_2D' else w[0]
    xt = graph.tensor((1, *x), 'uint8', *s_in)
    wt = graph.tensor(w, 'uint8', scale, zero, g.random.integers(0, 256, w) if near is None else g.random.integers(zero - 1, zero + 2, w))
    bt = [graph.tensor((outputs,), 'int32', s_in[0] * np.float32(scale), 0, g.random.integers(-900, 900, outputs) // (1 if near is None else 100))] if bias else []
    yt = graph.tensor((1, *y), 'uint8', *s_out)
    inputs = [graph.tensor((4,), 'int32', data=[1, *y]), wt, xt, *bt] if kind == 'TRANSPOSE_CONV' else [xt, wt, *bt]
    graph.op(kind, inputs, [yt], opts)
    least, most = (None, None) if near is None else (s_in[1] - near, s_in[1] + near)
    g.case(name, graph, [xt], [yt], [g.codes(n, (1, *x), 'uint8', least, most)])


def products(g):
    """fl32(0.1 * 10) is 1, of which the exact product is a little more: it decides ties."""
    grids, weights = ((0.1, 131), (2.0, 123)), (10.0, 119)
    one = dict(strideH=1, strideW=1, dilationHFactor=1, dilationWFactor=1)
    layer(g, 'conv_product', 'CONV_2D', (4, 5, 2), (3, 3, 2, 2), (4, 5, 3), options('Conv2D', padding=padding('SAME'), **one), grids, weights, near=9)
    layer(g, 'conv_groups', 'CONV_2D', (4, 5, 4), (6, 3, 2, 2), (4, 5, 6), options('Conv2D', padding=padding('SAME'), **one), grids, weights, near=9)
    opts = options('DepthwiseConv2D', padding=padding('SAME'), depthMultiplier=2, **one)
    layer(g, 'depthwise_product', 'DEPTHWISE_CONV_2D', (4, 5, 2), (1, 2, 3, 4), (4, 5, 4), opts, grids, weights, near=9)
    layer(g, 'dense_product', 'FULLY_CONNECTED', (8,), (6, 8), (6,), options('FullyConnected'), grids, weights, n=40, near=9)
    opts = options('TransposeConv', padding=padding('SAME'), strideH=2, strideW=2)
    layer(g, 'transpose_conv_product', 'TRANSPOSE_CONV', (3, 4, 2), (3, 3, 3, 2), (6, 8, 3), opts, grids, weights, near=9)


def layers(g):
    for tag, grids in {'ties': ((0.5, 131), (16.0, 123)), 'fine': ((0.043, 121), (0.913, 139))}.items():
        for act in ('NONE', 'RELU6'):
            one = dict(strideH=1, strideW=2, dilationHFactor=1, dilationWFactor=1, fusedActivationFunction=activation(act))
            for pad, y in (('SAME', (4, 3, 3)), ('VALID', (2, 2, 3))):
                layer(g, f'conv_{tag}_{act.lower()}_{pad.lower()}', 'CONV_2D', (4, 5, 2), (3, 3, 2, 2), y, options('Conv2D', padding=padding(pad), **one), grids)
                deep = options('DepthwiseConv2D', padding=padding(pad), depthMultiplier=2, **{**one, 'strideW': 1})
                y = (4, 5, 4) if pad == 'SAME' else (3, 3, 4)
                layer(g, f'depthwise_{tag}_{act.lower()}_{pad.lower()}', 'DEPTHWISE_CONV_2D', (4, 5, 2), (1, 2, 3, 4), y, deep, grids)
            layer(g, f'dense_{tag}_{act.lower()}', 'FULLY_CONNECTED', (8,), (6, 8), (6,), options('FullyConnected', fusedActivationFunction=activation(act)), grids, n=40)
        opts = options('TransposeConv', padding=padding('SAME'), strideH=2, strideW=2)
        for bias in (True, False):
            layer(g, f'transpose_conv_{tag}{"" if bias else "_bare"}', 'TRANSPOSE_CONV', (3, 4, 2), (3, 3, 3, 2), (6, 8, 3), opts, grids, bias=bias)
            layer(g, f'dense_{tag}{"_biased" if bias else "_bare"}', 'FULLY_CONNECTED', (8,), (6, 8), (6,), options('FullyConnected'), grids, (0.25 if tag == 'ties' else 0.0173, 0), bias, 20)
        opts = options('Conv2D', padding=padding('SAME'), strideH=1, strideW=1, dilationHFactor=2, dilationWFactor=2)
        layer(g, f'conv_dilated_{tag}', 'CONV_2D', (4, 5, 2), (3, 3, 2, 2), (4, 5, 3), opts, grids, (0.25 if tag == 'ties' else 0.0173, 255))


if __name__ == '__main__':
    golden = Cases(8)
    copies(golden)
    activations(golden)
    reals(golden)
    sums(golden)
    pairs(golden)
    layers(golden)
    products(golden)
    golden.write('uint8.npz')
