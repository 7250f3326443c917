"""Golden values of single operators on int8 codes, on ties and extremes: operators.npz of the importer's tests.

    python bench/tflite_operators.py            # needs what tflite_model.py lists
"""
import numpy as np

from tflite_model import Goldens, Graph, activation, options, padding



def grid_of(type):
    """Any grid, for operators that copy codes."""
    return 0.0625, 0 if type == 'int16' else -3


def unary(goldens, name, kind, shape, out, opts=None, extra=(), grid=None, result=None, n=4, type='int8', samples=None):
    """x and constants to y, which keeps the grid of x unless `result` states one."""
    g, grid = Graph(), grid or grid_of(type)
    x = g.tensor((1, *shape), type, *grid)
    constants = [g.tensor(np.shape(c), 'int32', data=c) for c in extra]
    y = g.tensor((1, *out), type, *(result or grid))
    g.op(kind, [x, *constants], [y], opts)
    goldens.case(name, g, [x], [y], [goldens.codes(n, (1, *shape), type) if samples is None else samples])


def parts(goldens, name, kind, shape, outs, opts, before=(), after=(), type='int8'):
    """x to several parts."""
    g = Graph()
    first = [g.tensor(np.shape(c), 'int32', data=c) for c in before]
    x = g.tensor((1, *shape), type, *grid_of(type))
    last = [g.tensor(np.shape(c), 'int32', data=c) for c in after]
    ys = [g.tensor(out, type, *grid_of(type)) for out in outs]
    g.op(kind, [*first, x, *last], ys, opts)
    goldens.case(name, g, [x], ys, [goldens.codes(3, (1, *shape), type)])


def join(goldens, name, kind, shapes, out, opts, type='int8'):
    g = Graph()
    xs = [g.tensor((1, *s), type, *grid_of(type)) for s in shapes]
    y = g.tensor((1, *out), type, *grid_of(type))
    g.op(kind, xs, [y], opts)
    samples = [goldens.codes(4, (1, *s), type) for s in shapes]
    goldens.case(name, g, xs, [y], samples)


def copies(g, type='int8', tag=''):
    unary(g, tag + 'reshape', 'RESHAPE', (3, 4), (2, 6), options('Reshape', newShape=[1, 2, 6]), [[1, 2, 6]], type=type)
    unary(g, tag + 'reshape_open', 'RESHAPE', (3, 4), (12,), options('Reshape', newShape=[1, -1]), [[1, -1]], type=type)
    unary(g, tag + 'transpose', 'TRANSPOSE', (3, 4, 2), (2, 3, 4), options('Transpose'), [[0, 3, 1, 2]], type=type)
    unary(g, tag + 'transpose_negative', 'TRANSPOSE', (3, 4), (4, 3), options('Transpose'), [[0, -1, 1]], type=type)
    unary(g, tag + 'slice', 'SLICE', (5, 4), (3, 2), options('Slice'), [[0, 1, 2], [1, 3, 2]], type=type)
    unary(g, tag + 'slice_rest', 'SLICE', (5, 4), (4, 1), options('Slice'), [[0, 1, 3], [-1, -1, 1]], type=type)
    strided(g, type, tag)
    parts(g, tag + 'split', 'SPLIT', (4, 3), [(1, 2, 3)] * 2, options('Split', numSplits=2), before=[[1]], type=type)
    parts(g, tag + 'split_last', 'SPLIT', (2, 6), [(1, 2, 2)] * 3, options('Split', numSplits=3), before=[[-1]], type=type)
    parts(g, tag + 'split_v', 'SPLIT_V', (6, 2), [(1, 1, 2), (1, 3, 2), (1, 2, 2)], options('SplitV', numSplits=3), after=[[1, 3, 2], 1], type=type)
    parts(g, tag + 'split_v_open', 'SPLIT_V', (2, 7), [(1, 2, 2), (1, 2, 4), (1, 2, 1)], options('SplitV', numSplits=3), after=[[2, -1, 1], -1], type=type)
    join(g, tag + 'pack', 'PACK', [(3,)] * 3, (3, 3), options('Pack', axis=1, valuesCount=3), type=type)
    join(g, tag + 'pack_last', 'PACK', [(3,)] * 2, (3, 2), options('Pack', axis=-1, valuesCount=2), type=type)
    parts(g, tag + 'unpack', 'UNPACK', (3, 4), [(1, 4)] * 3, options('Unpack', axis=1, num=3), type=type)
    parts(g, tag + 'unpack_last', 'UNPACK', (3, 2), [(1, 3)] * 2, options('Unpack', axis=-1, num=2), type=type)
    unary(g, tag + 'squeeze', 'SQUEEZE', (1, 5, 1), (5,), options('Squeeze', squeezeDims=[1, 3]), type=type)
    unary(g, tag + 'expand_dims', 'EXPAND_DIMS', (5,), (1, 5), options('ExpandDims'), [1], type=type)
    join(g, tag + 'concatenation', 'CONCATENATION', [(2, 3), (2, 1), (2, 2)], (2, 6), options('Concatenation', axis=2), type=type)
    join(g, tag + 'concatenation_rows', 'CONCATENATION', [(2, 3), (1, 3)], (3, 3), options('Concatenation', axis=-2), type=type)
    unary(g, tag + 'pad', 'PAD', (3, 2), (6, 3), options('Pad'), [[[0, 0], [1, 2], [0, 1]]], type=type)
    padv2(g, type, tag)
    for kind, table in (('RESIZE_NEAREST_NEIGHBOR', 'ResizeNearestNeighbor'), ('RESIZE_BILINEAR', 'ResizeBilinear')):
        for a, h in ((False, False), (True, False), (False, True)):
            for i, (w, out) in enumerate((((3, 4, 2), (5, 9)), ((5, 7, 1), (2, 3)), ((1, 3, 2), (4, 1)))):
                opts = options(table, alignCorners=a, halfPixelCenters=h)
                unary(g, f'{tag}{kind.lower()}_{int(a)}{int(h)}_{i}', kind, w, (*out, w[2]), opts, [out], type=type)
    arg_max(g, type, tag)


