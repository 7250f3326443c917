package io.intaglio.ir.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.op.Mul;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PropertyTest {
  @Test
  void everySeedIsTried() {
    List<Integer> made = new ArrayList<>();

    Property.forAll(5, 10, random -> random.nextInt(), _ -> List.of(), made::add);

    assertThat(made).hasSize(10).doesNotHaveDuplicates();
  }

  @Test
  void aCounterexampleIsShrunkAndNamesItsSeed() {
    assertThatThrownBy(
            () ->
                Property.forAll(
                    3,
                    100,
                    random -> random.nextInt(1000, 2000),
                    n -> List.of(n / 2, n - 1),
                    n -> assertThat(n).isLessThan(37)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("seed 3, ")
        .hasMessageEndingWith(": 37")
        .hasCauseInstanceOf(AssertionError.class);
  }

  @Test
  void graphsShrinkToTheOperatorThatFails() {
    AtomicReference<FixedGraph> smallest = new AtomicReference<>();

    assertThatThrownBy(
            () ->
                Property.forAll(
                    1,
                    100,
                    RandomGraphs::withKernels,
                    GraphShrinker::shrink,
                    graph -> {
                      boolean multiplies =
                          graph.nodes().stream().anyMatch(node -> node.op() instanceof Mul);
                      if (multiplies) {
                        smallest.set(graph);
                      }
                      assertThat(multiplies).isFalse();
                    }))
        .isInstanceOf(AssertionError.class);
    assertThat(smallest.get().nodes()).hasSize(1);
    assertThat(smallest.get().inputs()).hasSizeBetween(1, 2);
  }
}
