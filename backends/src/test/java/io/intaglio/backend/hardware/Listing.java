package io.intaglio.backend.hardware;

import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Kernel;
import io.intaglio.ir.datapath.Layer;
import java.util.List;

/// Kernels as lines that a person can check: `name = operation : type @stage`.
final class Listing {
  private Listing() {}

  static Layer.Compute layer(Datapath datapath, String value) {
    return datapath.layers().stream()
        .filter(layer -> layer.result().value().equals(value))
        .map(Layer.Compute.class::cast)
        .findFirst()
        .orElseThrow();
  }

  static List<String> cells(Datapath datapath, String value) {
    Kernel kernel = layer(datapath, value).kernel();
    return kernel.cells().stream()
        .filter(cell -> !(cell.op() instanceof CellOp.Literal))
        .map(cell -> line(cell, kernel.cells()))
        .toList();
  }

  private static String line(Cell cell, List<Cell> cells) {
    return text(cell.op(), cells) + " : " + cell.type() + " @" + cell.stage();
  }

  private static String name(List<Cell> cells, int index, int shift) {
    Cell cell = cells.get(index);
    String name =
        cell.op() instanceof CellOp.Literal(long value) ? Long.toString(value) : cell.name();
    return shift == 0 ? name : name + "<<" + shift;
  }

  private static String text(CellOp op, List<Cell> cells) {
    return switch (op) {
      case CellOp.Input(int index) -> "in" + index;
      case CellOp.Add(int a, int sa, int b, int sb) ->
          name(cells, a, sa) + " + " + name(cells, b, sb);
      case CellOp.Subtract(int a, int sa, int b, int sb) ->
          name(cells, a, sa) + " - " + name(cells, b, sb);
      case CellOp.Negate(int x) -> "-" + name(cells, x, 0);
      case CellOp.ShiftLeft(int x, int n) -> name(cells, x, n);
      case CellOp.ShiftRight(int x, int n) -> name(cells, x, 0) + ">>" + n;
      case CellOp.Register(int x) -> "reg " + name(cells, x, 0);
      case CellOp.Clamp(int x, long lo, long hi) ->
          "clamp " + name(cells, x, 0) + " " + lo + ".." + hi;
      case CellOp.AtLeast(int x, long bound) -> name(cells, x, 0) + " >= " + bound;
      case CellOp.AtMost(int x, long bound) -> name(cells, x, 0) + " <= " + bound;
      case CellOp.Greater(int a, int b) -> name(cells, a, 0) + " > " + name(cells, b, 0);
      case CellOp.Select(int c, int a, int b) ->
          name(cells, c, 0) + " ? " + name(cells, a, 0) + " : " + name(cells, b, 0);
      case CellOp.Literal _, CellOp.RoundShift _, CellOp.Multiply _ -> op.toString();
      case CellOp.Wrap _, CellOp.Table _ -> op.toString();
    };
  }
}
