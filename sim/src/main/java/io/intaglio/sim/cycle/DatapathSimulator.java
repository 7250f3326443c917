package io.intaglio.sim.cycle;

import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Instance;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.datapath.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Simulates a datapath wire by wire and register by register, one clock edge at a time: what the
/// emitted hardware does, before there is any text. Registers start at zero.
///
/// It knows nothing of what values mean, so that comparing it with the evaluator tests the plan.
public final class DatapathSimulator {
  private final Datapath datapath;
  private final Map<String, int[]> wires = new LinkedHashMap<>();
  private final List<Gate> gates = new ArrayList<>();
  private final List<Latch> latches = new ArrayList<>();
  private int count;
  private final long[] value;
  private boolean settled;

  /// A combinational cell: `op` names cells of its kernel, whose wires are `wires`; it drives
  /// `wire`.
  private static final class Gate {
    private final CellOp op;
    private final int[] wires;
    private final int wire;

    private Gate(CellOp op, int[] wires, int wire) {
      this.op = op;
      this.wires = wires;
      this.wire = wire;
    }
  }

  /// A register: at an edge `wire` takes what `source` carries.
  private record Latch(int source, int wire) {}

  public DatapathSimulator(Datapath datapath) {
    this.datapath = datapath;
    for (Bus input : datapath.inputs()) {
      int[] ports = fresh(input.elements().size());
      wires.put(input.value(), register(ports, input.stage()));
      wires.put(port(input), ports);
    }
    for (Layer layer : datapath.layers()) {
      wires.put(layer.result().value(), wire(layer));
    }
    value = new long[count];
  }

  /// A name that no value has: those are never empty after the prefix.
  private static String port(Bus input) {
    return "\0port " + input.value();
  }

  private int[] fresh(int size) {
    int[] indices = new int[size];
    for (int i = 0; i < size; i++) {
      indices[i] = count++;
    }
    return indices;
  }

  private int[] register(int[] from, int ranks) {
    int[] current = from;
    for (int rank = 0; rank < ranks; rank++) {
      int[] next = fresh(current.length);
      for (int i = 0; i < next.length; i++) {
        latches.add(new Latch(current[i], next[i]));
      }
      current = next;
    }
    return current;
  }

  private int[] wire(Layer layer) {
    return switch (layer) {
      case Layer.Route route -> route.sources().stream().mapToInt(this::source).toArray();
      case Layer.Delay delay -> register(wires.get(delay.operand()), delay.ranks());
      case Layer.Compute compute -> {
        int[] result = new int[compute.result().elements().size()];
        for (Instance instance : compute.instances()) {
          place(compute, instance, result);
        }
        yield result;
      }
    };
  }

  private void place(Layer.Compute layer, Instance instance, int[] result) {
    int[] inputs = instance.inputs().stream().mapToInt(this::source).toArray();
    List<Cell> cells = layer.kernel().cells();
    int[] wire = new int[cells.size()];
    for (int i = 0; i < wire.length; i++) {
      CellOp op = cells.get(i).op();
      if (op instanceof CellOp.Input(int index)) {
        wire[i] = inputs[index];
      } else if (op instanceof CellOp.Register(int x)) {
        wire[i] = count++;
        latches.add(new Latch(wire[x], wire[i]));
      } else {
        wire[i] = count++;
        gates.add(new Gate(op, wire, wire[i]));
      }
    }
    for (int i = 0; i < instance.outputs().size(); i++) {
      result[instance.outputs().get(i)] = wire[layer.kernel().outputs().get(i)];
    }
  }

  private int source(Source source) {
    return switch (source) {
      case Source.Element(String name, int index) -> wires.get(name)[index];
      case Source.Fixed(long constant) -> {
        int wire = count++;
        gates.add(new Gate(new CellOp.Literal(constant), new int[0], wire));
        yield wire;
      }
    };
  }

  /// One rising edge with `inputs` (an array an input port, row-major) at the ports before it.
  public void edge(List<long[]> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      int[] ports = wires.get(port(datapath.inputs().get(i)));
      for (int element = 0; element < ports.length; element++) {
        value[ports[element]] = inputs.get(i)[element];
      }
    }
    settled = false;
    settle();
    long[] before = new long[latches.size()];
    for (int i = 0; i < before.length; i++) {
      before[i] = value[latches.get(i).source()];
    }
    for (int i = 0; i < before.length; i++) {
      value[latches.get(i).wire()] = before[i];
    }
    settled = false;
  }

  private void settle() {
    if (!settled) {
      for (Gate gate : gates) {
        value[gate.wire] = CellArithmetic.compute(gate.op, gate.wires, value);
      }
      settled = true;
    }
  }

  /// The elements of a value as they are visible now.
  public long[] visible(String name) {
    settle();
    int[] indices = wires.get(name);
    long[] elements = new long[indices.length];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = value[indices[i]];
    }
    return elements;
  }
}