def strided(g, type, tag):
    def slice_(name, shape, out, begin, end, stride, **masks):
        unary(g, tag + name, 'STRIDED_SLICE', shape, out, options('StridedSlice', **masks), [begin, end, stride], type=type)

    slice_('strided_slice', (5, 4), (2, 4), [0, 1, 0], [1, 3, 4], [1, 1, 1])
    slice_('strided_slice_steps', (7, 4), (3, 2), [0, 1, 0], [1, 7, 4], [1, 2, 3])
    slice_('strided_slice_back', (5, 4), (5, 2), [0, -1, 3], [1, -9, 0], [1, -1, -2])
    slice_('strided_slice_masks', (5, 4), (3, 3), [0, 2, 1], [0, 0, 0], [1, 1, 1], beginMask=1, endMask=7)
    slice_('strided_slice_shrink', (5, 4), (4,), [0, -2, 0], [1, -1, 4], [1, 1, 1], shrinkAxisMask=2)
    slice_('strided_slice_ends', (5, 4), (2, 3), [0, 3, 0], [1, 99, -1], [1, 1, 1])


def padv2(g, type, tag):
    graph = Graph()
    x, widths = graph.tensor((1, 2, 2), type, *grid_of(type)), graph.tensor((3, 2), 'int32', data=[[0, 0], [0, 1], [2, 0]])
    value, y = graph.tensor((1,), type, *grid_of(type), data=[17]), graph.tensor((1, 3, 4), type, *grid_of(type))
    graph.op('PADV2', [x, widths, value], [y], options('PadV2'))
    g.case(tag + 'padv2', graph, [x], [y], [g.codes(3, (1, 2, 2), type)])


def arg_max(g, type, tag):
    for axis, out in ((2, (4,)), (1, (3,))):
        graph = Graph()
        x, at, y = graph.tensor((1, 4, 3), type, *grid_of(type)), graph.tensor((), 'int32', data=axis), graph.tensor((1, *out), 'int32')
        graph.op('ARG_MAX', [x, at], [y], options('ArgMax', outputType=2))
        g.case(f'{tag}arg_max_{axis}', graph, [x], [y], [g.codes(20, (1, 4, 3), type, -2, 2)])


GRIDS = {'ties': ((0.5, 3), (1.0, -5)), 'fine': ((0.046, -7), (0.0317, 11)), 'up': ((1.0, 5), (0.25, -1))}


def activations(g):
    x = g.every().reshape(1, 1, 256)
    for tag, (grid, result) in GRIDS.items():
        for kind in ('RELU', 'RELU6', 'RELU_N1_TO_1', 'RELU_0_TO_1'):
            unary(g, f'{kind.lower()}_{tag}', kind, (256,), (256,), None, grid=grid, result=result, samples=x)
        for i, alpha in enumerate((0.25, 0.3, -0.5, 1.75)):
            unary(g, f'leaky_relu_{i}_{tag}', 'LEAKY_RELU', (256,), (256,), options('LeakyRelu', alpha=alpha), grid=grid, result=result, samples=x)
        unary(g, f'requantize_{tag}', 'QUANTIZE', (256,), (256,), options('Quantize'), grid=grid, result=result, samples=x)
        prelu(g, tag, grid, result)
    for kind in ('LOGISTIC', 'TANH'):
        for i, grid in enumerate(((0.05, 7), (0.25, -20), (0.004, 100))):
            out = (1 / 256, -128) if kind == 'LOGISTIC' else (1 / 128, 0)
            unary(g, f'{kind.lower()}_{i}', kind, (256,), (256,), grid=grid, result=out, samples=x)
    for i, (grid, result) in enumerate((((0.05, 7), (0.04, -9)), ((0.0625, -20), (0.0625, 3)), ((0.01, 100), (0.02, 0)))):
        unary(g, f'hard_swish_{i}', 'HARD_SWISH', (256,), (256,), options('HardSwish'), grid=grid, result=result, samples=x)
    for i, (s, beta) in enumerate(((0.1, 1.0), (0.03, 1.0), (0.05, 0.5))):
        unary(g, f'softmax_{i}', 'SOFTMAX', (3, 5), (3, 5), options('Softmax', beta=beta), grid=(s, 4), result=(1 / 256, -128), n=40)


