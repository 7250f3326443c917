package io.intaglio.ir.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Scale;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.op.Add;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizeLimitTest {
  private static final int LIMIT = Math.toIntExact(Shape.MAX_VALUE_ELEMENTS);

  private static FixedGraph twice(Shape shape) {
    Value x =
        new Value("x", IntType.signed(2), shape, Range.uniform(-2, 1), Scale.NONE, Origin.NONE);
    Value y =
        new Value("y", IntType.signed(3), shape, Range.uniform(-4, 2), Scale.NONE, Origin.NONE);
    Node node = new Node(y, new Add(new Ref("x"), new Ref("x")));
    return new FixedGraph("g", List.of(x), List.of(node), List.of("y"));
  }

  @Test
  void aValueAtTheLimitIsChecked() {
    assertThat(Verifier.check(twice(Shape.of(LIMIT)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, Integer.MAX_VALUE})
  void everyValueAboveItIsRefusedBeforeItsRangeIsWorkedOut(int extent) {
    List<Diagnostic> found = Verifier.check(twice(Shape.of(extent, 1 << 20, 1 << 20)));

    assertThat(found).hasSize(2).extracting(Diagnostic::code).containsOnly(Code.MOD_TOO_LARGE);
    assertThat(found).extracting(Diagnostic::message).allMatch(m -> m.contains("elements"));
  }
}
