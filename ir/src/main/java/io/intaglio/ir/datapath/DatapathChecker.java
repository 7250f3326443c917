package io.intaglio.ir.datapath;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.type.IntType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks that a datapath is one that printers, the cycle model and reports may rely on.
///
/// It guarantees, of the whole:
///
/// - names are unique, every value is made before it is read, and every layer is read or leaves;
/// - inputs are visible in stage 1, outputs in stage `latency`, and each element that leaves comes
///   out of a register or is a constant;
/// - all elements that a layer reads are visible in the stage in which it reads them, each element
///   of its result is driven exactly once and has the type of what drives it;
///
/// and of each kernel, by [KernelChecker], that its cells are ordered, that stages count registers,
/// that no cell is without use, and that intervals are safe: worked out anew from the kernel's
/// inputs, the values of a cell lie in the interval that it states, and those of an element in the
/// interval of each kernel input that it drives. For elements that come straight from an input of
/// the design the kernel's interval is the assumption about the outside and is taken as it is.
public final class DatapathChecker {
  private final Datapath datapath;
  private final Diagnostics found = new Diagnostics();
  private final Map<String, Visible> values = new HashMap<>();
  private final Set<String> read = new HashSet<>();

  private DatapathChecker(Datapath datapath) {
    this.datapath = datapath;
  }

  /// Everything that is wrong, in data-flow order; empty for a sound datapath.
  public static List<Diagnostic> check(Datapath datapath) {
    DatapathChecker checker = new DatapathChecker(datapath);
    checker.run();
    return checker.found.all();
  }

  /// What is known of a value's elements: intervals, unless they are assumed, and whether they come
  /// out of a register.
  private record Visible(Bus bus, List<Element> elements) {}

  private record Element(IntType type, long lo, long hi, boolean assumed, boolean registered) {}

  private void run() {
    require(datapath.latency() >= 1, Origin.NONE, "latency of " + datapath.latency());
    require(datapath.initiationInterval() == 1, Origin.NONE, "initiation interval is not 1");
    require(datapath.clockPicoseconds() > 0, Origin.NONE, "clock period is not positive");
    for (Bus input : datapath.inputs()) {
      require(input.stage() == 1, Origin.NONE, named(input) + " is an input outside stage 1");
      define(input, input.elements().stream().map(DatapathChecker::assumed).toList(), Origin.NONE);
    }
    for (Layer layer : datapath.layers()) {
      switch (layer) {
        case Layer.Compute compute -> checkCompute(compute);
        case Layer.Route route -> checkRoute(route);
        case Layer.Delay delay -> checkDelay(delay);
      }
    }
    checkOutputs();
  }

  private static Element assumed(IntType type) {
    return new Element(type, type.min(), type.max(), true, true);
  }

  private static String named(Bus bus) {
    return "'" + bus.value() + "'";
  }

  private void require(boolean condition, Origin origin, String message) {
    if (!condition) {
      found.error(Code.IR_INVALID, origin, "datapath: " + message, "");
    }
  }

  private void define(Bus bus, List<Element> elements, Origin origin) {
    Visible before = values.putIfAbsent(bus.value(), new Visible(bus, elements));
    require(before == null, origin, named(bus) + " is made twice");
  }

  private void checkOutputs() {
    require(!datapath.outputs().isEmpty(), Origin.NONE, "there is no output");
    for (String output : datapath.outputs()) {
      read.add(output);
      Visible value = values.get(output);
      require(value != null, Origin.NONE, "output '" + output + "' is made by nothing");
      if (value != null) {
        int stage = value.bus().stage();
        require(
            stage == datapath.latency(),
            Origin.NONE,
            "output '" + output + "' is in stage " + stage + " of " + datapath.latency());
        require(
            value.elements().stream().allMatch(Element::registered),
            Origin.NONE,
            "output '" + output + "' does not leave from registers");
      }
    }
    for (Layer layer : datapath.layers()) {
      String name = layer.result().value();
      require(read.contains(name), layer.origin(), "nothing reads '" + name + "'");
    }
  }

  /// What a source brings into `stage`; its type alone when something is wrong with it.
  private Element element(Source source, int stage, Layer layer) {
    return switch (source) {
      case Source.Fixed(long value) ->
          new Element(IntType.holding(value, value), value, value, false, true);
      case Source.Element(String name, int index) -> {
        read.add(name);
        Visible value = values.get(name);
        String reader = named(layer.result());
        boolean exists = value != null && index >= 0 && index < value.elements().size();
        require(
            exists,
            layer.origin(),
            reader + " reads element " + index + " of '" + name + "', which nothing made");
        if (!exists) {
          yield assumed(IntType.unsigned(0));
        }
        require(
            value.bus().stage() == stage,
            layer.origin(),
            reader + " reads '" + name + "' of stage " + value.bus().stage() + " in " + stage);
        yield value.elements().get(index);
      }
    };
  }

