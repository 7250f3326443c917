package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.FileNames;
import io.intaglio.ir.net.RealReduceSum;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// An Einstein summation of two operands, an axis a letter: letters that are not in `out` are
/// summed over. An ellipsis has become letters of its own. The batch is the first axis of `a` and
/// of `out`, and of `b` unless it is a kernel.
///
/// Source: numpy.einsum; keras/src/layers/core/einsum_dense.py.
record Einsum(String a, String b, String out) {
  private static final char FIRST_ELIDED = '\u0100';

  /// @param equation as in `bnc,cd->bnd`
  static Einsum parse(LayerSite site, String equation, int rankA, int rankB) throws Refused {
    String plain = equation.replace(" ", "");
    int comma = plain.indexOf(',');
    int arrow = plain.indexOf("->");
    if (comma < 0 || arrow < comma || plain.indexOf(',', comma + 1) >= 0) {
      throw form(site, equation, "is none of two operands with a stated output");
    }
    Einsum sum =
        new Einsum(
            expanded(site, equation, plain.substring(0, comma), rankA),
            expanded(site, equation, plain.substring(comma + 1, arrow), rankB),
            "");
    String out = plain.substring(arrow + 2);
    int elided = Math.max(sum.elided(sum.a), sum.elided(sum.b));
    out = out.contains("...") ? out.replace("...", letters(elided)) : out;
    boolean known = out.chars().allMatch(c -> sum.a.indexOf(c) >= 0 || sum.b.indexOf(c) >= 0);
    if (!known || !distinct(out)) {
      throw form(site, equation, "names an output axis twice, or one that no operand has");
    }
    if (sum.a.isEmpty() || out.isEmpty() || sum.a.charAt(0) != out.charAt(0)) {
      throw form(site, equation, "does not keep the batch first");
    }
    return new Einsum(sum.a, sum.b, out);
  }

  private int elided(String operand) {
    return (int) operand.chars().filter(c -> c >= FIRST_ELIDED).count();
  }

  private static String expanded(LayerSite site, String equation, String operand, int rank)
      throws Refused {
    boolean open = operand.contains("...");
    int elided = open ? rank - (operand.length() - 3) : 0;
    String all = open && elided >= 0 ? operand.replace("...", letters(elided)) : operand;
    boolean plain = all.chars().allMatch(c -> Character.isLetter(c) || c >= FIRST_ELIDED);
    if (!plain || all.length() != rank || !distinct(all)) {
      throw form(site, equation, "does not name each axis of an operand of " + rank + " axes once");
    }
    return all;
  }

  private static String letters(int count) {
    StringBuilder all = new StringBuilder();
    IntStream.range(0, count).forEach(n -> all.append((char) (FIRST_ELIDED + n)));
    return all.toString();
  }

  private static boolean distinct(String letters) {
    return letters.chars().distinct().count() == letters.length();
  }

  private static Refused form(LayerSite site, String equation, String what) {
    return site.form(
        "the equation " + FileNames.printable(equation) + " " + what,
        "write it as two operands whose batch axis comes first, as in bnc,cd->bnd");
  }

  /// The letters of `of` that each of the others has or has not, in the order of `of`.
  static String those(String of, String in, String notIn) {
    StringBuilder all = new StringBuilder();
    of.chars()
        .filter(c -> in.indexOf(c) >= 0 && notIn.indexOf(c) < 0)
        .forEach(c -> all.append((char) c));
    return all.toString();
  }

  /// The extents of letters, from the shapes of both operands.
  Map<Character, Integer> extents(LayerSite site, Shape ofA, Shape ofB) throws Refused {
    Map<Character, Integer> extents = new HashMap<>();
    for (int axis = 0; axis < a.length(); axis++) {
      extents.put(a.charAt(axis), ofA.dim(axis));
    }
    for (int axis = 0; axis < b.length(); axis++) {
      int extent = ofB.dim(axis);
      if (extents.merge(b.charAt(axis), extent, (x, y) -> x.equals(y) ? x : -1) < 0) {
        throw site.parameter("an axis of the equation has two extents in " + ofA + " and " + ofB);
      }
    }
    return extents;
  }

  static Shape shape(String letters, Map<Character, Integer> extents) {
    return Shape.of(letters.chars().map(c -> extents.get((char) c)).toArray());
  }

  static int size(String letters, Map<Character, Integer> extents) {
    return shape(letters, extents).size();
  }

  /// The operand summed over the letters that neither the other nor the output has.
  static Ref summed(LayerSite site, Ref x, String own, String kept) {
    List<Integer> gone = new ArrayList<>();
    Shape shape = site.shape(x);
    List<Integer> left = new ArrayList<>();
    for (int axis = 0; axis < own.length(); axis++) {
      if (kept.indexOf(own.charAt(axis)) < 0) {
        gone.add(axis);
      } else {
        left.add(shape.dim(axis));
      }
    }
    return gone.isEmpty()
        ? x
        : site.emit("summed", Shape.of(left), new RealReduceSum(x, gone, false));
  }

  /// `x`, whose axes are `from`, with the axes `to`.
  static Ref arranged(LayerSite site, Ref x, String from, String to) {
    if (from.equals(to)) {
      return x;
    }
    List<Integer> perm = to.chars().map(from::indexOf).boxed().toList();
    return site.emit("arranged", site.shape(x).permute(perm), new RealTranspose(x, perm));
  }

  static Ref reshaped(LayerSite site, Ref x, Shape to) {
    return site.shape(x).equals(to) ? x : site.emit("reshaped", to, new RealReshape(x));
  }
}
