"""Golden values of layers with sparse weights, which LiteRT's own converter stores: sparse.npz of the importer's tests.

    python bench/tflite_sparse.py               # needs what tflite_model.py lists

Two things are left out. LiteRT 2.3.0 does not load FULLY_CONNECTED with DENSIFY before it when XNNPACK takes it (1.4.0 and 2.1.0 do, and compute what
they compute of dense weights). And what does not know sparse weights reads past their end.
"""
import numpy as np
from ai_edge_litert import format_converter_wrapper_pybind11 as converter
from ai_edge_litert import schema_py_generated as schema

from tflite_model import PROFILES, Goldens, Graph, options, padding

DENSE, CSR = 0, 1
VECTORS = {'32': (1, schema.Int32VectorT), '16': (2, schema.Uint16VectorT), '8': (3, schema.Uint8VectorT)}


def sparse(graph, tensor, dense, order, formats, blocks=(), block_map=(), kinds='32'):
    """Stores `dense` in a tensor of the graph; formats are those of the axes, in their own order; kinds of segments and indices."""
    kind = converter.TfLiteDimensionType
    types = [kind.TF_LITE_DIM_SPARSE_CSR if f == CSR else kind.TF_LITE_DIM_DENSE for f in formats]
    c = converter.FormatConverterFp32(list(dense.shape), list(order), types, list(blocks), list(block_map))
    c.DenseToSparse(np.ascontiguousarray(dense, np.float32))
    metadata = c.GetDimMetadata()
    p = schema.SparsityParametersT()
    p.traversalOrder, p.blockMap, p.dimMetadata = list(order), list(block_map), []
    for level, axis in enumerate(order):
        d = schema.DimensionMetadataT()
        if level < dense.ndim and formats[axis] == CSR:
            d.format = CSR
            (d.arraySegmentsType, segments), (d.arrayIndicesType, indices) = VECTORS[kinds], VECTORS[kinds]
            d.arraySegments, d.arrayIndices = segments(), indices()
            d.arraySegments.values, d.arrayIndices.values = metadata[2 * level], metadata[2 * level + 1]
        else:
            d.denseSize = metadata[2 * level][0]
        p.dimMetadata.append(d)
    buffer = schema.BufferT()
    buffer.data = np.frombuffer(np.array(c.GetData(), np.int8).tobytes(), np.uint8)
    graph.tensors[tensor].buffer = len(graph.buffers)
    graph.tensors[tensor].sparsity = p
    graph.buffers.append(buffer)