def prelu(g, tag, grid, result):
    graph = Graph()
    slopes = np.array([-128, -77, -1, 0, 5, 64, 100, 127])
    x, alpha, y = graph.tensor((1, 32, 1, 8), 'int8', *grid), graph.tensor((1, 1, 8), 'int8', 0.0125, 9, data=slopes), graph.tensor((1, 32, 1, 8), 'int8', *result)
    graph.op('PRELU', [x, alpha], [y])
    g.case(f'prelu_{tag}', graph, [x], [y], [np.stack([np.roll(g.every(), k).reshape(1, 32, 1, 8) for k in range(8)])])


def sums(g):
    for tag, (grid, result) in {'ties': ((0.5, 3), (2.0, -5)), 'fine': ((0.046, -7), (0.197, 11)), 'same': ((0.25, 0), (0.25, 0)), 'same_odd': ((0.25, 3), (0.25, 3))}.items():
        for kind in ('SUM', 'MEAN'):
            for axes, keep, out in (([1, 2], False, (2,)), ([2], True, (4, 1, 2)), ([3], False, (4, 3)), ([1, 3], False, (3,))):
                name = f'{kind.lower()}_{tag}_{"".join(map(str, axes))}'
                unary(g, name, kind, (4, 3, 2), out, options('Reducer', keepDims=keep), [axes], grid=grid, result=result, n=60)
    unary(g, 'mean_5d', 'MEAN', (2, 3, 2, 2), (3, 2), options('Reducer', keepDims=False), [[1, 3]], grid=(0.5, 3), result=(0.25, -5), n=20)
    for i, (grid, result) in enumerate((((1.0, -3), (1.0, -3)), ((0.02, 120), (0.02, 120)))):
        for kind in ('AVERAGE_POOL_2D', 'MAX_POOL_2D'):
            for act in ('NONE', 'RELU', 'RELU6', 'RELU_N1_TO_1'):
                opts = options('Pool2D', padding=padding('SAME'), strideH=2, strideW=1, filterHeight=3, filterWidth=2, fusedActivationFunction=activation(act))
                unary(g, f'{kind.lower()}_{i}_{act.lower()}', kind, (4, 3, 2), (2, 3, 2), opts, grid=grid, result=result, n=12)


def pairs(g):
    for tag, (a, b, y) in {'ties': ((0.5, 3), (0.25, -7), (1.0, 5)), 'fine': ((0.043, 3), (0.0217, -7), (0.0713, 5)), 'far': ((0.9, 3), (0.002, -7), (0.3, 1))}.items():
        for kind in ('ADD', 'SUB', 'MUL'):
            for act in ('NONE', 'RELU6'):
                graph = Graph()
                scale = y[0] if kind != 'MUL' else y[0] * 16
                p, q, r = graph.tensor((1, 256), 'int8', *a), graph.tensor((1, 256), 'int8', *b), graph.tensor((1, 256), 'int8', scale, y[1])
                graph.op(kind, [p, q], [r], options(kind.capitalize(), fusedActivationFunction=activation(act)))
                xs = np.tile(g.every(), 4).reshape(4, 1, 256)
                ys = np.stack([np.roll(g.every()[::-1], 37 * k).reshape(1, 256) for k in range(4)])
                g.case(f'{kind.lower()}_{tag}_{act.lower()}', graph, [p, q], [r], [xs, ys])


def products(g):
    for tag, a, b, y in (('ties', (0.5, 3), (0.25, 0), (1.0, 5)), ('fine', (0.043, 3), (0.0217, 0), (0.0713, 5)), ('offset', (0.043, 3), (0.0217, -9), (0.0713, 5))):
        for x, z, shape_a, shape_b in ((False, False, (2, 3, 4), (2, 4, 5)), (True, True, (2, 4, 3), (2, 5, 4))):
            graph = Graph()
            p, q = graph.tensor((1, *shape_a), 'int8', *a), graph.tensor((1, *shape_b), 'int8', *b)
            r = graph.tensor((1, 2, 3, 5), 'int8', *y)
            graph.op('BATCH_MATMUL', [p, q], [r], options('BatchMatMul', adjX=x, adjY=z))
            name = f'batch_matmul_{tag}{"_turned" if x else ""}'
            g.case(name, graph, [p, q], [r], [g.codes(12, (1, *shape_a)), g.codes(12, (1, *shape_b), least=-20, most=20)])


