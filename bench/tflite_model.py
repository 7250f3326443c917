"""Builds TFLite files of few operators and runs them under the runtimes whose arithmetic Intaglio's profiles name.

    pip install ai-edge-litert==2.3.0 tflite-runtime==2.14.0 tflite-micro 'numpy<2' pyyaml bitarray

| profile | runtime |
|---|---|
| tflite-xnnpack | LiteRT, its default resolver |
| tflite-reference | LiteRT, BUILTIN_REF |
| tflm | TensorFlow Lite for Microcontrollers; where that has no such kernel, tflite-runtime 2.14.0, BUILTIN_REF |

Each run is a process of its own, since a runtime that refuses a file may end its process.
"""
import multiprocessing
from pathlib import Path

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

PROFILES = ('tflm', 'tflite-reference', 'tflite-xnnpack')
TYPES = {'int4': np.int8, 'int8': np.int8, 'uint8': np.uint8, 'int16': np.int16, 'int32': np.int32, 'int64': np.int64, 'float32': np.float32}
RESOURCES = Path(__file__).resolve().parent.parent / 'frontend/src/test/resources/io/intaglio/frontend/tflite'


class Graph:
    """One subgraph, made tensor by tensor."""

    def __init__(self):
        self.tensors, self.buffers, self.operators, self.codes, self.types = [], [schema.BufferT()], [], [], []

    def tensor(self, shape, type='int8', scale=None, zero=0, data=None, axis=0):
        """An activation, or a constant if it has data; one scale, or a list of them along an axis. Returns its index."""
        t = schema.TensorT()
        t.name, t.shape, t.type, t.buffer = f't{len(self.tensors)}'.encode(), list(shape), getattr(schema.TensorType, type.upper()), 0
        if data is not None:
            values = np.asarray(data, TYPES[type]).ravel()
            assert values.size == int(np.prod(shape)), (values.size, shape)
            if type == 'int4':
                nibbles = np.append(values, [0] * (values.size % 2)).astype(np.uint8) & 15
                values = nibbles[::2] | nibbles[1::2] << 4
            buffer = schema.BufferT()
            buffer.data = np.frombuffer(values.tobytes(), np.uint8)
            t.buffer = len(self.buffers)
            self.buffers.append(buffer)
        if scale is not None:
            q = schema.QuantizationParametersT()
            q.scale = [float(s) for s in np.ravel(scale)]
            q.zeroPoint = [int(z) for z in np.broadcast_to(np.ravel(zero), len(q.scale))]
            q.quantizedDimension = axis
            t.quantization = q
        self.tensors.append(t)
        self.types.append(type)
        return len(self.tensors) - 1

    def op(self, kind, inputs, outputs, options=None, version=1):
        code = schema.OperatorCodeT()
        code.builtinCode, code.version = getattr(schema.BuiltinOperator, kind), version
        code.deprecatedBuiltinCode = min(code.builtinCode, 127)
        o = schema.OperatorT()
        o.opcodeIndex, o.inputs, o.outputs = len(self.codes), list(inputs), list(outputs)
        if options is not None:
            o.builtinOptionsType = getattr(schema.BuiltinOptions, type(options).__name__[:-1])
            o.builtinOptions = options
        self.codes.append(code)
        self.operators.append(o)

    def file(self, inputs, outputs):
        graph, model = schema.SubGraphT(), schema.ModelT()
        graph.tensors, graph.operators, graph.inputs, graph.outputs = self.tensors, self.operators, list(inputs), list(outputs)
        model.version, model.subgraphs, model.buffers, model.operatorCodes = 3, [graph], self.buffers, self.codes
        builder = flatbuffers.Builder(1024)
        builder.Finish(model.Pack(builder), b'TFL3')
        return bytes(builder.Output())


def options(name, **fields):
    table = getattr(schema, name + 'OptionsT')()
    for field, value in fields.items():
        assert hasattr(table, field), (name, field)
        setattr(table, field, value)
    return table


def activation(name):
    return getattr(schema.ActivationFunctionType, name)


def padding(name):
    return getattr(schema.Padding, name)


def _tflite(module, resolver, model, inputs):
    interpreter = module.Interpreter(model_content=model, experimental_op_resolver_type=resolver, num_threads=1)
    interpreter.allocate_tensors()
    results = []
    for sample in zip(*inputs):
        for details, x in zip(interpreter.get_input_details(), sample):
            interpreter.set_tensor(details['index'], x.reshape(details['shape']))
        interpreter.invoke()
        results.append([interpreter.get_tensor(d['index']).copy() for d in interpreter.get_output_details()])
    return [np.stack(r) for r in zip(*results)]


