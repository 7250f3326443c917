package io.intaglio.frontend.onnx;

import static io.intaglio.frontend.onnx.OnnxModel.dims;

import java.util.Arrays;
import java.util.List;

/// Small models that together hold every operator that is read.
final class Gallery {
  private Gallery() {}

  static List<byte[]> models() {
    return List.of(
        linear().bytes(),
        image().bytes(),
        line().bytes(),
        shapes().bytes(),
        folded().bytes(),
        quantizers().bytes(),
        rearranged().bytes(),
        functions().bytes(),
        planes().bytes());
  }

  private static double[] ramp(int count) {
    double[] values = new double[count];
    Arrays.setAll(values, i -> (i * 7 % 11 - 5) / 4.0);
    return values;
  }

  private static OnnxModel linear() {
    OnnxModel model = new OnnxModel().input("x", -1, 6).annotate("x", "INT4");
    model.floats("w", dims(6, 4), ramp(24)).floats("v", dims(3, 4), ramp(12));
    model.floats("b", dims(3), 0.5, -1, 2).floats("k", dims(4), 1, 2, 4, 8);
    model.quantized("qw", "w").node("MatMul", "product", "x", "qw").add();
    model.node("Add", "sum", "product", "k").add().node("LeakyRelu", "leaky", "sum").add();
    model.quantized("act", "leaky");
    model.node("Gemm", "gemm", "act", "v", "b").set("transB", 1).set("alpha", 0.5f).add();
    return model.node("Softmax", "y", "gemm").add().output("y");
  }

  private static OnnxModel image() {
    OnnxModel model = new OnnxModel().typedInput("u", 2, -1, 2, 7, 6);
    model.node("Cast", "x", "u").set("to", 1).add();
    model.floats("w", dims(4, 1, 3, 2), ramp(24)).floats("b", dims(4), 1, 2, 3, 4);
    model.floats("gamma", dims(4), 1, -1, 2, 0.5).floats("beta", dims(4), 0, 1, 0, 1);
    model.floats("mean", dims(4), 0, 1, 2, 3).floats("variance", dims(4), 1, 2, 3, 4);
    OnnxModel.Node conv = model.node("Conv", "conv", "x", "w", "b").set("group", 2);
    conv.list("pads", 1, 0, 1, 1).list("strides", 2, 1).add();
    model.node("BatchNormalization", "norm", "conv", "gamma", "beta", "mean", "variance").add();
    model.node("Relu", "relu", "norm").add().quantized("act", "relu");
    OnnxModel.Node max = model.node("MaxPool", "max", "act").list("kernel_shape", 2, 2);
    max.list("strides", 2, 2).set("ceil_mode", 1).add();
    model.node("AveragePool", "mean2", "max").list("kernel_shape", 2, 2).add();
    model.node("GlobalAveragePool", "global", "mean2").add();
    model.node("Flatten", "flat", "global").add();
    return model.node("ArgMax", "y", "flat").set("axis", 1).add().output("y");
  }

  private static OnnxModel line() {
    OnnxModel model = new OnnxModel().opset(9).input("x", 1, 2, 8);
    model.floats("w", dims(2, 2, 3), ramp(12));
    model.node("Conv", "conv", "x", "w").set("auto_pad", "SAME_UPPER").add();
    model.node("MaxPool", "max", "conv").list("kernel_shape", 2).list("strides", 2).add();
    model.node("Pad", "pad", "max").list("pads", 0, 0, 1, 0, 0, -1).set("value", 1f).add();
    model.node("Slice", "slice", "pad").list("starts", 1).list("ends", 3).list("axes", 2).add();
    model.node("Unsqueeze", "more", "slice").list("axes", 1).add();
    model.node("Squeeze", "less", "more").list("axes", 1).add();
    return model.quantized("y", "less").output("y");
  }

  private static OnnxModel shapes() {
    OnnxModel model = new OnnxModel().input("x", 1, 3, 4).integer("zero", 0).ints("minus", -1);
    model.ints("axes", 0).node("Shape", "shape", "x").add();
    model.node("Gather", "n", "shape", "zero").add();
    model.node("Unsqueeze", "batch", "n", "axes").add();
    model.node("Concat", "to", "batch", "minus").set("axis", 0).add();
    model.node("Reshape", "flat", "x", "to").add();
    return model.quantized("y", "flat").output("y");
  }

