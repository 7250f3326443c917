"""The encoder as integers and scales, its training form, and its export to QONNX."""

import numpy as np

FILTERS = 8
LATENTS = 16
WEIGHT_STEP = 2.0**-5  # convolution weights and biases: integer / 32, 6 bits
INPUT_STEP = 2.0**-7
HIDDEN_STEP = 2.0**-7
LATENT_STEP = 2.0**-6
DENSE_BIAS_STEP = 2.0**-6


def image_index():
    """For each of the 9x9 padded pixels, the cell it shows; 48 stands for zero."""
    index = np.full((9, 9), 48)
    index[0:4, 0:8] = np.arange(32).reshape(4, 8)
    index[4:8, 0:4] = 32 + np.arange(16).reshape(4, 4)
    return index


def windows():
    """Cells under each tap: [16 positions, 9 taps]."""
    index = image_index()
    rows = [
        index[2 * i : 2 * i + 3, 2 * j : 2 * j + 3].reshape(9) for i in range(4) for j in range(4)
    ]
    return np.stack(rows)


def quantize(values, step, lo, hi):
    """Codes: to nearest, ties to even, then saturated."""
    return np.clip(np.rint(values / step), lo, hi)


def dense_steps(weights):
    """One step an output: the largest weight becomes code 31. float32, as stored in the file."""
    return np.maximum(np.abs(weights).max(axis=1) / 31.0, 2.0**-12).astype(np.float32)


def encode(parameters, codes):
    """Latent codes [n, 16] of input codes [n, 48], in exact arithmetic (float64 holds it)."""
    padded = np.concatenate([codes.astype(np.float64), np.zeros((len(codes), 1))], axis=1)
    taps = padded[:, windows()] * INPUT_STEP
    kernel = quantize(parameters["conv_w"], WEIGHT_STEP, -32, 31) * WEIGHT_STEP
    bias = quantize(parameters["conv_b"], WEIGHT_STEP, -32, 31) * WEIGHT_STEP
    hidden = quantize(np.maximum(taps @ kernel.T + bias, 0), HIDDEN_STEP, 0, 255) * HIDDEN_STEP
    flat = hidden.transpose(0, 2, 1).reshape(len(codes), -1)
    step = dense_steps(parameters["dense_w"])
    codes_w = np.clip(np.rint(parameters["dense_w"].astype(np.float32) / step[:, None]), -32, 31)
    dense = codes_w.astype(np.float64) * step[:, None].astype(np.float64)
    offset = quantize(parameters["dense_b"], DENSE_BIAS_STEP, -128, 127) * DENSE_BIAS_STEP
    return quantize(np.maximum(flat @ dense.T + offset, 0), LATENT_STEP, 0, 255).astype(np.uint8)


def export(parameters, path):
    """Writes the encoder as QONNX: cells [1, 48] in, latents [1, 16] out."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    nodes, constants = [], []

    def constant(name, value, dtype=np.float32):
        constants.append(numpy_helper.from_array(np.asarray(value, dtype=dtype), name))
        return name

    def quant(source, result, step, bits, signed):
        inputs = [
            source,
            constant(result + "_scale", step),
            constant(result + "_zero", 0),
            constant(result + "_bits", bits),
        ]
        nodes.append(
            helper.make_node(
                "Quant",
                inputs,
                [result],
                name=result + "_quant",
                domain="qonnx.custom_op.general",
                signed=int(signed),
                narrow=0,
                rounding_mode="ROUND",
            )
        )
        return result

    def node(op, inputs, result, **attributes):
        nodes.append(helper.make_node(op, inputs, [result], name=result + "_op", **attributes))
        return result

    cells = quant("cells", "charge", INPUT_STEP, 8, signed=False)
    axis = constant("axis", [1], np.int64)
    first = node(
        "Slice",
        [cells, constant("start_a", [0], np.int64), constant("end_a", [32], np.int64), axis],
        "upper_cells",
    )
    second = node(
        "Slice",
        [cells, constant("start_b", [32], np.int64), constant("end_b", [48], np.int64), axis],
        "lower_cells",
    )
    upper = node("Reshape", [first, constant("upper_shape", [1, 1, 4, 8], np.int64)], "upper")
    lower = node("Reshape", [second, constant("lower_shape", [1, 1, 4, 4], np.int64)], "lower")
    widths = constant("pad_widths", [0, 0, 0, 0, 0, 0, 0, 4], np.int64)
    padded = node("Pad", [lower, widths], "lower_padded", mode="constant")
    image = node("Concat", [upper, padded], "image", axis=2)
    kernel = constant("conv_weight", parameters["conv_w"].reshape(FILTERS, 1, 3, 3))
    bias = constant("conv_bias", parameters["conv_b"])
    quant(kernel, "conv_weight_q", WEIGHT_STEP, 6, signed=True)
    quant(bias, "conv_bias_q", WEIGHT_STEP, 6, signed=True)
    node(
        "Conv",
        [image, "conv_weight_q", "conv_bias_q"],
        "conv",
        kernel_shape=[3, 3],
        strides=[2, 2],
        pads=[0, 0, 1, 1],
    )
    node("Relu", ["conv"], "conv_relu")
    quant("conv_relu", "hidden", HIDDEN_STEP, 8, signed=False)
    node("Flatten", ["hidden"], "features", axis=1)
    weights = parameters["dense_w"].astype(np.float32)
    steps = dense_steps(parameters["dense_w"])
    constant("dense_weight", weights)
    quant("dense_weight", "dense_weight_q", steps[:, None], 6, signed=True)
    constant("dense_bias", parameters["dense_b"])
    quant("dense_bias", "dense_bias_q", DENSE_BIAS_STEP, 8, signed=True)
    node("Gemm", ["features", "dense_weight_q", "dense_bias_q"], "dense", transB=1)
    node("Relu", ["dense"], "dense_relu")
    quant("dense_relu", "latents", LATENT_STEP, 8, signed=False)
    graph = helper.make_graph(
        nodes,
        "econ_encoder",
        [helper.make_tensor_value_info("cells", TensorProto.FLOAT, [1, 48])],
        [helper.make_tensor_value_info("latents", TensorProto.FLOAT, [1, LATENTS])],
        constants,
    )
    opsets = [helper.make_opsetid("", 13), helper.make_opsetid("qonnx.custom_op.general", 1)]
    model = helper.make_model(graph, opset_imports=opsets, producer_name="econ-encoder")
    model.ir_version = 8
    onnx.save(model, path)
