package io.intaglio.ir.lower;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.FloatStep;
import io.intaglio.ir.edge.Head;
import io.intaglio.ir.net.InputFormat;
import io.intaglio.ir.net.NetInput;
import io.intaglio.ir.net.RealBipolar;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealQuantize;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.net.RealWrapQuantize;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the integer domain of an input: its head quantizer, reached through elementwise nodes that
/// nothing else reads; else the domain that the file states; else the one the user gives.
final class PlanHead {
  private final Uses uses;
  private final Map<String, RealTensor> constants;
  private final LoweringOptions options;

  PlanHead(Uses uses, Map<String, RealTensor> constants, LoweringOptions options) {
    this.uses = uses;
    this.constants = constants;
    this.options = options;
  }

  /// @throws Refusal if the input has no domain
  PlannedHead plan(NetInput input) {
    return quantized(input).orElseGet(() -> formatted(input));
  }

  private record Step(ElementwiseStep step, Layout layout) {}

  private Optional<PlannedHead> quantized(NetInput input) {
    Layout border = Layout.ofModel(input.shape());
    Layout here = border;
    List<Step> steps = new ArrayList<>();
    Set<String> absorbed = new LinkedHashSet<>();
    String tensor = input.name();
    while (true) {
      RealNode node = uses.onlyReader(tensor);
      if (node == null || node.shape().elements() != here.size()) {
        return Optional.empty();
      }
      absorbed.add(node.result());
      tensor = node.result();
      Optional<ElementwiseStep> step = ElementwiseStep.of(node, constants);
      if (node.op() instanceof RealQuantize q) {
        return Optional.of(quantize(input, steps, here, border, q, tensor, absorbed));
      } else if (node.op() instanceof RealWrapQuantize q) {
        return Optional.of(wrap(input, steps, here, border, q, tensor, absorbed));
      } else if (node.op() instanceof RealBipolar q) {
        return Optional.of(bipolar(input, steps, here, border, q, tensor, absorbed));
      } else if (node.op() instanceof RealReshape) {
        here = here.reshape(node.shape());
      } else if (node.op() instanceof RealTranspose transpose) {
        here = here.transpose(transpose.perm());
      } else if (step.isPresent() && !step.get().isSoftmax()) {
        here = here.reshape(node.shape());
        steps.add(new Step(step.get(), here));
      } else {
        return Optional.empty();
      }
    }
  }

  private static List<FloatStep> floats(List<Step> steps, Layout border) {
    return steps.stream().map(s -> s.step().at(s.layout(), border)).toList();
  }

  private static PlannedHead quantize(
      NetInput input,
      List<Step> steps,
      Layout here,
      Layout border,
      RealQuantize q,
      String tensor,
      Set<String> absorbed) {
    Coefficients scale = LowerQuantizer.spread(here, q.scale());
    Coefficients zero = LowerQuantizer.spread(here, q.zeroPoint());
    Encoding encoding =
        new Encoding.Quantize(
            ElementwiseStep.operand(q.scale(), here, border),
            ElementwiseStep.operand(q.zeroPoint(), here, border),
            integers(q.lo(), here, border),
            integers(q.hi(), here, border),
            q.rounding());
    Head head =
        new Head(input.name(), input.shape(), input.type(), floats(steps, border), encoding);
    return new PlannedHead(
        head,
        tensor,
        here,
        LowerQuantizer.real(scale, zero),
        IntType.holding(q.lo().min(), q.hi().max()),
        range(here, q.lo(), q.hi()),
        absorbed);
  }

  private static PlannedHead wrap(
      NetInput input,
      List<Step> steps,
      Layout here,
      Layout border,
      RealWrapQuantize q,
      String tensor,
      Set<String> absorbed) {
    Encoding encoding =
        new Encoding.WrapQuantize(
            ElementwiseStep.operand(q.scale(), here, border),
            integers(q.lo(), here, border),
            integers(q.hi(), here, border),
            q.rounding());
    Head head =
        new Head(input.name(), input.shape(), input.type(), floats(steps, border), encoding);
    return new PlannedHead(
        head,
        tensor,
        here,
        Chain.scale(LowerQuantizer.spread(here, q.scale())),
        IntType.holding(q.lo().min(), q.hi().max()),
        range(here, q.lo(), q.hi()),
        absorbed);
  }

