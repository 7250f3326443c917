"""Golden values where a runtime takes another kernel than usual, or a constant stands beside activations: corners.npz of the importer's tests.

    python bench/tflite_corners.py            # needs what tflite_model.py lists
"""
import numpy as np

from tflite_model import Goldens, Graph, options, padding


def joined(g):
    for name, places in {'first': (1, 0), 'last': (0, 1), 'between': (0, 1, 0)}.items():
        for type, zero in (('int8', -77), ('uint8', 255), ('int16', 0)):
            graph = Graph()
            x = graph.tensor((1, 2, 3), type, 0.1, zero)
            c = graph.tensor((1, 2, 3), type, 0.1, zero, g.codes(1, (1, 2, 3), type))
            y = graph.tensor((1, 2, 3 * len(places)), type, 0.1, zero)
            graph.op('CONCATENATION', [(x, c)[i] for i in places], [y], options('Concatenation', axis=2), 2)
            g.case(f'joined_{name}_{type}', graph, [x], [y], [g.codes(4, (1, 2, 3), type)])
    graph = Graph()
    x, c, y = graph.tensor((1, 6), 'int8', 0.1, 5), graph.tensor((1, 6), 'int8', 0.1, 5, [0] * 6), graph.tensor((1, 2, 6), 'int8', 0.1, 5)
    graph.op('PACK', [x, c], [y], options('Pack', axis=1, valuesCount=2), 2)
    g.case('packed', graph, [x], [y], [g.codes(4, (1, 6))])


def turned(g):
    """Operators on a tensor whose first axis is no batch any more."""
    grid = (0.1, 66)
    for name, shape, out in (('slice', (3, 2, 1, 4), (2, 2, 1, 3)), ('nearest', (3, 2, 1, 4), (3, 4, 3, 4)), ('pad', (3, 2, 1, 4), (3, 3, 3, 4)), ('joined', (3, 2, 1, 4), (3, 2, 2, 4)), ('sum', (3, 2, 1, 4), (3, 2, 1, 4))):
        graph = Graph()
        x, t, y = graph.tensor((1, 2, 3, 4), 'int8', *grid), graph.tensor(shape, 'int8', *grid), graph.tensor(out, 'int8', *grid)
        graph.op('TRANSPOSE', [x, graph.tensor((4,), 'int32', data=[2, 1, 0, 3])], [t], options('Transpose'))
        if name == 'slice':
            graph.op('SLICE', [t, graph.tensor((4,), 'int32', data=[1, 0, 0, 1]), graph.tensor((4,), 'int32', data=out)], [y], options('Slice'))
        elif name == 'nearest':
            graph.op('RESIZE_NEAREST_NEIGHBOR', [t, graph.tensor((2,), 'int32', data=[4, 3])], [y], options('ResizeNearestNeighbor'))
        elif name == 'pad':
            graph.op('PAD', [t, graph.tensor((4, 2), 'int32', data=[0, 0, 1, 0, 0, 2, 0, 0])], [y], options('Pad'))
        elif name == 'joined':
            graph.op('CONCATENATION', [t, t], [y], options('Concatenation', axis=2))
        else:
            graph.op('ADD', [t, graph.tensor((1, 4), 'int8', 0.07, 3, [-100, 0, 50, 127])], [y], options('Add'))
        flat = graph.tensor((1, int(np.prod(out))), 'int8', *grid)
        graph.op('RESHAPE', [y, graph.tensor((2,), 'int32', data=[1, -1])], [flat], options('Reshape', newShape=[1, -1]))
        g.case(f'turned_{name}', graph, [x], [flat], [g.codes(4, (1, 2, 3, 4))])


def gaps(g):
    """Transposed convolutions whose strides exceed the kernel, which XNNPACK does not take."""
    for type, zero in (('int8', -128), ('uint8', 0)):
        for kernel, strides in (((1, 1), (2, 2)), ((3, 2), (3, 3)), ((2, 3), (3, 2))):
            for tag, scales in {'ties': (0.5, 2.0**-6, 0.5), 'fine': (0.43, 0.0173, 0.61)}.items():
                graph = Graph()
                shape, out = (1, 4, 5, 2), (1, 4 * strides[0], 5 * strides[1], 3)
                x, y = graph.tensor(shape, type, scales[0], zero), graph.tensor(out, type, scales[2], zero + 128)
                w = graph.tensor((3, *kernel, 2), type, scales[1], 0 if type == 'int8' else 128, g.codes(1, (3, *kernel, 2), type, 1 if type == 'uint8' else -127))
                b = graph.tensor((3,), 'int32', scales[0] * scales[1], 0, [993, -1025, 96])
                graph.op('TRANSPOSE_CONV', [graph.tensor((4,), 'int32', data=out), w, x, b], [y], options('TransposeConv', padding=padding('SAME'), strideH=strides[0], strideW=strides[1]), 3)
                g.case(f'gaps_{type}_{"".join(map(str, kernel))}_{tag}', graph, [x], [y], [g.codes(4, shape, type)])


def squares(g):
    for tag, (s, z, t, zero) in {'ties_odd': (2.0**-7, -128, 2.0**-7, 81), 'ties_even': (2.0**-7, -128, 2.0**-7, 80), 'fine': (0.0093, 3, 0.0071, -5)}.items():
        graph = Graph()
        x, y = graph.tensor((1, 256), 'int8', s, z), graph.tensor((1, 256), 'int8', t, zero)
        graph.op('MUL', [x, x], [y], options('Mul'))
        g.case(f'square_{tag}', graph, [x], [y], [g.every().reshape(1, 1, 256)])


def steep(g):
    """Softmaxes of which any difference in codes is out of range."""
    for scale in (17.0, 40.0, 4000.0):
        graph = Graph()
        x, y = graph.tensor((1, 4, 5), 'int8', scale, 7), graph.tensor((1, 4, 5), 'int8', 2.0**-8, -128)
        graph.op('SOFTMAX', [x], [y], options('Softmax', beta=1.0))
        g.case(f'steep_{int(scale)}', graph, [x], [y], [np.concatenate([g.codes(4, (1, 4, 5)), g.codes(4, (1, 4, 5), least=10, most=12)])])


if __name__ == '__main__':
    golden = Goldens(20, 'corners_')
    joined(golden)
    turned(golden)
    gaps(golden)
    squares(golden)
    steep(golden)
    golden.write('corners.npz')
