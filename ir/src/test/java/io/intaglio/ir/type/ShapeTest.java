package io.intaglio.ir.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeTest {
  @Test
  void reducedAxesGoOrStayWithExtentOne() {
    Shape shape = Shape.of(1, 5, 3, 4);

    assertThat(shape.reduced(List.of(3, 1), false)).isEqualTo(Shape.of(1, 3));
    assertThat(shape.reduced(List.of(3, 1), true)).isEqualTo(Shape.of(1, 1, 3, 1));
    assertThat(shape.reduced(List.of(), false)).isEqualTo(shape);
    assertThat(Shape.of(2, 2).reduced(List.of(0, 1), false)).isEqualTo(Shape.SCALAR);
  }
}