def pruned(goldens, shape, share=0.6, block=None):
    """Codes of which a share is 0, whole blocks of them if a shape of blocks is given."""
    codes = goldens.random.integers(-128, 128, shape)
    kept = goldens.random.random(shape if block is None else [n // b for n, b in zip(shape, block)]) >= share
    return codes * (kept if block is None else np.kron(kept, np.ones(block, int)))


def weights(graph, dense, scale, axis, densify, **layout):
    w = graph.tensor(dense.shape, 'int8', scale, axis=axis)
    sparse(graph, w, dense, **layout)
    if not densify:
        return w
    out = graph.tensor(dense.shape, 'int8', scale, axis=axis)
    graph.op('DENSIFY', [w], [out])
    return out


def fully_connected(goldens, name, dense, scale, densify=True, profiles=('tflm', 'tflite-reference'), **layout):
    """Scales of powers of two put results on ties."""
    graph = Graph()
    outputs, inputs = dense.shape
    x = graph.tensor((1, inputs), 'int8', 0.5, 3)
    w = weights(graph, dense, scale, 0, densify, **layout)
    b = graph.tensor((outputs,), 'int32', np.multiply(0.5, scale), data=goldens.random.integers(-300, 300, outputs))
    y = graph.tensor((1, outputs), 'int8', 32.0, -4)
    graph.op('FULLY_CONNECTED', [x, w, b], [y], options('FullyConnected'), version=4)
    goldens.case(name, graph, [x], [y], [goldens.codes(60, (1, inputs))], profiles=profiles)


def conv(goldens, name, dense, scale, depthwise=False, **layout):
    graph = Graph()
    channels, outputs = (dense.shape[3], dense.shape[3]) if depthwise else (dense.shape[3], dense.shape[0])
    x = graph.tensor((1, 4, 5, channels), 'int8', 0.5, 3)
    w = weights(graph, dense, scale, 3 if depthwise else 0, True, **layout)
    b = graph.tensor((outputs,), 'int32', np.multiply(0.5, scale), data=goldens.random.integers(-300, 300, outputs))
    y = graph.tensor((1, 4, 5, outputs), 'int8', 16.0, -4)
    kind = 'DEPTHWISE_CONV_2D' if depthwise else 'CONV_2D'
    table = options('DepthwiseConv2D' if depthwise else 'Conv2D', padding=padding('SAME'), strideW=1, strideH=1)
    if depthwise:
        table.depthMultiplier = 1
    graph.op(kind, [x, w, b], [y], table, version=3)
    goldens.case(name, graph, [x], [y], [goldens.codes(4, (1, 4, 5, channels))], profiles=PROFILES)


def main():
    g = Goldens(7)
    scale, scales = 0.25, [0.25, 0.5, 0.0625, 0.3]
    blocks = pruned(g, (4, 48), 0.5, (1, 16))
    rows = dict(order=[0, 1, 2], formats=[DENSE, CSR], blocks=[16], block_map=[1])
    fully_connected(g, 'direct', blocks, scale, False, ('tflite-reference',), **rows)
    fully_connected(g, 'direct_bytes', blocks, scales, False, ('tflite-reference',), kinds='8', **rows)
    fully_connected(g, 'direct_uneven', blocks, 0.2371, False, ('tflite-reference',), kinds='16', **rows)
    fully_connected(g, 'row_blocks', blocks, scales, **rows)
    matrix = pruned(g, (4, 6))
    matrix[2] = 0
    fully_connected(g, 'rows', matrix, scale, order=[0, 1], formats=[DENSE, CSR])
    fully_connected(g, 'columns', matrix, scale, order=[1, 0], formats=[CSR, DENSE], kinds='8')
    fully_connected(g, 'columns_within', matrix, scale, order=[1, 0], formats=[CSR, CSR], kinds='16')
    fully_connected(g, 'all_dense', matrix, scale, order=[1, 0], formats=[DENSE, DENSE])
    squares = pruned(g, (4, 6), 0.5, (2, 3))
    for name, order, formats in (
        ('squares', [0, 1, 2, 3], [DENSE, CSR]),
        ('squares_both', [0, 1, 2, 3], [CSR, CSR]),
        ('squares_turned', [1, 0, 3, 2], [CSR, DENSE]),
        ('squares_inner', [0, 1, 3, 2], [DENSE, CSR]),
    ):
        fully_connected(g, name, squares, scale, order=order, formats=formats, blocks=[2, 3], block_map=[0, 1], kinds='8')
    kernel = pruned(g, (4, 3, 2, 4))
    conv(g, 'conv', kernel, scales, order=[0, 1, 2, 3], formats=[DENSE, DENSE, DENSE, CSR], kinds='16')
    conv(g, 'conv_levels', kernel, scale, order=[1, 3, 0, 2], formats=[CSR, DENSE, CSR, CSR])
    conv(g, 'conv_blocks', pruned(g, (4, 3, 2, 4), 0.6, (2, 1, 1, 4)), scales, order=[2, 0, 1, 3, 4, 5], formats=[CSR, DENSE, CSR, DENSE],
         blocks=[2, 4], block_map=[0, 3], kinds='8')
    conv(g, 'dwconv', pruned(g, (1, 3, 3, 4)), scales, True, order=[0, 3, 1, 2], formats=[DENSE, DENSE, DENSE, CSR], kinds='8')
    g.write('sparse.npz')


if __name__ == '__main__':
    main()