def _micro(model, inputs, outputs):
    from tflite_micro.python.tflite_micro import runtime
    interpreter = runtime.Interpreter.from_bytes(model, arena_size=1 << 20)
    results = []
    for sample in zip(*inputs):
        for i, x in enumerate(sample):
            interpreter.set_input(x.reshape(interpreter.get_input_details(i)['shape']), i)
        interpreter.invoke()
        results.append([interpreter.get_output(i).copy() for i in range(outputs)])
    return [np.stack(r) for r in zip(*results)]


def _work(queue, profile, old, model, inputs, outputs):
    try:
        if profile == 'tflm' and not old:
            result = _micro(model, inputs, outputs)
        elif profile == 'tflm':
            from tflite_runtime import interpreter
            result = _tflite(interpreter, interpreter.OpResolverType.BUILTIN_REF, model, inputs)
        else:
            from ai_edge_litert import interpreter
            kinds = interpreter.OpResolverType
            result = _tflite(interpreter, kinds.BUILTIN_REF if profile == 'tflite-reference' else kinds.AUTO, model, inputs)
        queue.put(result)
    except Exception as e:  # a refusal, in whatever class the runtime chose
        queue.put(str(e).strip().splitlines()[0] if str(e).strip() else type(e).__name__)


def run(profile, model, inputs, outputs, old=False):
    """The outputs' codes for a batch of samples, or why the runtime refuses the file."""
    queue = multiprocessing.Queue()
    process = multiprocessing.Process(target=_work, args=(queue, profile, old, model, inputs, outputs))
    process.start()
    result = None
    while result is None and process.is_alive():
        try:
            result = queue.get(timeout=0.05)
        except Exception:
            pass
    if result is None and not queue.empty():
        result = queue.get()
    process.join()
    return 'the runtime ended its process' if result is None else result


class Goldens:
    """Cases with the outputs of every runtime; equal outputs are stored once, under the names of all their profiles."""

    def __init__(self, seed, prefix=''):
        self.arrays, self.random, self.prefix = {}, np.random.default_rng(seed), prefix

    def codes(self, n, shape, type='int8', least=None, most=None):
        """n samples, extremes among them."""
        info = np.iinfo(TYPES[type])
        least, most = info.min if least is None else least, info.max if most is None else most
        x = self.random.integers(least, most + 1, (n, *shape), TYPES[type])
        flat = x.reshape(-1)
        flat[: min(2, flat.size)] = [least, most][: flat.size]
        return x

    def every(self, type='int8', step=1):
        info = np.iinfo(TYPES[type])
        return np.arange(info.min, info.max + 1, step).astype(TYPES[type])

    def case(self, name, graph, ins, outs, samples, profiles=PROFILES):
        name, model = self.prefix + name, graph.file(ins, outs)
        assert not any(key.startswith(name + '/') for key in self.arrays), name
        results = {}
        for profile in profiles:
            result = run(profile, model, samples, len(outs))
            if isinstance(result, str) and profile == 'tflm':
                why, result = result, run(profile, model, samples, len(outs), old=True)
                print(f'{name}: no kernel in tflm ({why})')
            if isinstance(result, str):
                print(f'{name}: {profile} refuses: {result}')
            results[profile] = result
        self.arrays[f'{name}/model'] = np.frombuffer(model, np.uint8)
        for i, x in enumerate(samples):
            self.arrays[f'{name}/in{i}'] = x
        while results:
            _, first = next(iter(results.items()))
            same = [p for p, r in results.items() if _equal(r, first)]
            for i, y in enumerate([] if isinstance(first, str) else first):
                self.arrays[f'{name}/{"+".join(same)}/{i}'] = y
            if isinstance(first, str):
                self.arrays[f'{name}/{"+".join(same)}/refused'] = np.zeros(0, np.int8)
            results = {p: r for p, r in results.items() if p not in same}

    def write(self, file):
        """One array of bytes, and a line of text for each array in it: key, type, shape, where it begins."""
        lines, data = [], b''
        for key, array in self.arrays.items():
            lines.append(f'{key} {array.dtype} {"x".join(map(str, array.shape))} {len(data)}')
            data += array.tobytes()
        index = np.frombuffer('\n'.join(lines).encode(), np.uint8)
        RESOURCES.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(RESOURCES / file, index=index, data=np.frombuffer(data, np.uint8))
        print(file, len(self.arrays), 'arrays,', (RESOURCES / file).stat().st_size, 'bytes')


def _equal(a, b):
    if isinstance(a, str) or isinstance(b, str):
        return isinstance(a, str) and isinstance(b, str)
    return len(a) == len(b) and all(np.array_equal(x, y) for x, y in zip(a, b))