def layer(g, name, kind, x, w, y, opts, grids, weights='int8', bias=True, channel=None, n=8, type='int8', bias_type='int32'):
    """A layer with weights; `channel` is the axis of per-channel scales."""
    s_in, s_out = grids
    limit = {'int8': 127, 'int4': 7}[weights]
    graph = Graph()
    outputs = w[3] if kind == 'DEPTHWISE_CONV_2D' else w[0]
    scales = 0.25 if channel is None and s_in[0] == 0.5 else 0.0173 if channel is None else [0.25 * 2.0 ** -(i % 3) if s_in[0] == 0.5 else 0.0173 * (1 + i / 7) for i in range(outputs)]
    xt = graph.tensor((1, *x), type, *s_in)
    wt = graph.tensor(w, weights, scales, 0, g.random.integers(-limit, limit + 1, w), axis=channel or 0)
    steps = s_in[0] * np.ravel(np.asarray(scales, np.float32))
    bt = [graph.tensor((outputs,), bias_type, steps, 0, g.random.integers(-900, 900, outputs))] if bias else []
    yt = graph.tensor((1, *y), type, *s_out)
    if kind == 'TRANSPOSE_CONV':
        st = graph.tensor((4,), 'int32', data=[1, *y])
        inputs = [st, wt, xt, *bt]
    else:
        inputs = [xt, wt, *bt]
    graph.op(kind, inputs, [yt], opts)
    g.case(name, graph, [xt], [yt], [g.codes(n, (1, *x), type)])


LAYER_GRIDS = {'ties': ((0.5, 3), (16.0, -5)), 'fine': ((0.043, -7), (0.913, 11))}


def layers(g):
    for tag, grids in LAYER_GRIDS.items():
        for pad, y in (('SAME', (6, 8, 3)), ('VALID', (7, 9, 3))):
            for channel in (None, 0):
                opts = options('TransposeConv', padding=padding(pad), strideH=2, strideW=2)
                for bias in (True, False):
                    name = f'transpose_conv_{pad.lower()}_{tag}_{"one" if channel is None else "each"}{"" if bias else "_bare"}'
                    layer(g, name, 'TRANSPOSE_CONV', (3, 4, 2), (3, 3, 3, 2), y, opts, grids, channel=channel, bias=bias, n=4)
        opts = options('TransposeConv', padding=padding('SAME'), strideH=1, strideW=3, fusedActivationFunction=activation('RELU6'))
        layer(g, f'transpose_conv_uneven_{tag}', 'TRANSPOSE_CONV', (3, 2, 2), (2, 2, 3, 2), (3, 6, 2), opts, grids, channel=0, n=4)
        for act in ('NONE', 'RELU', 'RELU6', 'RELU_N1_TO_1'):
            for weights in ('int8', 'int4'):
                name = f'{tag}_{act.lower()}_{weights}'
                small = tuple((s, z) for (s, z) in (grids[0], (grids[1][0] if weights == 'int8' else grids[1][0] / 16, grids[1][1])))
                opts = options('Conv2D', padding=padding('SAME'), strideH=1, strideW=2, dilationHFactor=1, dilationWFactor=1, fusedActivationFunction=activation(act))
                layer(g, f'conv_{name}', 'CONV_2D', (4, 5, 2), (3, 3, 2, 2), (4, 3, 3), opts, small, weights, channel=0, n=4)
                layer(g, f'conv_one_{name}', 'CONV_2D', (4, 5, 2), (3, 3, 2, 2), (4, 3, 3), opts, small, weights, n=2)
                opts = options('DepthwiseConv2D', padding=padding('VALID'), strideH=1, strideW=1, depthMultiplier=2, dilationHFactor=1, dilationWFactor=1, fusedActivationFunction=activation(act))
                layer(g, f'depthwise_{name}', 'DEPTHWISE_CONV_2D', (4, 5, 2), (1, 2, 3, 4), (3, 3, 4), opts, small, weights, channel=3, n=4)
                opts = options('FullyConnected', fusedActivationFunction=activation(act))
                layer(g, f'dense_{name}', 'FULLY_CONNECTED', (8,), (6, 8), (6,), opts, small, weights, channel=0, n=30)
                layer(g, f'dense_one_{name}', 'FULLY_CONNECTED', (8,), (6, 8), (6,), opts, small, weights, n=30)


if __name__ == '__main__':
    golden = Goldens(7)
    copies(golden)
    activations(golden)
    sums(golden)
    pairs(golden)
    products(golden)
    layers(golden)
    golden.write('operators.npz')
