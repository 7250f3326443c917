package io.intaglio.ir.cert;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Scale;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.dyadic.Found;
import io.intaglio.ir.dyadic.RandomRules;
import io.intaglio.ir.dyadic.RescaleRequest;
import io.intaglio.ir.dyadic.RescaleSearch;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.op.Clamp;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.rule.TfliteMultiply;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateCheckerTest {
  private static final Shape SHAPE = Shape.of(2, 2);
  private static final Range RANGE =
      Range.of(Shape.of(2), new long[] {-2000, -900}, new long[] {2000, 1100});
  private static final List<SourceRule> RULES = List.of(round("1/37", 1), round("1/53", -1));
  private static final Found SHIFTED = find(RANGE, RULES);
  private static final Found COUNTED =
      find(
          RANGE,
          List.of(
              new TfliteMultiply(TfliteMultiply.Variant.DOUBLE, 1_500_000_001, -3, 0, -128, 127),
              RULES.get(1)));

  private static ExactChain round(String slope, int sign) {
    return new ExactChain(
        List.of(
            new ExactStep.Affine(
                Surd.of(Rational.parse(slope).multiply(Rational.of(sign))), Surd.ZERO),
            new ExactStep.Round(Rounding.HALF_EVEN)));
  }

  private static Found find(Range range, List<SourceRule> rules) {
    return RescaleSearch.search(
        new RescaleRequest(
            new Ref("x"), range, SHAPE, "y", Shape.of(rules.size()), rules, IntType.signed(48)));
  }

  private static Certified network(Range range, Op op, Certificate... certificates) {
    Value x = new Value("x", range.type(), SHAPE, range, Scale.NONE, Origin.node("m.onnx", "acc"));
    IntType type = IntType.signed(48);
    Value y = new Value("y", type, SHAPE, Range.of(type), Scale.NONE, Origin.node("m.onnx", "act"));
    FixedGraph graph = new FixedGraph("g", List.of(x), List.of(new Node(y, op)), List.of("y"));
    return new Certified(
        new Boundary("m.onnx", List.of(), graph, List.of()), List.of(certificates));
  }

  private static void assertRefused(Certified certified, String because) {
    List<Diagnostic> found = CertificateChecker.check(certified);
    assertThat(found).isNotEmpty();
    assertThat(found.get(0).code()).isEqualTo(Code.IR_CERTIFICATE);
    assertThat(found.toString()).contains(because);
  }

  private static void assertRefused(Op op, String because) {
    assertRefused(network(RANGE, op, SHIFTED.certificate()), because);
  }

  private static IntTensor plus(IntTensor tensor, int flat, long delta) {
    long[] values = tensor.toArray();
    values[flat] += delta;
    return IntTensor.of(tensor.shape(), values);
  }

  private static Rescale shifted() {
    return (Rescale) SHIFTED.op();
  }

  @Test
  void whatTheSearchFindsIsAccepted() {
    assertThat(CertificateChecker.check(network(RANGE, SHIFTED.op(), SHIFTED.certificate())))
        .isEmpty();
    assertThat(COUNTED.op()).isInstanceOf(Threshold.class);
    assertThat(CertificateChecker.check(network(RANGE, COUNTED.op(), COUNTED.certificate())))
        .isEmpty();
  }

  @Test
  void whatTheSearchFindsForRandomRulesIsAccepted() {
    for (int seed = 0; seed < 1500; seed++) {
      RandomRules random = new RandomRules(seed);
      long[] a = random.interval(14);
      long[] b = random.interval(14);
      Range range =
          Range.of(
              Shape.of(2),
              new long[] {a[0], b[0]},
              new long[] {a[1], b[1]},
              new int[] {(int) a[2], (int) b[2]});
      Found found = find(range, List.of(random.rule(), random.rule()));
      assertThat(CertificateChecker.check(network(range, found.op(), found.certificate())))
          .as("seed %d: %s", seed, found)
          .isEmpty();
    }
  }

  @Test
  void formulasOfManyValuesAreAcceptedAndTheirNeighboursAreNot() {
    Range wide = Range.uniform(-(1L << 30), 1L << 30);
    for (Rounding rounding : Rounding.values()) {
      SourceRule rule =
          new ExactChain(
              List.of(
                  new ExactStep.Affine(
                      Surd.of(Rational.parse("3*2^-5")), Surd.of(Rational.parse("2^-3"))),
                  new ExactStep.AtLeast(Rational.parse("-3/2")),
                  new ExactStep.Round(rounding),
                  new ExactStep.Affine(Surd.ONE, Surd.of(7))));
      Found found = find(wide, List.of(rule));
      assertThat(found.certificate().channels().get(0).steps()).isEmpty();
      Rescale op = (Rescale) found.op();
      assertThat(CertificateChecker.check(network(wide, op, found.certificate()))).isEmpty();
      for (long delta : new long[] {-1, 1}) {
        Rescale moved =
            new Rescale(
                op.x(),
                op.m(),
                plus(op.b(), 0, delta),
                op.s(),
                op.z(),
                op.lo(),
                op.hi(),
                op.rounding());
        assertRefused(network(wide, moved, found.certificate()), "no steps are listed");
        Rescale bounded =
            new Rescale(
                op.x(),
                op.m(),
                op.b(),
                op.s(),
                op.z(),
                plus(op.lo(), 0, delta),
                op.hi(),
                op.rounding());
        assertRefused(network(wide, bounded, found.certificate()), "no steps are listed");
      }
    }
  }

  @Test
  void wrongMultiplierIsRefused() {
    Rescale op = shifted();
    for (long delta : new long[] {-1, 1}) {
      assertRefused(
          new Rescale(
              op.x(),
              plus(op.m(), 1, delta),
              op.b(),
              op.s(),
              op.z(),
              op.lo(),
              op.hi(),
              op.rounding()),
          "channel 1: the operator gives");
    }
  }

  @Test
  void offsetsOutsideTheAdmissibleIntervalAreRefused() {
    Rescale op = shifted();
    int refused = 0;
    for (int power = 0; power < 14; power++) {
      for (long delta : new long[] {-(1L << power), 1L << power}) {
        Rescale moved =
            new Rescale(
                op.x(),
                op.m(),
                plus(op.b(), 0, delta),
                op.s(),
                op.z(),
                op.lo(),
                op.hi(),
                op.rounding());
        boolean same = true;
        for (long x = -2000; x <= 2000; x++) {
          long sum = op.m().at(0) * x + moved.b().at(0);
          same &= sum >> op.s().at(0) == RULES.get(0).apply(x);
        }
        boolean accepted =
            CertificateChecker.check(network(RANGE, moved, SHIFTED.certificate())).isEmpty();
        assertThat(accepted).as("b moved by %d", delta).isEqualTo(same);
        refused += accepted ? 0 : 1;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void wrongShiftZeroPointBoundsAndRoundingAreRefused() {
    Rescale op = shifted();
    IntTensor one = IntTensor.scalar(op.s().at(0) + 1);
    assertRefused(
        new Rescale(op.x(), op.m(), op.b(), one, op.z(), op.lo(), op.hi(), op.rounding()), "gives");
    assertRefused(
        new Rescale(
            op.x(), op.m(), op.b(), op.s(), IntTensor.scalar(1), op.lo(), op.hi(), op.rounding()),
        "gives");
    assertRefused(
        new Rescale(
            op.x(), op.m(), op.b(), op.s(), op.z(), IntTensor.scalar(-3), op.hi(), op.rounding()),
        "gives");
    assertRefused(
        new Rescale(
            op.x(),
            op.m(),
            op.b(),
            op.s(),
            op.z(),
            IntTensor.scalar(9),
            IntTensor.scalar(-9),
            op.rounding()),
        "bounds 9 > -9");
    assertRefused(
        new Rescale(op.x(), op.m(), op.b(), op.s(), op.z(), op.lo(), op.hi(), Rounding.HALF_EVEN),
        "gives");
  }

  @Test
  void wrongThresholdIsRefused() {
    Threshold op = (Threshold) COUNTED.op();
    for (int k = 0; k < op.count(); k += 13) {
      for (long delta : new long[] {-1, 1}) {
        Threshold moved =
            new Threshold(
                op.x(), plus(op.thresholds(), k, delta), op.direction(), op.base(), op.step());
        assertRefused(network(RANGE, moved, COUNTED.certificate()), "the operator gives");
      }
    }
    assertRefused(
        network(
            RANGE,
            new Threshold(op.x(), op.thresholds(), op.direction(), op.base() + 1, op.step()),
            COUNTED.certificate()),
        "the operator gives");
  }

  private static Certificate changed(int channel, Certificate.Channel to) {
    List<Certificate.Channel> channels = new ArrayList<>(SHIFTED.certificate().channels());
    channels.set(channel, to);
    return new Certificate("y", SHIFTED.certificate().shape(), channels);
  }

  private static void assertRefused(Certificate certificate, String because) {
    assertRefused(network(RANGE, SHIFTED.op(), certificate), because);
  }

  @Test
  void wrongStepIsRefused() {
    Certificate.Channel c = SHIFTED.certificate().channels().get(0);
    for (int k = 0; k < c.steps().size(); k += 7) {
      Certificate.Step step = c.steps().get(k);
      for (Certificate.Step wrong :
          List.of(
              new Certificate.Step(step.at() + 1, step.value()),
              new Certificate.Step(step.at() - 1, step.value()),
              new Certificate.Step(step.at(), step.value() + 1))) {
        List<Certificate.Step> steps = new ArrayList<>(c.steps());
        steps.set(k, wrong);
        assertRefused(
            changed(
                0,
                new Certificate.Channel(
                    c.rule(), c.lo(), c.hi(), c.log2Stride(), c.first(), steps)),
            "the rule gives");
      }
      List<Certificate.Step> fewer = new ArrayList<>(c.steps());
      fewer.remove(k);
      assertRefused(
          changed(
              0,
              new Certificate.Channel(c.rule(), c.lo(), c.hi(), c.log2Stride(), c.first(), fewer)),
          "channel 0");
    }
  }

  @Test
  void stepsOutOfOrderOrOffTheGridAreRefused() {
    Certificate.Channel c = SHIFTED.certificate().channels().get(0);
    List<Certificate.Step> steps = new ArrayList<>(c.steps());
    steps.add(1, steps.get(0));
    assertRefused(
        changed(
            0, new Certificate.Channel(c.rule(), c.lo(), c.hi(), c.log2Stride(), c.first(), steps)),
        "out of order");
    assertRefused(
        changed(0, new Certificate.Channel(c.rule(), c.lo(), c.hi(), 5, c.first(), c.steps())),
        "grid");
  }

  @Test
  void intervalNarrowerThanTheRangeIsRefused() {
    Certificate.Channel c = SHIFTED.certificate().channels().get(1);
    assertRefused(
        changed(
            1,
            new Certificate.Channel(
                c.rule(), c.lo(), c.hi() - 1, c.log2Stride(), c.first(), c.steps())),
        "reach it");
  }

  @Test
  void declaredRangesAreNotBelieved() {
    Certified right = network(RANGE, SHIFTED.op(), SHIFTED.certificate());
    FixedGraph graph = right.boundary().graph();
    Range wide = Range.uniform(-4000, 4000);
    Value input =
        new Value("in", wide.type(), SHAPE, wide, Scale.NONE, Origin.node("m.onnx", "in"));
    Node liar =
        new Node(
            graph.inputs().get(0),
            new Clamp(new Ref("in"), IntTensor.scalar(-4000), IntTensor.scalar(4000)));
    FixedGraph lying =
        new FixedGraph("g", List.of(input), List.of(liar, graph.nodes().get(0)), List.of("y"));
    assertRefused(
        new Certified(
            new Boundary("m.onnx", List.of(), lying, List.of()), List.of(SHIFTED.certificate())),
        "reach it");
  }

  @Test
  void coarserGridThanTheRangeIsRefused() {
    SourceRule rule = round("1/64", 1);
    Found even = find(Range.uniform(0, 4096, 2), List.of(rule));
    assertRefused(network(Range.uniform(0, 4096, 1), even.op(), even.certificate()), "stride 2^1");
  }

  @Test
  void anotherRuleIsRefused() {
    Certificate.Channel c = SHIFTED.certificate().channels().get(0);
    assertRefused(
        changed(
            0,
            new Certificate.Channel(
                round("1/38", 1), c.lo(), c.hi(), c.log2Stride(), c.first(), c.steps())),
        "the rule gives");
  }

  @Test
  void missingStrayAndDoubledCertificatesAreRefused() {
    Certificate right = SHIFTED.certificate();
    assertRefused(network(RANGE, SHIFTED.op()), "it has no certificate");
    assertRefused(network(RANGE, SHIFTED.op(), right, right), "two certificates");
    assertRefused(
        network(RANGE, SHIFTED.op(), right, new Certificate("x", right.shape(), right.channels())),
        "for no such operator");
  }

  @Test
  void missingChannelIsRefused() {
    Certificate right = SHIFTED.certificate();
    assertRefused(new Certificate("y", Shape.SCALAR, right.channels().subList(0, 1)), "channel 0");
    List<Certificate.Channel> three = new ArrayList<>(right.channels());
    three.add(three.get(0));
    assertRefused(new Certificate("y", Shape.of(3), three), "do not broadcast");
  }

  @Test
  void diagnosticsNameModelNodeAndValue() {
    Diagnostic found = CertificateChecker.check(network(RANGE, SHIFTED.op())).get(0);
    assertThat(found.origin().places()).containsExactly("m.onnx:act", "%y");
  }

  @Test
  void reportCountsMultiplierBitsAndThresholds() {
    MultiplierReport.Layer shifted =
        MultiplierReport.of(network(RANGE, SHIFTED.op(), SHIFTED.certificate())).layers().get(0);
    assertThat(shifted.bitsBefore()).isEqualTo(24);
    assertThat(shifted.bitsAfter())
        .isEqualTo(64 - Long.numberOfLeadingZeros(Math.abs(shifted().m().at(0))));
    MultiplierReport.Layer counted =
        MultiplierReport.of(network(RANGE, COUNTED.op(), COUNTED.certificate())).layers().get(0);
    assertThat(counted.bitsBefore()).isEqualTo(31);
    assertThat(counted.thresholds()).isEqualTo(((Threshold) COUNTED.op()).count());
  }
}
