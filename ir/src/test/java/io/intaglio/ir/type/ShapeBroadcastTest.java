package io.intaglio.ir.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeBroadcastTest {
  @Test
  void oneBroadcastIndexIsAnEntryOfAllOfThem() {
    Shape target = Shape.of(2, 3, 4);
    List<Shape> parameters =
        List.of(
            Shape.SCALAR,
            Shape.of(4),
            Shape.of(1),
            Shape.of(3, 1),
            Shape.of(2, 1, 4),
            Shape.of(1, 3, 4),
            target);
    for (Shape parameter : parameters) {
      int[] all = parameter.broadcastIndex(target);
      for (int flat = 0; flat < all.length; flat++) {
        assertThat(parameter.broadcastIndex(target, flat)).isEqualTo(all[flat]);
      }
    }
  }
}
