package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.InputFormat;
import io.intaglio.ir.net.NetInput;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealAveragePool;
import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.net.RealGemmlowpSoftmax;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealMaxPool;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.net.RealRequantize;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.rule.TfliteMultiply;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Builds the layers of CMSIS-NN's tests as readers build those of a file. The tests state
/// multipliers and no scales, so every step is 1.
final class CmsisNetwork {
  private final CmsisCase test;
  private final IntType type;
  private final List<NetInput> inputs = new ArrayList<>();
  private final List<RealNode> nodes = new ArrayList<>();
  private final Origin origin = Origin.file("cmsis");

  CmsisNetwork(CmsisCase test) {
    this.test = test;
    this.type = IntType.signed(test.bits());
  }

  private Ref input(String offset, Shape shape) {
    String name = "x" + inputs.size();
    InputFormat.Element element =
        new InputFormat.Element(type, Rational.ONE, -test.number(offset, 0), false);
    inputs.add(
        new NetInput(
            name,
            shape,
            FloatType.FLOAT32,
            Optional.of(new InputFormat(List.of(element))),
            Optional.of(
                new Encoding.AffineQuantize(
                    1, element.zeroPoint(), type.min(), type.max(), Rounding.HALF_AWAY)),
            origin));
    return new Ref(name);
  }

  private Ref emit(Shape shape, RealOp op) {
    String name = "v" + nodes.size();
    nodes.add(new RealNode(name, shape, op, origin));
    return new Ref(name);
  }

  private Ref constant(IntTensor codes, long zeroPoint) {
    return emit(
        codes.shape(),
        new RealParameter(
            new RealTensor.Grid(
                codes,
                RationalTensor.scalar(Rational.ONE),
                RationalTensor.scalar(Rational.of(zeroPoint)))));
  }

  private Network network(Ref output) {
    return new Network(test.name(), "tflm", inputs, nodes, List.of(output.name()));
  }

  private long lo() {
    return test.number("OUT_ACTIVATION_MIN", test.number("ACTIVATION_MIN", (int) type.min()));
  }

  private long hi() {
    return test.number("OUT_ACTIVATION_MAX", test.number("ACTIVATION_MAX", (int) type.max()));
  }

  private Ref requantize(
      Ref x, Shape shape, Rational step, Shape ruleShape, List<SourceRule> rules) {
    return emit(
        shape,
        new RealRequantize(
            x,
            RationalTensor.scalar(step),
            ruleShape,
            rules,
            type,
            Rational.ONE,
            test.number("OUTPUT_OFFSET", 0)));
  }

  private SourceRule rule(long multiplier, long shift, boolean wide) {
    long zeroPoint = test.number("OUTPUT_OFFSET", 0);
    if (!wide) {
      return new TfliteMultiply(
          TfliteMultiply.Variant.DOUBLE, (int) multiplier, (int) shift, zeroPoint, lo(), hi());
    }
    long narrow = multiplier < 0x7FFF0000L ? (multiplier + (1 << 15)) >> 16 : 0x7FFF;
    Rational share = Rational.of(narrow).multiply(Rational.powerOfTwo((int) shift - 15));
    return chain(share, Rounding.HALF_UP, zeroPoint);
  }

  private ExactChain chain(Rational factor, Rounding rounding, long zeroPoint) {
    return new ExactChain(
        List.of(
            new ExactStep.Affine(Surd.of(factor), Surd.ZERO),
            new ExactStep.Round(rounding),
            new ExactStep.Affine(Surd.ONE, Surd.of(zeroPoint)),
            new ExactStep.AtLeast(Rational.of(lo())),
            new ExactStep.AtMost(Rational.of(hi()))));
  }

  /// The rules of a layer's outputs: arrays of multipliers, or one number for all.
  private List<SourceRule> rules(boolean wide, boolean perChannel) {
    if (!perChannel) {
      return List.of(
          rule(test.number("OUTPUT_MULTIPLIER", "OUTPUT_MULT"), test.number("OUTPUT_SHIFT"), wide));
    }
    long[] multipliers = test.array("output_mult", "output_multiplier");
    long[] shifts = test.array("output_shift");
    List<SourceRule> rules = new ArrayList<>();
    for (int i = 0; i < multipliers.length; i++) {
      rules.add(rule(multipliers[i], shifts[i], wide));
    }
    return rules;
  }

