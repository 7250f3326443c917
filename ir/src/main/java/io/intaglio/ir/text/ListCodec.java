package io.intaglio.ir.text;

import java.util.ArrayList;
import java.util.List;

/// Lists: `[a, b; 3]`. Equal neighbours are written once.
record ListCodec<T>(Codec<T> element) implements Codec<List<T>> {
  @Override
  public Syntax write(List<T> values, Writing out) {
    List<Syntax> nodes = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      boolean same = i > 0 && values.get(i).equals(values.get(i - 1));
      nodes.add(same ? nodes.getLast() : element.write(values.get(i), out));
    }
    return Syntax.Sequence.of(nodes);
  }

  @Override
  public List<T> read(Syntax node, Reading in) {
    if (!(node instanceof Syntax.Sequence sequence)) {
      throw mismatch(node, in);
    }
    List<T> values = new ArrayList<>();
    for (Syntax.Item item : sequence.items()) {
      T value = element.read(item.value(), in);
      if (item.count() > 1) {
        in.unfold(item.value().place(), item.count());
      }
      for (int i = 0; i < item.count(); i++) {
        values.add(value);
      }
    }
    return List.copyOf(values);
  }

  @Override
  public String expected() {
    return "a list, each " + element.expected();
  }
}