  private void checkRoute(Layer.Route route) {
    Bus result = route.result();
    List<Element> elements =
        route.sources().stream().map(s -> element(s, result.stage(), route)).toList();
    checkTypes(result, elements, route.origin());
    define(result, elements, route.origin());
  }

  private void checkDelay(Layer.Delay delay) {
    read.add(delay.operand());
    Bus result = delay.result();
    Visible operand = values.get(delay.operand());
    require(delay.ranks() >= 1, delay.origin(), named(result) + " is delayed by nothing");
    require(
        operand != null,
        delay.origin(),
        named(result) + " delays '" + delay.operand() + "', which nothing made");
    if (operand == null) {
      define(
          result,
          result.elements().stream().map(DatapathChecker::assumed).toList(),
          delay.origin());
      return;
    }
    require(
        result.stage() == operand.bus().stage() + delay.ranks(),
        delay.origin(),
        named(result) + " is in stage " + result.stage() + ", not its operand's plus its ranks");
    List<Element> elements =
        operand.elements().stream()
            .map(e -> new Element(e.type(), e.lo(), e.hi(), e.assumed(), true))
            .toList();
    checkTypes(result, elements, delay.origin());
    define(result, elements, delay.origin());
  }

  private void checkTypes(Bus bus, List<Element> elements, Origin origin) {
    require(
        bus.elements().size() == elements.size(),
        origin,
        named(bus) + " has " + bus.elements().size() + " elements, driven are " + elements.size());
    for (int e = 0; e < Math.min(elements.size(), bus.elements().size()); e++) {
      IntType driver = elements.get(e).type();
      require(
          bus.elements().get(e).equals(driver),
          origin,
          named(bus)
              + " has type "
              + bus.elements().get(e)
              + " at "
              + e
              + ", its driver "
              + driver);
    }
  }

  private void checkCompute(Layer.Compute layer) {
    Bus result = layer.result();
    KernelChecker kernel = KernelChecker.check(layer, found);
    require(layer.firstStage() >= 1, layer.origin(), named(result) + " starts before stage 1");
    Element[] driven = new Element[result.elements().size()];
    for (Instance instance : layer.instances()) {
      List<Element> inputs =
          instance.inputs().stream().map(s -> element(s, layer.firstStage(), layer)).toList();
      checkInputs(layer, kernel, inputs);
      drive(layer, kernel, instance, inputs, driven);
    }
    List<Element> elements =
        Arrays.stream(driven).map(e -> e != null ? e : assumed(IntType.unsigned(0))).toList();
    for (int e = 0; e < driven.length; e++) {
      require(driven[e] != null, layer.origin(), named(result) + ": nothing drives element " + e);
    }
    checkTypes(result, elements, layer.origin());
    define(result, elements, layer.origin());
  }

  private void checkInputs(Layer.Compute layer, KernelChecker kernel, List<Element> inputs) {
    String name = named(layer.result());
    require(
        inputs.size() == kernel.inputs().size(),
        layer.origin(),
        name + ": an instance of " + inputs.size() + " inputs, not " + kernel.inputs().size());
    for (int k = 0; k < Math.min(inputs.size(), kernel.inputs().size()); k++) {
      Element source = inputs.get(k);
      Cell cell = kernel.inputs().get(k);
      require(
          source.assumed() || (cell.lo() <= source.lo() && source.hi() <= cell.hi()),
          layer.origin(),
          name + ": input " + k + " of the kernel does not hold what an instance feeds it");
    }
  }

  private void drive(
      Layer.Compute layer,
      KernelChecker kernel,
      Instance instance,
      List<Element> inputs,
      Element[] driven) {
    List<Integer> cells = layer.kernel().outputs();
    String name = named(layer.result());
    require(
        instance.outputs().size() == cells.size(),
        layer.origin(),
        name + ": an instance of " + instance.outputs().size() + " outputs, not " + cells.size());
    for (int o = 0; o < Math.min(cells.size(), instance.outputs().size()); o++) {
      int element = instance.outputs().get(o);
      boolean exists = element >= 0 && element < driven.length;
      require(exists, layer.origin(), name + " has no element " + element);
      if (exists && kernel.isSound(cells.get(o))) {
        require(driven[element] == null, layer.origin(), name + ": two drive element " + element);
        Cell cell = layer.kernel().cells().get(cells.get(o));
        int input = kernel.wiredInput(cells.get(o));
        boolean registered =
            input == KernelChecker.REGISTERED
                || (input >= 0 && input < inputs.size() && inputs.get(input).registered());
        driven[element] = new Element(cell.type(), cell.lo(), cell.hi(), false, registered);
      }
    }
  }
}
