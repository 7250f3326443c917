package io.intaglio.backend.verilog;

import io.intaglio.ir.type.IntType;
import io.intaglio.rtl.Expr;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// An integer that cells read: bits of a net with a sign, or a constant.
sealed interface Operand {
  Operand ZERO = new Constant(0);

  /// The `width` bits of the number's two's complement from bit `from` upwards, as an expression of
  /// exactly that width. Above its top the number has copies of its sign, below bit 0 zeros.
  ///
  /// @param from negative for a shift to the left
  Expr window(int from, int width);

  /// The number itself with the signedness asked for; `width` must hold it.
  Expr number(int width, boolean signed);

  IntType type();

  /// A number known now.
  record Constant(long value) implements Operand {
    @Override
    public Expr window(int from, int width) {
      BigInteger shifted = BigInteger.valueOf(value);
      shifted = from < 0 ? shifted.shiftLeft(-from) : shifted.shiftRight(from);
      if (shifted.signum() < 0 && shifted.bitLength() < width) {
        return Expr.literal(shifted, width, true);
      }
      return Expr.literal(shifted.mod(BigInteger.ONE.shiftLeft(width)), width, false);
    }

    @Override
    public Expr number(int width, boolean signed) {
      return Expr.literal(value, width, signed);
    }

    @Override
    public IntType type() {
      return IntType.holding(value, value);
    }
  }

  /// Bits `lsb` and up of a net, as many as `type` has, at least one.
  record Bits(Expr.Net net, int lsb, IntType type) implements Operand {
    @Override
    public Expr window(int from, int width) {
      int zeros = Math.clamp(-(long) from, 0, width);
      int start = Math.max(from, 0);
      int taken = Math.clamp((long) type.bits() - start, 0, width - zeros);
      int above = width - zeros - taken;
      List<Expr> parts = new ArrayList<>();
      if (above > 0) {
        parts.add(type.signed() ? Expr.repeat(above, bit(type.bits() - 1)) : Expr.zeros(above));
      }
      if (taken > 0) {
        parts.add(part(start, taken));
      }
      if (zeros > 0) {
        parts.add(Expr.zeros(zeros));
      }
      return parts.size() == 1 ? parts.get(0) : Expr.concat(parts);
    }

    @Override
    public Expr number(int width, boolean signed) {
      Expr bits = window(0, width);
      return signed ? Expr.asSigned(bits) : bits;
    }

    private Expr bit(int index) {
      return net.part(lsb + index, 1);
    }

    private Expr part(int start, int taken) {
      return lsb + start == 0 && taken == net.width() ? net : net.part(lsb + start, taken);
    }
  }

  /// Element of `type` at bit `lsb` of `net`; zero if the type has no bits.
  static Operand element(Expr.Net net, int lsb, IntType type) {
    return type.bits() == 0 ? ZERO : new Bits(net, lsb, type);
  }
}
