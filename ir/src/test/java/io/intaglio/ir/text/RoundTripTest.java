package io.intaglio.ir.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.datapath.Source;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.FloatStep;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.testing.GraphShrinker;
import io.intaglio.ir.testing.Property;
import io.intaglio.ir.testing.RandomGraphs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What is written reads back to an equal object, for every record there is.
final class RoundTripTest {
  private record Family<T>(Class<T> type, List<T> examples) {}

  private static List<Family<?>> families() {
    return List.of(
        new Family<>(Op.class, OpExamples.all().stream().map(OpExamples.Example::op).toList()),
        new Family<>(RealOp.class, RecordExamples.realOps()),
        new Family<>(SourceRule.class, RecordExamples.sourceRules()),
        new Family<>(ExactStep.class, RecordExamples.exactSteps()),
        new Family<>(FloatStep.class, RecordExamples.floatSteps()),
        new Family<>(Encoding.class, RecordExamples.encodings()),
        new Family<>(CellOp.class, RecordExamples.cellOps()),
        new Family<>(Source.class, RecordExamples.sources()),
        new Family<>(Layer.class, RecordExamples.layers()));
  }

  @TestFactory
  Stream<DynamicTest> everyRecordOfAFamilyHasAnExample() {
    return families().stream()
        .flatMap(
            family ->
                Arrays.stream(family.type().getPermittedSubclasses())
                    .map(
                        member ->
                            DynamicTest.dynamicTest(
                                family.type().getSimpleName() + "." + member.getSimpleName(),
                                () ->
                                    assertThat(family.examples())
                                        .hasAtLeastOneElementOfType(member))));
  }

  @TestFactory
  Stream<DynamicTest> everyExampleReadsBackToItself() {
    return families().stream().flatMap(RoundTripTest::roundTrips);
  }

  private static <T> Stream<DynamicTest> roundTrips(Family<T> family) {
    return family.examples().stream()
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example.toString(),
                    () -> assertThat(roundTrip(family.type(), example)).isEqualTo(example)));
  }

  /// Writes a record in a list, so that the whole way through the text is walked.
  private static <T> T roundTrip(Class<T> type, T value) {
    Writing out = new Writing();
    Syntax written = Codecs.of(type).write(value, out);
    Statement statement = Statement.of(FxWriter.withArgument("example", written));
    String text = DocumentPrinter.print("fx", List.of(List.of(statement)));
    List<Statement> statements = new ArrayList<>();
    DocumentReader.read(text, "fx", "example.fx", statements::add);
    Syntax read = statements.getFirst().construct().arguments().getFirst();
    Reading in = new Reading("example.fx", out.weights().toByteArray());
    in.weights().open();
    T back = Codecs.of(type).read(read, in);
    in.throwIfErrors();
    return back;
  }

  @TestFactory
  Stream<DynamicTest> aGraphOfEachOperatorReadsBackToItself() {
    return OpExamples.all().stream()
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example.op().toString(),
                    () -> {
                      Certified graph = OpExamples.graph(example);
                      FxText fx = FxWriter.write(graph);
                      assertThat(FxReader.read(fx.text(), fx.weights(), "g.fx")).isEqualTo(graph);
                      assertThat(FxWriter.write(graph)).isEqualTo(fx);
                    }));
  }

  @Test
  void randomGraphsReadBackToThemselves() {
    Property.forAll(
        1,
        300,
        RandomGraphs::withKernels,
        GraphShrinker::shrink,
        graph -> {
          Boundary boundary = new Boundary("random", List.of(), graph, List.of());
          Certified certified = new Certified(boundary, List.of());
          FxText fx = FxWriter.write(certified);
          assertThat(FxReader.read(fx.text(), fx.weights(), "random.fx")).isEqualTo(certified);
        });
  }

  @Test
  void aDatapathOfEachLayerReadsBackToItself() {
    Datapath datapath =
        new Datapath(
            "enc",
            5000,
            "fpga",
            Handshake.VALID_READY,
            List.of(),
            RecordExamples.layers(),
            List.of("fc1", "odd name"),
            7,
            1);
    String text = DatapathText.write(datapath);
    assertThat(DatapathText.read(text, "enc.datapath")).isEqualTo(datapath);
  }
}
