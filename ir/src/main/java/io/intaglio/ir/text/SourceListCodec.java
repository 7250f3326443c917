package io.intaglio.ir.text;

import io.intaglio.ir.datapath.Source;
import java.util.ArrayList;
import java.util.List;

/// Sources of a bus: `[Element("x", 0..63), Fixed(0; 3)]`. Elements of one value with ascending
/// indices are written as one interval.
final class SourceListCodec implements Codec<List<Source>> {
  private final Codec<Source> single = Codecs.of(Source.class);

  @Override
  public Syntax write(List<Source> sources, Writing out) {
    List<Syntax> nodes = new ArrayList<>();
    int i = 0;
    while (i < sources.size()) {
      int end = runEnd(sources, i);
      nodes.add(
          sources.get(i) instanceof Source.Element(String value, int index) && end > i + 1
              ? run(value, index, index + (end - i) - 1)
              : single.write(sources.get(i), out));
      i = end;
    }
    return Syntax.Sequence.of(nodes);
  }

  private static int runEnd(List<Source> sources, int start) {
    int end = start + 1;
    while (end < sources.size()
        && sources.get(end - 1) instanceof Source.Element(String value, int index)
        && sources.get(end).equals(new Source.Element(value, index + 1))) {
      end++;
    }
    return end;
  }

  private static Syntax run(String value, int first, int last) {
    return new Syntax.Construct(
        "Element",
        List.of(Syntax.text(value), Syntax.number(first + ".." + last)),
        List.of(),
        Place.NONE);
  }

  @Override
  public List<Source> read(Syntax node, Reading in) {
    if (!(node instanceof Syntax.Sequence sequence)) {
      throw mismatch(node, in);
    }
    List<Source> sources = new ArrayList<>();
    for (Syntax.Item item : sequence.items()) {
      List<Source> run = readItem(item.value(), in);
      in.unfold(item.value().place(), (long) item.count() * run.size());
      for (int i = 0; i < item.count(); i++) {
        sources.addAll(run);
      }
    }
    return List.copyOf(sources);
  }

  private List<Source> readItem(Syntax node, Reading in) {
    boolean isRun =
        node instanceof Syntax.Construct(String word, List<Syntax> arguments, _, _)
            && word.equals("Element")
            && arguments.size() == 2
            && arguments.get(1) instanceof Syntax.Numeral(String text, _)
            && text.contains("..");
    return isRun ? readRun((Syntax.Construct) node, in) : List.of(single.read(node, in));
  }

  private static List<Source> readRun(Syntax.Construct construct, Reading in) {
    String value = ScalarCodecs.STRING.read(construct.arguments().get(0), in);
    RangeCodec.Interval run = RangeCodec.Interval.read(construct.arguments().get(1), in);
    if (run.log2Stride() != 0
        || run.lo() < 0
        || run.hi() < run.lo()
        || run.hi() > Integer.MAX_VALUE) {
      throw in.refusal(construct.place(), "no ascending interval of indices", "");
    }
    in.unfold(construct.place(), run.hi() - run.lo() + 1);
    List<Source> elements = new ArrayList<>();
    for (int index = (int) run.lo(); index <= run.hi(); index++) {
      elements.add(new Source.Element(value, index));
    }
    return elements;
  }

  @Override
  public String expected() {
    return "a list of sources, as in [Element(\"x\", 0..63), Fixed(0)]";
  }
}
