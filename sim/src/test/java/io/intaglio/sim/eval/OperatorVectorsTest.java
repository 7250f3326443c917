package io.intaglio.sim.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.op.Op;
import io.intaglio.ir.testing.OperatorCase;
import io.intaglio.ir.testing.OperatorVectors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OperatorVectorsTest {
  static Stream<OperatorCase> cases() {
    return OperatorVectors.all().values().stream().flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theEvaluatorGivesWhatTheFormulaGives(OperatorCase vector) {
    Evaluator evaluator = new Evaluator(vector.graph());

    assertThat(evaluator.run(vector.graphInputs())).containsExactly(vector.expected().toArray());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void samplesOfABatchDoNotMix(OperatorCase vector) {
    Evaluator evaluator = new Evaluator(vector.graph());
    List<long[]> thrice = vector.graphInputs().stream().map(OperatorVectorsTest::thrice).toList();

    assertThat(evaluator.runBatch(3, thrice).get("y"))
        .containsExactly(thrice(vector.expected().toArray()));
  }

  private static long[] thrice(long[] sample) {
    long[] batch = Arrays.copyOf(sample, 3 * sample.length);
    System.arraycopy(sample, 0, batch, sample.length, sample.length);
    System.arraycopy(sample, 0, batch, 2 * sample.length, sample.length);
    return batch;
  }

  @Test
  void everyOperatorHasVectors() {
    assertThat(OperatorVectors.all().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Op.class.getPermittedSubclasses())
                .<Class<? extends Op>>map(type -> type.asSubclass(Op.class))
                .toList());
    assertThat(OperatorVectors.all().values()).noneMatch(List::isEmpty);
  }
}
