package io.intaglio.ir.text;

import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;

/// Ranges: an interval `lo..hi`, with `/2^k` behind it where the stride is `2^k`; nested lists of
/// intervals; or above 64 elements `range {lo = …, hi = …, log2Stride = …}` of three tensors.
final class RangeCodec implements Codec<Range> {
  static final RangeCodec RANGE = new RangeCodec();

  private static final String WORD = "range";

  private RangeCodec() {}

  /// One interval.
  record Interval(long lo, long hi, int log2Stride) {
    Syntax.Numeral write() {
      String stride = log2Stride == 0 ? "" : "/2^" + log2Stride;
      return Syntax.number(lo + ".." + hi + stride);
    }

    static Interval read(Syntax node, Reading in) {
      Syntax.Numeral number =
          ScalarCodecs.numeral(node).orElseThrow(() -> RANGE.mismatch(node, in));
      String text = number.text();
      int dots = text.indexOf("..");
      if (dots < 0) {
        throw in.refusal(
            node.place(), "'" + Codec.shorten(text) + "' is no interval", "as in -8..7");
      }
      int slash = text.indexOf("/2^", dots);
      String hi = text.substring(dots + 2, slash < 0 ? text.length() : slash);
      long stride =
          slash < 0 ? 0 : ScalarCodecs.toLong(text.substring(slash + 3), node.place(), in);
      if (stride < 0 || stride > 62) {
        throw in.refusal(node.place(), "a stride of 2^" + stride, "strides are 2^0 to 2^62");
      }
      return new Interval(
          ScalarCodecs.toLong(text.substring(0, dots), node.place(), in),
          ScalarCodecs.toLong(hi, node.place(), in),
          (int) stride);
    }
  }

  /// The codec of an [Interval], for lists of them.
  private static final Codec<Interval> INTERVAL =
      new Codec<>() {
        @Override
        public Syntax write(Interval value, Writing out) {
          return value.write();
        }

        @Override
        public Interval read(Syntax node, Reading in) {
          return Interval.read(node, in);
        }

        @Override
        public String expected() {
          return "an interval, as in -8..7";
        }
      };

  @Override
  public Syntax write(Range range, Writing out) {
    if (range.size() <= NestedTensor.MAX_INLINE) {
      return NestedTensor.write(range.shape(), i -> interval(range, i));
    }
    return new Syntax.Construct(
        WORD,
        List.of(),
        List.of(
            Syntax.Attribute.of("lo", column(range, range::lo, out)),
            Syntax.Attribute.of("hi", column(range, range::hi, out)),
            Syntax.Attribute.of("log2Stride", column(range, range::log2Stride, out))),
        Place.NONE);
  }

  private static Syntax interval(Range range, int i) {
    return new Interval(range.lo(i), range.hi(i), range.log2Stride(i)).write();
  }

  private static Syntax column(Range range, IntToLongFunction value, Writing out) {
    long[] values = new long[range.size()];
    Arrays.setAll(values, value);
    return TensorCodecs.INT.write(IntTensor.of(range.shape(), values), out);
  }

  @Override
  public Range read(Syntax node, Reading in) {
    if (node instanceof Syntax.Construct construct && construct.word().equals(WORD)) {
      Attributes attributes = Attributes.of(construct, in);
      IntTensor lo = TensorCodecs.INT.read(attributes.require("lo"), in);
      IntTensor hi = TensorCodecs.INT.read(attributes.require("hi"), in);
      IntTensor stride = TensorCodecs.INT.read(attributes.require("log2Stride"), in);
      attributes.end();
      return of(node, lo, hi, stride, in);
    }
    NestedTensor nested = NestedTensor.read(node, in);
    List<Interval> intervals = TensorCodecs.readLeaves(nested, INTERVAL, in);
    return in.checked(
        node.place(),
        () ->
            Range.of(
                nested.shape(),
                intervals.stream().mapToLong(Interval::lo).toArray(),
                intervals.stream().mapToLong(Interval::hi).toArray(),
                intervals.stream().mapToInt(Interval::log2Stride).toArray()));
  }

  private static Range of(Syntax node, IntTensor lo, IntTensor hi, IntTensor stride, Reading in) {
    Shape shape = lo.shape();
    if (!hi.shape().equals(shape) || !stride.shape().equals(shape)) {
      throw in.refusal(
          node.place(),
          "a range of shapes " + shape + ", " + hi.shape() + " and " + stride.shape(),
          "");
    }
    return in.checked(
        node.place(),
        () ->
            Range.of(
                shape,
                lo.toArray(),
                hi.toArray(),
                stride.stream().mapToInt(Math::toIntExact).toArray()));
  }

  @Override
  public String expected() {
    return "a range, as in -8..7 or [0..3, 0..7]";
  }
}