  private static OnnxModel folded() {
    OnnxModel model = new OnnxModel().input("x", 1, 4).floats("a", dims(4), 1, 4, 9, 16);
    model.floats("b", dims(1), 2).scalar("half", 0.5).ints("s", 4);
    model.node("Pow", "root", "a", "half").add().node("Sqrt", "sqrt", "a").add();
    model.node("Reciprocal", "inverse", "b").add();
    model.node("Constant", "c").set("value_float", 3f).add();
    model.node("ConstantOfShape", "zeros", "s").add();
    model.node("Expand", "wide", "b", "s").add();
    model.node("Div", "d", "root", "inverse").add().node("Sub", "e", "d", "sqrt").add();
    model.node("Mul", "f", "e", "c").add().node("Add", "g", "f", "zeros").add();
    model.node("Div", "h", "x", "wide").add().node("Sub", "i", "h", "g").add();
    return model.quantized("y", "i").output("y");
  }

  private static OnnxModel quantizers() {
    OnnxModel model = new OnnxModel().input("x", 1, 4).annotate("x", "FIXED<8,3>");
    model.floats("s", dims(1, 4), 1, 0.5, 0.25, 2).doubles("d", dims(), 0.1).integer("z", 0);
    model.integer("b", 4).integer("one", 1).integer("two", 2).scalar("f", 0.5);
    OnnxModel.Node quant = model.node("IntQuant", "q", "x", "s", "z", "b");
    quant.domain("onnx.brevitas").set("signed", 1).set("narrow", 0);
    quant.set("rounding_mode", "FLOOR").add();
    model.node("Trunc", "t", "q", "f", "z", "b", "two").add();
    model.node("Trunc", "u", "t", "f", "z", "b", "two", "two").add();
    model.node("Quant", "sign", "u", "d", "z", "one").add();
    model.node("Dropout", "drop", "sign").set("ratio", 0.5f).add();
    return model.node("BipolarQuant", "y", "drop", "f").add().output("y");
  }

  private static OnnxModel rearranged() {
    OnnxModel model = new OnnxModel().input("x", 1, 2, 3).input("x2", 1, 2, 3);
    model.floats("w", dims(2, 3, 1), ramp(6)).floats("s", dims(2, 1, 1), 0.25, 0.5);
    model.scalar("z", 0).scalar("b", 4).node("Quant", "q", "w", "s", "z", "b").add();
    model.node("Transpose", "t", "q").list("perm", 2, 0, 1).add();
    model.node("Concat", "c", "x", "t", "x2").set("axis", 1).add();
    model.node("Transpose", "m", "c").list("perm", 0, 2, 1).add();
    model.node("Identity", "i", "m").add().quantized("y", "i").output("y");
    return model.node("Identity", "z2", "y").add().output("z2");
  }

  private static OnnxModel functions() {
    OnnxModel model = new OnnxModel().input("x", 1, 4).scalar("lo", -1).scalar("hi", 6);
    model.floats("slope", dims(4), 0.5, 0.25, 2, 1);
    model.node("Split", "head", "x").set("axis", 1).output("rest").add();
    model.node("Concat", "whole", "head", "rest").set("axis", 1).add();
    model.node("Clip", "clipped", "whole", "lo", "hi").add();
    model.node("Max", "least", "clipped", "lo").add().node("Min", "most", "least", "hi").add();
    model.node("PRelu", "sloped", "most", "slope").add();
    String last = "sloped";
    for (String operator :
        List.of(
            "Abs",
            "Ceil",
            "Elu",
            "Erf",
            "Exp",
            "Floor",
            "Gelu",
            "HardSigmoid",
            "HardSwish",
            "Log",
            "Neg",
            "Round",
            "Selu",
            "Sigmoid",
            "Sign",
            "Softplus",
            "Softsign",
            "Tanh")) {
      model.node(operator, operator + "d", last).add();
      last = operator + "d";
    }
    return model.output(last);
  }

  private static OnnxModel planes() {
    OnnxModel model = new OnnxModel().input("x", 1, 4, 3, 2);
    model.floats("w", dims(1, 2, 2, 2), ramp(8)).floats("b", dims(2), 1, -1);
    model.floats("scales", dims(4), 1, 1, 2, 2).ints("axes", 3);
    model.node("DepthToSpace", "space", "x").set("blocksize", 2).add();
    OnnxModel.Node conv = model.node("ConvTranspose", "conv", "space", "w", "b");
    conv.list("strides", 2, 1).list("pads", 0, 1, 1, 0).add();
    model.node("Resize", "large", "conv", "", "scales").set("mode", "nearest").add();
    model.node("Upsample", "larger", "large", "scales").add();
    model.node("ReduceMean", "mean", "larger").list("axes", 2).add();
    model.node("ReduceSum", "sum", "mean", "axes").add().output("sum");
    return model.node("GlobalMaxPool", "max", "larger").add().output("max");
  }
}
