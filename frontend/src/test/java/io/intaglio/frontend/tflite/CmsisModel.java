package io.intaglio.frontend.tflite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.AddOptionsT;
import org.tensorflow.lite.schema.BatchMatMulOptionsT;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Conv2DOptionsT;
import org.tensorflow.lite.schema.DepthwiseConv2DOptionsT;
import org.tensorflow.lite.schema.FullyConnectedOptionsT;
import org.tensorflow.lite.schema.MaximumMinimumOptionsT;
import org.tensorflow.lite.schema.MulOptionsT;
import org.tensorflow.lite.schema.PadOptionsT;
import org.tensorflow.lite.schema.PadV2OptionsT;
import org.tensorflow.lite.schema.Padding;
import org.tensorflow.lite.schema.Pool2DOptionsT;
import org.tensorflow.lite.schema.SoftmaxOptionsT;
import org.tensorflow.lite.schema.TensorType;
import org.tensorflow.lite.schema.TransposeConvOptionsT;
import org.tensorflow.lite.schema.TransposeOptionsT;

/// The TFLite files that the layers of CMSIS-NN's tests stand for. The tests state multipliers;
/// scales that give them are found, so that the importer computes the multipliers anew.
///
/// A test's bounds that are those of a fused activation become it. The suite's generator clips the
/// results of a file without activation to all others, and so does the test.
final class CmsisModel {
  private static final List<Float> UNIT = List.of(1f);

  private final CmsisCase test;
  private final byte type;
  private final OneOperatorModel model = new OneOperatorModel();

  CmsisModel(CmsisCase test) {
    this.test = test;
    this.type = test.type().bits() == 16 ? TensorType.INT16 : TensorType.INT8;
  }

