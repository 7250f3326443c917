package io.intaglio.ir.datapath;

import io.intaglio.ir.type.IntType;
import java.util.List;

/// The elements of one graph value as wires, in row-major order, all visible in the same stage.
/// Packed, element 0 takes the least significant bits; each element has a width of its own.
///
/// @param value the graph's name of it
/// @param stage the number of register ranks between the design's input ports and these wires
public record Bus(String value, List<IntType> elements, int stage) {
  public Bus {
    elements = List.copyOf(elements);
  }

  /// Width of the packed bus in bits.
  public int bits() {
    return elements.stream().mapToInt(IntType::bits).sum();
  }

  /// Offset in bits of each element, and the total width as the last entry.
  public int[] offsets() {
    int[] offsets = new int[elements.size() + 1];
    for (int i = 0; i < elements.size(); i++) {
      offsets[i + 1] = Math.addExact(offsets[i], elements.get(i).bits());
    }
    return offsets;
  }
}
