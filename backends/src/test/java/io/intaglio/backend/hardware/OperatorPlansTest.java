package io.intaglio.backend.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.op.Constant;
import io.intaglio.ir.op.Float32Add;
import io.intaglio.ir.op.Float32AveragePool;
import io.intaglio.ir.op.GemmlowpSoftmax;
import io.intaglio.ir.op.Int16Softmax;
import io.intaglio.ir.op.MatMul;
import io.intaglio.ir.op.RoundedSoftmax;
import io.intaglio.ir.op.TableSoftmax;
import io.intaglio.ir.testing.OperatorCase;
import io.intaglio.ir.testing.OperatorVectors;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OperatorPlansTest {
  static Stream<OperatorCase> all() {
    return OperatorVectors.all().values().stream().flatMap(List::stream);
  }

  static Stream<OperatorCase> buildable() {
    return all().filter(vector -> Legalizer.check(vector.graph()).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("buildable")
  void theCellsGiveWhatTheFormulaGives(OperatorCase vector) {
    for (DelayModel delays : DelayModel.values()) {
      Datapath datapath = ParallelPlanner.plan(vector.graph(), PlanChecks.options(5_000, delays));

      Map<String, long[]> values = DatapathInterpreter.run(datapath, vector.graphInputs());

      assertThat(values.get("y")).containsExactly(vector.expected().toArray());
    }
  }

  @ParameterizedTest
  @MethodSource("buildable")
  void theCellsGiveWhatTheEvaluatorGivesAtAnyClock(OperatorCase vector) {
    for (int clock : new int[] {1_500, 3_000, 25_000}) {
      PlanOptions options = PlanChecks.options(clock, DelayModel.FPGA);

      PlanChecks.computesWhatTheGraphMeans(vector.graph(), options, 24, clock);
    }
  }

  /// A runtime's own order of operations in software; refused by name.
  private static final List<Class<?>> SOFTWARE_ONLY =
      List.of(
          Float32Add.class,
          Float32AveragePool.class,
          GemmlowpSoftmax.class,
          Int16Softmax.class,
          MatMul.class,
          RoundedSoftmax.class,
          TableSoftmax.class);

  @Test
  void everyOtherOperatorWithAnOperandCanBeBuilt() {
    List<String> built =
        buildable().map(vector -> name(vector.op().getClass())).distinct().toList();

    assertThat(OperatorVectors.all().keySet())
        .filteredOn(type -> !built.contains(name(type)))
        .filteredOn(type -> !SOFTWARE_ONLY.contains(type))
        .containsExactly(Constant.class);
    assertThat(SOFTWARE_ONLY).noneMatch(type -> built.contains(name(type)));
  }

  @Test
  void whatCannotBeBuiltIsRefusedAsUnsupported() {
    List<Diagnostic> refusals =
        all().flatMap(vector -> Legalizer.check(vector.graph()).stream()).toList();

    assertThat(refusals).isNotEmpty().allMatch(Diagnostic::isError);
    assertThat(refusals).extracting(Diagnostic::code).containsOnly(Code.HW_UNSUPPORTED);
    assertThat(refusals)
        .extracting(Diagnostic::message)
        .allMatch(
            m ->
                m.contains("63 bits")
                    || m.contains("no bits")
                    || m.contains("one input")
                    || m.contains("hardware cannot compute"));
  }

  private static String name(Class<?> type) {
    return type.getSimpleName();
  }
}