  /// What fixed-point multipliers a layer has, one or one a channel.
  private List<FixedPointMultiplier> multipliers(int outputs) {
    String multiplier = test.has("OUTPUT_MULT") ? "OUTPUT_MULT" : "OUTPUT_MULTIPLIER";
    if (test.has(multiplier)) {
      return List.of(
          new FixedPointMultiplier(test.number(multiplier), test.number("OUTPUT_SHIFT")));
    }
    long[] all = test.array("output_mult", "output_multiplier");
    long[] shifts = test.array("output_shift");
    List<FixedPointMultiplier> each = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      each.add(new FixedPointMultiplier((int) all[i], (int) shifts[i]));
    }
    return each;
  }

  private CmsisScales scales(int outputs) {
    return CmsisScales.of(multipliers(outputs)).orElseThrow();
  }

  private int input(float scale, int... shape) {
    return model.input(type, scale, -test.number("INPUT_OFFSET", 0), shape);
  }

  private int output(float scale, int... shape) {
    return model.activation(type, scale, test.number("OUTPUT_OFFSET", 0), shape);
  }

  private byte activation() {
    return test.lo() == test.number("OUTPUT_OFFSET", 0) && test.lo() > test.type().min()
        ? ActivationFunctionType.RELU
        : ActivationFunctionType.NONE;
  }

  private int weights(List<Float> scales, int axis, int... shape) {
    int count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    long[] stored = test.array("weights", "input_weights");
    byte of = stored.length == count ? TensorType.INT8 : TensorType.INT4;
    int w = model.constant(of, scales, -test.number("FILTER_OFFSET", 0), stored, shape);
    model.axis(w, axis);
    return w;
  }

  /// The operands of a layer: with the bias if the test has one.
  private int[] operands(CmsisScales scales, int... operands) {
    long[] bias = test.array("biases", "bias", "input_bias");
    if (bias == null && test.name().contains("xint32")) {
      // What says in a file that accumulators have 32 bits.
      bias = new long[test.number("OUT_CH")];
    }
    if (bias == null || bias.length == 0) {
      return operands;
    }
    List<Float> steps = scales.weights().stream().map(w -> w * scales.in()).toList();
    byte of = test.types().containsValue("int64_t") ? TensorType.INT64 : TensorType.INT32;
    int[] all = Arrays.copyOf(operands, operands.length + 1);
    all[operands.length] = model.constant(of, steps, 0, bias, bias.length);
    return all;
  }

  private int[] image(String height, String width, String channels) {
    return new int[] {1, test.number(height), test.number(width), test.number(channels)};
  }

  /// The padding that makes the test's windows, or none if neither does.
  private static byte padding(Axis... axes) {
    for (byte padding : new byte[] {Padding.VALID, Padding.SAME}) {
      if (Arrays.stream(axes).allMatch(axis -> axis.is(padding))) {
        return padding;
      }
    }
    return -1;
  }

  /// Windows along one axis, and what lies before the first.
  private record Axis(int in, int out, int kernel, int stride, int dilation, int before) {
    boolean is(byte padding) {
      Span span = Span.of(padding, in, kernel, stride, dilation);
      return span.out() == out && span.before() == before;
    }

    int after() {
      return Math.max(0, (out - 1) * stride + (kernel - 1) * dilation + 1 - in - before);
    }
  }

  /// A convolution, depthwise if the test has a channel multiplier.
  byte[] convolution() {
    int[] in = image("INPUT_H", "INPUT_W", "IN_CH");
    int[] out = image("OUTPUT_H", "OUTPUT_W", "OUT_CH");
    int height = test.number("FILTER_Y");
    int width = test.number("FILTER_X");
    int dilationH = test.number("DILATION_Y", 1);
    int dilationW = test.number("DILATION_X", 1);
    Axis rows =
        new Axis(
            in[1], out[1], height, test.number("STRIDE_Y"), dilationH, test.number("PAD_Y", 0));
    Axis columns =
        new Axis(in[2], out[2], width, test.number("STRIDE_X"), dilationW, test.number("PAD_X", 0));
    CmsisScales scales = scales(out[3]);
    int x = input(scales.in(), in);
    byte padding = padding(rows, columns);
    if (padding < 0) {
      padding = Padding.VALID;
      x = padded(x, scales.in(), in, rows, columns);
    }
    if (test.has("CH_MULT")) {
      DepthwiseConv2DOptionsT options = new DepthwiseConv2DOptionsT();
      options.setPadding(padding);
      options.setStrideH(rows.stride());
      options.setStrideW(columns.stride());
      options.setDilationHFactor(dilationH);
      options.setDilationWFactor(dilationW);
      options.setDepthMultiplier(test.number("CH_MULT"));
      options.setFusedActivationFunction(activation());
      int w = weights(scales.weights(), 3, 1, height, width, out[3]);
      int[] operands = operands(scales, x, w);
      int y = output(scales.out(), out);
      model.operator(
          BuiltinOperator.DEPTHWISE_CONV_2D,
          BuiltinOptions.DepthwiseConv2DOptions,
          options,
          y,
          operands);
      return model.bytes();
    }
    Conv2DOptionsT options = new Conv2DOptionsT();
    options.setPadding(padding);
    options.setStrideH(rows.stride());
    options.setStrideW(columns.stride());
    options.setDilationHFactor(dilationH);
    options.setDilationWFactor(dilationW);
    options.setFusedActivationFunction(activation());
    int channels =
        test.name().contains("int4")
            ? in[3]
            : test.array("weights").length / (out[3] * height * width);
    int w = weights(scales.weights(), 0, out[3], height, width, channels);
    int[] operands = operands(scales, x, w);
    int y = output(scales.out(), out);
    model.operator(BuiltinOperator.CONV_2D, BuiltinOptions.Conv2DOptions, options, y, operands);
    return model.bytes();
  }

  /// `x` with zeros around it.
  private int padded(int x, float scale, int[] in, Axis rows, Axis columns) {
    long[] widths = {0, 0, rows.before(), rows.after(), columns.before(), columns.after(), 0, 0};
    int around = model.constant(TensorType.INT32, UNIT, 0, widths, 4, 2);
    int y =
        model.activation(
            type,
            scale,
            -test.number("INPUT_OFFSET", 0),
            1,
            in[1] + rows.before() + rows.after(),
            in[2] + columns.before() + columns.after(),
            in[3]);
    model.operator(BuiltinOperator.PAD, BuiltinOptions.PadOptions, new PadOptionsT(), y, x, around);
    return y;
  }

  byte[] transposeConvolution() {
    int[] in = image("INPUT_H", "INPUT_W", "IN_CH");
    int[] out = image("OUTPUT_H", "OUTPUT_W", "OUT_CH");
    int height = test.number("FILTER_Y");
    int width = test.number("FILTER_X");
    Axis rows = new Axis(out[1], in[1], height, test.number("STRIDE_Y"), 1, test.number("PAD_Y"));
    Axis columns = new Axis(out[2], in[2], width, test.number("STRIDE_X"), 1, test.number("PAD_X"));
    TransposeConvOptionsT options = new TransposeConvOptionsT();
    options.setPadding(padding(rows, columns));
    options.setStrideH(rows.stride());
    options.setStrideW(columns.stride());
    CmsisScales scales = scales(out[3]);
    long[] extents = {1, out[1], out[2], out[3]};
    int shape = model.constant(TensorType.INT32, UNIT, 0, extents, 4);
    int w = weights(scales.weights(), 0, out[3], height, width, in[3]);
    int x = input(scales.in(), in);
    int[] operands = operands(scales, shape, w, x);
    int y = output(scales.out(), out);
    model.operator(
        BuiltinOperator.TRANSPOSE_CONV, BuiltinOptions.TransposeConvOptions, options, y, operands);
    return model.bytes();
  }

  byte[] fullyConnected() {
    int depth = test.number("ACCUMULATION_DEPTH", test.number("IN_CH", 0));
    int outputs = test.number("OUT_CH");
    CmsisScales scales = scales(outputs);
    int x = input(scales.in(), 1, depth);
    int[] operands = operands(scales, x, weights(scales.weights(), 0, outputs, depth));
    FullyConnectedOptionsT options = new FullyConnectedOptionsT();
    options.setFusedActivationFunction(activation());
    int y = output(scales.out(), 1, outputs);
    model.operator(
        BuiltinOperator.FULLY_CONNECTED,
        BuiltinOptions.FullyConnectedOptions,
        options,
        y,
        operands);
    return model.bytes();
  }

  byte[] pool(int code) {
    int[] in = image("INPUT_H", "INPUT_W", "INPUT_C");
    int[] out = image("OUTPUT_H", "OUTPUT_W", "OUTPUT_C");
    int height = test.number("FILTER_H");
    int width = test.number("FILTER_W");
    Pool2DOptionsT options = new Pool2DOptionsT();
    options.setFilterHeight(height);
    options.setFilterWidth(width);
    options.setStrideH(test.number("STRIDE_H"));
    options.setStrideW(test.number("STRIDE_W"));
    options.setPadding(
        padding(
            new Axis(in[1], out[1], height, options.getStrideH(), 1, test.number("PADDING_H")),
            new Axis(in[2], out[2], width, options.getStrideW(), 1, test.number("PADDING_W"))));
    boolean six = test.lo() == 0 && test.hi() == 6;
    options.setFusedActivationFunction(
        six ? ActivationFunctionType.RELU6 : ActivationFunctionType.NONE);
    int x = input(1, in);
    model.operator(code, BuiltinOptions.Pool2DOptions, options, output(1, out), x);
    return model.bytes();
  }

  byte[] add() {
    int size = test.number("DST_SIZE");
    FixedPointMultiplier half = new FixedPointMultiplier(1 << 30, 0);
    FixedPointMultiplier sum = multipliers(1).get(0);
    if (!operand("INPUT1").equals(half) || !operand("INPUT2").equals(half)) {
      throw new IllegalArgumentException("operands of different scales");
    }
    // Twice the scale of both over 2^LEFT_SHIFT and the output's is the last multiplier.
    int shift = sum.shift() - 31 + test.number("LEFT_SHIFT");
    float scale = (float) (Math.scalb((double) sum.multiplier(), shift) / 2);
    int a = model.input(type, scale, -test.number("INPUT1_OFFSET"), 1, size);
    int b = model.input(type, scale, -test.number("INPUT2_OFFSET"), 1, size);
    AddOptionsT options = new AddOptionsT();
    options.setFusedActivationFunction(ActivationFunctionType.NONE);
    int y = output(1, 1, size);
    model.operator(BuiltinOperator.ADD, BuiltinOptions.AddOptions, options, y, a, b);
    return model.bytes();
  }

  private FixedPointMultiplier operand(String name) {
    return new FixedPointMultiplier(test.number(name + "_MULT"), test.number(name + "_SHIFT"));
  }

  byte[] multiply() {
    int size = test.number("DST_SIZE");
    CmsisScales scales = scales(1);
    int a = model.input(type, scales.in(), -test.number("INPUT1_OFFSET"), 1, size);
    int b = model.input(type, scales.weights().get(0), -test.number("INPUT2_OFFSET"), 1, size);
    MulOptionsT options = new MulOptionsT();
    options.setFusedActivationFunction(ActivationFunctionType.NONE);
    int y = output(scales.out(), 1, size);
    model.operator(BuiltinOperator.MUL, BuiltinOptions.MulOptions, options, y, a, b);
    return model.bytes();
  }

  byte[] softmax() {
    boolean words = type == TensorType.INT16;
    boolean widening = test.resultType().bits() == 16;
    int shift = test.number("INPUT_LEFT_SHIFT") - 31;
    double factor = Math.scalb((double) test.number("INPUT_MULT"), shift);
    double target = words ? factor * (10.0 / 65535) : Math.scalb(factor, -26);
    SoftmaxOptionsT options = new SoftmaxOptionsT();
    options.setBeta(1);
    while (Math.abs((float) (target / options.getBeta()) * (double) options.getBeta() - target)
        > target * 0x1p-34) {
      options.setBeta(Math.nextUp(options.getBeta()));
    }
    int[] shape = {1, test.number("ROW_SIZE")};
    int x = model.input(type, (float) (target / options.getBeta()), 0, shape);
    int y =
        words
            ? model.activation(TensorType.INT16, 0x1p-15f, 0, shape)
            : widening
                ? model.activation(TensorType.INT16, 0x1p-16f, -32768, shape)
                : model.activation(TensorType.INT8, 0x1p-8f, -128, shape);
    model.operator(BuiltinOperator.SOFTMAX, BuiltinOptions.SoftmaxOptions, options, y, x);
    return model.bytes();
  }

  byte[] pad() {
    int[] in = {
      test.number("INPUT_N"), test.number("INPUT_H"), test.number("INPUT_W"), test.number("INPUT_C")
    };
    long[] widths = new long[8];
    int[] out = in.clone();
    for (int axis = 0; axis < 4; axis++) {
      widths[2 * axis] = test.number("PRE_PAD_" + "NHWC".charAt(axis));
      widths[2 * axis + 1] = test.number("POST_PAD_" + "NHWC".charAt(axis));
      out[axis] += (int) (widths[2 * axis] + widths[2 * axis + 1]);
    }
    int x = input(1, in);
    int around = model.constant(TensorType.INT32, UNIT, 0, widths, 4, 2);
    int value = model.constant(TensorType.INT8, UNIT, 0, new long[] {test.number("PAD_VALUE")}, 1);
    int y = output(1, out);
    model.operator(
        BuiltinOperator.PADV2,
        BuiltinOptions.PadV2Options,
        new PadV2OptionsT(),
        y,
        x,
        around,
        value);
    return model.bytes();
  }

  /// @param extents of the input behind a batch of one
  /// @param order of these axes
  byte[] transpose(List<Integer> extents, List<Integer> order) {
    int[] in = new int[extents.size() + 1];
    int[] out = new int[in.length];
    long[] axes = new long[in.length];
    in[0] = 1;
    out[0] = 1;
    for (int axis = 1; axis < in.length; axis++) {
      in[axis] = extents.get(axis - 1);
      axes[axis] = order.get(axis - 1) + 1L;
      out[axis] = extents.get(order.get(axis - 1));
    }
    int x = input(1, in);
    int permutation = model.constant(TensorType.INT32, UNIT, 0, axes, axes.length);
    int y = output(1, out);
    model.operator(
        BuiltinOperator.TRANSPOSE,
        BuiltinOptions.TransposeOptions,
        new TransposeOptionsT(),
        y,
        x,
        permutation);
    return model.bytes();
  }

  /// @param code of MAXIMUM or MINIMUM
  byte[] extreme(int code) {
    int[] a = sides("_1");
    int[] b = sides("_2");
    int[] out = new int[a.length];
    Arrays.setAll(out, axis -> Math.max(a[axis], b[axis]));
    int x = model.input(type, 1, -test.number("INPUT_1_OFFSET"), a);
    int y = model.input(type, 1, -test.number("INPUT_2_OFFSET"), b);
    MaximumMinimumOptionsT options = new MaximumMinimumOptionsT();
    model.operator(code, BuiltinOptions.MaximumMinimumOptions, options, output(1, out), x, y);
    return model.bytes();
  }

  private int[] sides(String which) {
    return new int[] {
      1,
      test.number("BATCH" + which),
      test.number("HEIGHT" + which),
      test.number("WIDTH" + which),
      test.number("CHANNEL" + which)
    };
  }

  byte[] batchMatMul() {
    CmsisScales scales = scales(1);
    int a = model.input(type, scales.in(), -test.number("LHS_OFFSET"), matrices("LHS"));
    int b = model.input(type, scales.weights().get(0), -test.number("RHS_OFFSET"), matrices("RHS"));
    BatchMatMulOptionsT options = new BatchMatMulOptionsT();
    options.setAdjX(test.number("ADJ_X") == 1);
    options.setAdjY(test.number("ADJ_Y") == 1);
    int y = output(scales.out(), matrices("OUTPUT"));
    model.operator(
        BuiltinOperator.BATCH_MATMUL, BuiltinOptions.BatchMatMulOptions, options, y, a, b);
    return model.bytes();
  }

  private int[] matrices(String name) {
    return new int[] {
      1,
      test.number(name + "_BATCH"),
      test.number(name + "_HEIGHT"),
      test.number(name + "_ROWS"),
      test.number(name + "_COLS")
    };
  }
}