  private static PlannedHead bipolar(
      NetInput input,
      List<Step> steps,
      Layout here,
      Layout border,
      RealBipolar q,
      String tensor,
      Set<String> absorbed) {
    List<Rational> scales = IntegerWeights.exact(q.scale());
    Coefficients scale = Coefficients.spread(here, q.scale().shape(), i -> Surd.of(scales.get(i)));
    Head head =
        new Head(
            input.name(),
            input.shape(),
            input.type(),
            floats(steps, border),
            new Encoding.Bipolar());
    return new PlannedHead(
        head,
        tensor,
        here,
        Chain.scale(scale),
        IntType.signed(2),
        Range.uniform(-1, 1, 1),
        absorbed);
  }

  private static Range range(Layout here, IntTensor least, IntTensor most) {
    Coefficients lo = LowerQuantizer.spread(here, least);
    Coefficients hi = LowerQuantizer.spread(here, most);
    Shape joint = Coefficients.join(lo.shape(), hi.shape());
    return Range.of(joint, longs(lo.over(joint)), longs(hi.over(joint)));
  }

  private static long[] longs(List<Surd> numbers) {
    return numbers.stream().mapToLong(n -> n.p().num().longValueExact()).toArray();
  }

  private static IntTensor integers(IntTensor parameter, Layout here, Layout border) {
    if (parameter.size() == 1) {
      return parameter.reshape(Shape.SCALAR);
    }
    if (here.model().equals(border.model()) && here.sameOrder(border)) {
      return parameter;
    }
    int[] index = here.parameterIndex(parameter.shape());
    long[] all = new long[index.length];
    for (int g = 0; g < index.length; g++) {
      all[border.toModel(g)] = parameter.at(index[g]);
    }
    return IntTensor.of(border.model(), all);
  }

  private PlannedHead formatted(NetInput input) {
    Optional<InputFormat> stated = input.format();
    InputFormat format =
        stated.or(() -> options.format(input.name())).orElseThrow(() -> none(input));
    Layout layout = Layout.ofModel(input.shape());
    int count = format.elements().size();
    if (count != 1 && count != layout.size()) {
      throw new Refusal(
          Code.DOM_INPUT_FORMAT,
          input.origin(),
          "the input format of '"
              + input.name()
              + "' is for "
              + count
              + " elements, the input has "
              + layout.size(),
          "give one format for all elements or one for each");
    }
    Shape shape = count == 1 ? Shape.SCALAR : layout.graph();
    List<InputFormat.Element> elements = format.elements();
    Encoding encoding =
        stated.isPresent() && input.encoding().isPresent()
            ? input.encoding().get()
            : grid(input, shape, elements);
    Head head = new Head(input.name(), input.shape(), input.type(), List.of(), encoding);
    Coefficients step = Coefficients.gathered(shape, g -> Surd.of(elements.get(g).step()));
    Coefficients zero = Coefficients.gathered(shape, g -> Surd.of(elements.get(g).zeroPoint()));
    return new PlannedHead(
        head,
        input.name(),
        layout,
        LowerQuantizer.real(step, zero),
        type(elements),
        range(shape, elements),
        Set.of());
  }

  private Encoding grid(NetInput input, Shape shape, List<InputFormat.Element> elements) {
    if (elements.stream().anyMatch(e -> e.zeroPoint() != 0)) {
      throw new Refusal(
          Code.DOM_INPUT_FORMAT,
          input.origin(),
          "the input format of '"
              + input.name()
              + "' has a zero point, which says not how reals"
              + " become codes",
          "give a format without a zero point, such as s16/2^-10");
    }
    List<Rational> steps = elements.stream().map(InputFormat.Element::step).toList();
    return new Encoding.Grid(new RationalTensor(shape, steps), options.saturate());
  }

  private static IntType type(List<InputFormat.Element> elements) {
    boolean signed = elements.stream().anyMatch(e -> e.type().signed());
    int bits =
        elements.stream()
            .mapToInt(e -> e.type().bits() + (signed && !e.type().signed() ? 1 : 0))
            .max()
            .orElseThrow();
    return new IntType(signed, bits);
  }

  private static Range range(Shape shape, List<InputFormat.Element> elements) {
    long[] lo = elements.stream().mapToLong(e -> e.bipolar() ? -1 : e.type().min()).toArray();
    long[] hi = elements.stream().mapToLong(e -> e.bipolar() ? 1 : e.type().max()).toArray();
    int[] stride = elements.stream().mapToInt(e -> e.bipolar() ? 1 : 0).toArray();
    return Range.of(shape, lo, hi, stride).compact();
  }

  private static Refusal none(NetInput input) {
    return new Refusal(
        Code.DOM_INPUT_FORMAT,
        input.origin(),
        "input '"
            + input.name()
            + "' "
            + input.shape()
            + " has no integer domain: no quantizer of"
            + " its own that alone reads it, and no datatype in the file",
        "give its format, as in --input-format s16/2^-10 (signed 16 bits, step 2^-10)");
  }
}
