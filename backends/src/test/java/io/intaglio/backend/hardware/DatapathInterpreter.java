package io.intaglio.backend.hardware;

import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Instance;
import io.intaglio.ir.datapath.Kernel;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.datapath.Source;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.IntType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Computes the values of a datapath cell by cell with unbounded integers, without regard to time,
/// and demands that each stays in the interval that its cell states.
final class DatapathInterpreter {
  private final Map<String, BigInteger[]> values = new HashMap<>();

  private DatapathInterpreter() {}

  /// @param sample one array an input
  /// @return all values by name
  static Map<String, long[]> run(Datapath datapath, List<long[]> sample) {
    DatapathInterpreter interpreter = new DatapathInterpreter();
    for (int i = 0; i < sample.size(); i++) {
      BigInteger[] elements = new BigInteger[sample.get(i).length];
      for (int e = 0; e < elements.length; e++) {
        elements[e] = BigInteger.valueOf(sample.get(i)[e]);
      }
      interpreter.define(datapath.inputs().get(i), elements);
    }
    datapath.layers().forEach(interpreter::compute);
    Map<String, long[]> results = new HashMap<>();
    interpreter.values.forEach(
        (name, elements) -> {
          long[] longs = new long[elements.length];
          for (int e = 0; e < longs.length; e++) {
            longs[e] = elements[e].longValueExact();
          }
          results.put(name, longs);
        });
    return results;
  }

  private void define(Bus bus, BigInteger[] elements) {
    for (int e = 0; e < elements.length; e++) {
      IntType type = bus.elements().get(e);
      if (!type.contains(elements[e].longValueExact())) {
        throw new AssertionError(
            bus.value() + "[" + e + "] = " + elements[e] + " is outside " + type);
      }
    }
    values.put(bus.value(), elements);
  }

  private void compute(Layer layer) {
    BigInteger[] elements = new BigInteger[layer.result().elements().size()];
    switch (layer) {
      case Layer.Delay delay -> elements = values.get(delay.operand());
      case Layer.Route route -> {
        for (int e = 0; e < elements.length; e++) {
          elements[e] = read(route.sources().get(e));
        }
      }
      case Layer.Compute compute -> {
        for (Instance instance : compute.instances()) {
          List<BigInteger> cells = cells(compute.kernel(), instance);
          for (int o = 0; o < instance.outputs().size(); o++) {
            elements[instance.outputs().get(o)] = cells.get(compute.kernel().outputs().get(o));
          }
        }
      }
    }
    define(layer.result(), elements);
  }

  private BigInteger read(Source source) {
    return switch (source) {
      case Source.Fixed(long value) -> BigInteger.valueOf(value);
      case Source.Element(String value, int index) -> values.get(value)[index];
    };
  }

  private List<BigInteger> cells(Kernel kernel, Instance instance) {
    List<BigInteger> x = new ArrayList<>();
    for (Cell cell : kernel.cells()) {
      BigInteger value = value(cell.op(), x, instance);
      if (value.compareTo(BigInteger.valueOf(cell.lo())) < 0
          || value.compareTo(BigInteger.valueOf(cell.hi())) > 0) {
        throw new AssertionError(kernel.name() + ": " + cell + " is " + value);
      }
      x.add(value);
    }
    return x;
  }

  private BigInteger value(CellOp op, List<BigInteger> x, Instance instance) {
    return switch (op) {
      case CellOp.Input(int index) -> read(instance.inputs().get(index));
      case CellOp.Literal(long value) -> BigInteger.valueOf(value);
      case CellOp.Add(int a, int shiftA, int b, int shiftB) ->
          x.get(a).shiftLeft(shiftA).add(x.get(b).shiftLeft(shiftB));
      case CellOp.Subtract(int a, int shiftA, int b, int shiftB) ->
          x.get(a).shiftLeft(shiftA).subtract(x.get(b).shiftLeft(shiftB));
      case CellOp.Negate(int a) -> x.get(a).negate();
      case CellOp.ShiftLeft(int a, int n) -> x.get(a).shiftLeft(n);
      case CellOp.ShiftRight(int a, int n) -> x.get(a).shiftRight(n);
      case CellOp.RoundShift(int a, int n, Rounding mode) ->
          mode.round(Surd.of(Rational.of(x.get(a), BigInteger.TWO.pow(n))));
      case CellOp.Multiply(int a, int b) -> x.get(a).multiply(x.get(b));
      case CellOp.Clamp(int a, long lo, long hi) ->
          x.get(a).max(BigInteger.valueOf(lo)).min(BigInteger.valueOf(hi));
      case CellOp.Wrap(int a, IntType to) ->
          x.get(a)
              .subtract(BigInteger.valueOf(to.min()))
              .mod(BigInteger.TWO.pow(to.bits()))
              .add(BigInteger.valueOf(to.min()));
      case CellOp.AtLeast(int a, long bound) ->
          bit(x.get(a).compareTo(BigInteger.valueOf(bound)) >= 0);
      case CellOp.AtMost(int a, long bound) ->
          bit(x.get(a).compareTo(BigInteger.valueOf(bound)) <= 0);
      case CellOp.Greater(int a, int b) -> bit(x.get(a).compareTo(x.get(b)) > 0);
      case CellOp.Select(int condition, int whenSet, int whenClear) ->
          x.get(condition).signum() != 0 ? x.get(whenSet) : x.get(whenClear);
      case CellOp.Table(int a, long base, List<Long> entries) ->
          BigInteger.valueOf(
              entries.get(x.get(a).subtract(BigInteger.valueOf(base)).intValueExact()));
      case CellOp.Register(int a) -> x.get(a);
    };
  }

  private static BigInteger bit(boolean set) {
    return set ? BigInteger.ONE : BigInteger.ZERO;
  }
}
