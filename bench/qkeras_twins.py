"""Makes the QKeras model that each QONNX export of a single QKeras layer stands for.

The exports in qonnx/qkeras_single_layer came without the Keras models they were made from. A twin
has the layers that the graph shows, in its order, with the quantizer that each Quant states; its
weights are the export's own float tensors, and are not written but named:

    Quant of b bits, signed, step 2^e, narrow n   quantized_bits(b, b - 1 + e, n, alpha=1)
    Quant of two bits on a kernel, narrow, step 1 ternary(threshold=0.5, alpha=1), in case 11
    Quant of one bit, signed, step 1              binary(alpha=1)
    Relu, Quant of b bits, unsigned, step 2^e     quantized_relu(b, b + e)

QKeras's own outputs are compared with the recorded ones of the exports, every number; what differs
is named and no file is written.

    python bench/qkeras_twins.py MODELS cli/src/test/resources/io/intaglio/cli/golden/qkeras-twins.json

MODELS is the folder of shared models. Needs qkeras 0.9.0, tensorflow-cpu 2.14.1, onnx 1.14.
"""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import onnx
import tensorflow as tf
from qkeras import QActivation, QConv2D, QDense, binary, quantized_bits, quantized_relu, ternary

FOLDER = "qonnx/qkeras_single_layer"
PREFIX = "model_test_"


class Export:
    """One ONNX graph: its constants, which tensor is which weight under which quantizer."""

    def __init__(self, path, name):
        self.name = name
        self.graph = onnx.load(path).graph
        self.constants = {
            i.name: onnx.numpy_helper.to_array(i) for i in self.graph.initializer
        }
        self.quants = {n.output[0]: n for n in self.graph.node if n.op_type == "Quant"}

    def state(self, quant):
        """bits, signed, narrow, exponent of the step."""
        flags = {a.name: onnx.helper.get_attribute_value(a) for a in quant.attribute}
        step, zero, bits = (float(self.constants[n]) for n in quant.input[1:4])
        exponent = int(np.log2(step))
        assert zero == 0 and 2.0**exponent == step and flags["rounding_mode"] == b"ROUND"
        return int(bits), bool(flags["signed"]), bool(flags["narrow"]), exponent

    def quantizer(self, quant, kernel=False):
        bits, signed, narrow, exponent = self.state(quant)
        if kernel and self.name.endswith("_11") and (bits, narrow, exponent) == (2, True, 0):
            return ternary(alpha=1, threshold=0.5)
        assert signed
        if (bits, exponent) == (1, 0):
            return binary(alpha=1)
        return quantized_bits(bits, bits - 1 + exponent, int(narrow), alpha=1)

    def rectifier(self, quant):
        bits, signed, narrow, exponent = self.state(quant)
        assert not signed and not narrow
        return quantized_relu(bits, bits + exponent)

    def weight(self, tensor):
        """The name of the float tensor behind a Quant, and the Quant."""
        quant = self.quants[tensor]
        return quant.input[0], quant


def twin(export):
    """The Keras model, and for each weight by its place in a file of Keras 3 the export's tensor and
    the order of its axes."""
    dims = export.graph.input[0].type.tensor_type.shape.dim
    x = start = tf.keras.layers.Input([d.dim_value for d in dims][1:], name="x")
    places, count = {}, {}
    nodes = [
        n
        for n in export.graph.node
        if not (n.op_type == "Quant" and n.input[0] in export.constants)
    ]

    def place(group, kernel, axes, bias):
        count[group] = count.get(group, 0) + 1
        at = f"layers/{group}" + (f"_{count[group] - 1}" if count[group] > 1 else "") + "/vars/"
        places[at + "0"] = {"tensor": kernel, "axes": axes}
        if bias:
            places[at + "1"] = {"tensor": bias, "axes": [0]}

    def load(layer, kernel, axes, bias):
        biases = [export.constants[bias]] if bias else []
        layer.set_weights([export.constants[kernel].transpose(axes)] + biases)

    layers, i = [], 0
    while i < len(nodes):
        node = nodes[i]
        following = nodes[i + 1] if i + 1 < len(nodes) else None
        name = f"layer_{i}"
        if node.op_type == "Relu":
            x = QActivation(export.rectifier(following), name=name)(x)
            i += 1
        elif node.op_type == "Quant":
            x = QActivation(export.quantizer(node), name=name)(x)
        elif node.op_type == "MatMul":
            kernel, kernel_quant = export.weight(node.input[1])
            bias, bias_quant = export.weight(following.input[1])
            layer = QDense(
                export.constants[kernel].shape[1],
                kernel_quantizer=export.quantizer(kernel_quant, kernel=True),
                bias_quantizer=export.quantizer(bias_quant),
                name=name,
            )
            x = layer(x)
            load(layer, kernel, [0, 1], bias)
            place("q_dense", kernel, [0, 1], bias)
            i += 1
        elif node.op_type == "Conv":
            kernel, kernel_quant = export.weight(node.input[1])
            bias, bias_quant = None, None
            if len(node.input) > 2:
                bias, bias_quant = export.weight(node.input[2])
            strides = [a.ints for a in node.attribute if a.name == "strides"][0]
            layer = QConv2D(
                export.constants[kernel].shape[0],
                export.constants[kernel].shape[2:],
                strides=tuple(strides),
                kernel_quantizer=export.quantizer(kernel_quant, kernel=True),
                bias_quantizer=export.quantizer(bias_quant) if bias else None,
                use_bias=bias is not None,
                name=name,
            )
            x = layer(x)
            load(layer, kernel, [2, 3, 1, 0], bias)
            place("q_conv2d", kernel, [2, 3, 1, 0], bias)
        elif node.op_type == "Reshape" and len(export.constants[node.input[1]]) == 2:
            x = tf.keras.layers.Flatten(name=name)(x)
        elif node.op_type == "Softmax":
            x = tf.keras.layers.Activation("softmax", name=name)(x)
        elif node.op_type == "Reshape":
            # The channel of a grey image is moved before it.
            assert x.shape[-1] == 1
        else:
            assert node.op_type in ("Identity", "Transpose"), node.op_type
        i += 1
    return tf.keras.Model(start, x, name="twin"), places


def main(models, target):
    golden = np.load(os.path.join(models, "golden/qonnx_single_layers.npz"))
    names = sorted({key.split("/")[0] for key in golden.keys() if key.startswith("qkeras_")})
    assert len(names) == 57
    lines, different = [], []
    for name in names:
        export = Export(os.path.join(models, FOLDER, PREFIX + name + ".onnx"), name)
        model, places = twin(export)
        # Of a softmax only what goes in is exact.
        exact = name + ("/logits" if name + "/logits" in golden else "/out")
        before = model.layers[-2 if exact.endswith("logits") else -1].output
        found = tf.keras.Model(model.input, before).predict(golden[name + "/in"], verbose=0)
        wrong = int((found != golden[exact]).sum())
        print(f"{name}: {found.size} outputs, {wrong} different")
        if wrong:
            different.append(name)
        made = {"architecture": json.loads(model.to_json()), "weights": places}
        lines.append(json.dumps(name) + ": " + json.dumps(made))
    print(f"{len(lines)} twins; different: {different or 'none'}")
    if different:
        sys.exit(1)
    with open(target, "w", encoding="utf-8") as file:
        file.write("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