  /// The weights, with the two of each byte apart if they are packed.
  private long[] weights(int count) {
    long[] stored = test.array("weights", "input_weights");
    if (stored.length == count) {
      return stored;
    }
    byte[] bytes = new byte[stored.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) stored[i];
    }
    return StoredCodes.decode(IntType.signed(4), bytes, count);
  }

  private Ref addBias(Ref sum, Shape shape) {
    long[] bias = test.array("biases", "bias", "input_bias");
    return bias == null || bias.length == 0
        ? sum
        : emit(shape, new RealAdd(sum, constant(IntTensor.vector(bias), 0)));
  }

  private Shape image(String height, String width, String channels) {
    return Shape.of(1, test.number(height), test.number(width), test.number(channels));
  }

  private Ref channelSecond(Ref x, Shape shape) {
    List<Integer> perm = List.of(0, 3, 1, 2);
    return emit(shape.permute(perm), new RealTranspose(x, perm));
  }

  private Ref channelLast(Ref x, Shape shape) {
    return emit(shape, new RealTranspose(x, List.of(0, 2, 3, 1)));
  }

  /// Padding behind the end of an axis that makes `out` windows.
  private static int after(int out, int stride, int span, int extent, int before) {
    return Math.max(0, (out - 1) * stride + span - extent - before);
  }

  /// A convolution, depthwise if the test has a channel multiplier.
  Network convolution(boolean bias32) {
    Shape in = image("INPUT_H", "INPUT_W", "IN_CH");
    Shape out = image("OUTPUT_H", "OUTPUT_W", "OUT_CH");
    boolean depthwise = test.has("CH_MULT");
    int height = test.number("FILTER_Y");
    int width = test.number("FILTER_X");
    int groups = depthwise ? in.dim(3) : test.number("GROUPS", 1);
    if (!depthwise && !test.name().contains("int4")) {
      int each = test.array("weights").length / (out.dim(3) * height * width);
      groups = in.dim(3) / each;
    }
    int channels = in.dim(3) / groups;
    Shape stored =
        depthwise
            ? Shape.of(1, height, width, out.dim(3))
            : Shape.of(out.dim(3), height, width, channels);
    IntTensor codes = IntTensor.of(stored, weights(stored.size()));
    IntTensor kernel =
        depthwise ? Axes.permuted(codes, 3, 0, 1, 2) : Axes.permuted(codes, 0, 3, 1, 2);
    int dilationH = test.number("DILATION_Y", 1);
    int dilationW = test.number("DILATION_X", 1);
    int top = test.number("PAD_Y", 0);
    int left = test.number("PAD_X", 0);
    int strideH = test.number("STRIDE_Y");
    int strideW = test.number("STRIDE_X");
    Ref x = channelSecond(input("INPUT_OFFSET", in), in);
    RealConv conv =
        new RealConv(
            x,
            constant(kernel, 0),
            strideH,
            strideW,
            top,
            left,
            after(out.dim(1), strideH, (height - 1) * dilationH + 1, in.dim(1), top),
            after(out.dim(2), strideW, (width - 1) * dilationW + 1, in.dim(2), left),
            dilationH,
            dilationW,
            groups);
    Ref sum = channelLast(emit(out.permute(List.of(0, 3, 1, 2)), conv), out);
    boolean wide = type.bits() == 16 && !bias32;
    return network(
        requantize(addBias(sum, out), out, Rational.ONE, Shape.of(out.dim(3)), rules(wide, true)));
  }

  Network fullyConnected() {
    int inputs = test.number("ACCUMULATION_DEPTH", test.number("IN_CH", 0));
    int outputs = test.number("OUT_CH");
    long[] rows = weights(inputs * outputs);
    IntTensor matrix = Axes.permuted(IntTensor.of(Shape.of(outputs, inputs), rows), 1, 0);
    Shape out = Shape.of(1, outputs);
    Ref x = input("INPUT_OFFSET", Shape.of(1, inputs));
    Ref w = constant(matrix, -test.number("FILTER_OFFSET", 0));
    Ref sum = addBias(emit(out, new RealMatMul(x, w)), out);
    boolean perChannel = !test.has("OUTPUT_MULTIPLIER") && !test.has("OUTPUT_MULT");
    List<SourceRule> rules = rules(type.bits() == 16, perChannel);
    return network(
        requantize(sum, out, Rational.ONE, perChannel ? Shape.of(outputs) : Shape.SCALAR, rules));
  }

  Network pool(boolean maximum) {
    Shape in = image("INPUT_H", "INPUT_W", "INPUT_C");
    Shape out = image("OUTPUT_H", "OUTPUT_W", "OUTPUT_C");
    int height = test.number("FILTER_H");
    int width = test.number("FILTER_W");
    int strideH = test.number("STRIDE_H");
    int strideW = test.number("STRIDE_W");
    int top = test.number("PADDING_H", 0);
    int left = test.number("PADDING_W", 0);
    int bottom = after(out.dim(1), strideH, height, in.dim(1), top);
    int right = after(out.dim(2), strideW, width, in.dim(2), left);
    Ref x = channelSecond(input("INPUT_OFFSET", in), in);
    RealOp op =
        maximum
            ? new RealMaxPool(x, height, width, strideH, strideW, top, left, bottom, right)
            : new RealAveragePool(
                x, height, width, strideH, strideW, top, left, bottom, right, true);
    Ref pooled = channelLast(emit(out.permute(List.of(0, 3, 1, 2)), op), out);
    List<SourceRule> rules = new ArrayList<>();
    for (int i = 0; i < out.dim(1); i++) {
      for (int j = 0; j < out.dim(2); j++) {
        int rows = inside(i * strideH - top, height, in.dim(1));
        int columns = inside(j * strideW - left, width, in.dim(2));
        long count = maximum ? 1 : (long) rows * columns;
        rules.add(chain(Rational.ONE.divide(Rational.of(count)), Rounding.HALF_AWAY, 0));
      }
    }
    Rational step =
        maximum ? Rational.ONE : Rational.ONE.divide(Rational.of((long) height * width));
    return network(requantize(pooled, out, step, Shape.of(1, out.dim(1), out.dim(2), 1), rules));
  }

  private static int inside(int start, int size, int extent) {
    return Math.min(start + size, extent) - Math.max(start, 0);
  }

  Network add() {
    Shape shape = Shape.of(1, test.number("DST_SIZE"));
    Ref a = scaled(input("INPUT1_OFFSET", shape), shape, "INPUT1");
    Ref b = scaled(input("INPUT2_OFFSET", shape), shape, "INPUT2");
    Ref sum = emit(shape, new RealAdd(a, b));
    return network(
        requantize(
            sum,
            shape,
            Rational.ONE,
            Shape.SCALAR,
            List.of(rule(test.number("OUTPUT_MULT"), test.number("OUTPUT_SHIFT"), false))));
  }

  private Ref scaled(Ref x, Shape shape, String name) {
    IntType wide = IntType.signed(32);
    SourceRule rule =
        new TfliteMultiply(
            TfliteMultiply.Variant.DOUBLE,
            test.number(name + "_MULT"),
            test.number(name + "_SHIFT"),
            0,
            wide.min(),
            wide.max());
    return emit(
        shape,
        new RealRequantize(
            x,
            RationalTensor.scalar(Rational.powerOfTwo(-test.number("LEFT_SHIFT"))),
            Shape.SCALAR,
            List.of(rule),
            wide,
            Rational.ONE,
            0));
  }

  Network multiply() {
    Shape shape = Shape.of(1, test.number("DST_SIZE"));
    Ref product =
        emit(shape, new RealMultiply(input("INPUT1_OFFSET", shape), input("INPUT2_OFFSET", shape)));
    return network(
        requantize(
            product,
            shape,
            Rational.ONE,
            Shape.SCALAR,
            List.of(rule(test.number("OUTPUT_MULT"), test.number("OUTPUT_SHIFT"), false))));
  }

  Network softmax() {
    Shape shape = Shape.of(1, test.number("ROW_SIZE"));
    return network(
        emit(
            shape,
            new RealGemmlowpSoftmax(
                input("INPUT_OFFSET", shape),
                Rational.ONE,
                0,
                test.number("INPUT_MULT"),
                test.number("INPUT_LEFT_SHIFT"),
                test.number("DIFF_MIN"),
                type,
                Rational.ONE,
                -128)));
  }
}
