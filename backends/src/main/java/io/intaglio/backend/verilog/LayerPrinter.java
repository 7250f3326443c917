package io.intaglio.backend.verilog;

import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.datapath.Instance;
import io.intaglio.ir.datapath.Kernel;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.datapath.Source;
import io.intaglio.ir.type.IntType;
import io.intaglio.rtl.Expr;
import io.intaglio.rtl.Item;
import io.intaglio.rtl.ModuleSpec;
import io.intaglio.rtl.Name;
import io.intaglio.rtl.NameScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A layer as a module: the cells themselves, or instances of a kernel module where the kernel is
/// used more than once.
final class LayerPrinter {
  private final DesignNames names;
  private final Headers headers;
  private final boolean stalls;

  /// @param values what the module's data inputs carry, in the order of its ports
  /// @param kernel the module that this one instantiates
  record Printed(ModuleSpec module, List<String> values, Optional<ModuleSpec> kernel) {}

  /// @param stalls whether registers have an enable
  LayerPrinter(DesignNames names, Headers headers, boolean stalls) {
    this.names = names;
    this.headers = headers;
    this.stalls = stalls;
  }

  Printed print(Layer.Compute layer) {
    String value = layer.result().value();
    Name name = names.modules().name(names.top() + "_" + value);
    NameScope scope = scope();
    ModuleSpec.Builder module = ModuleSpec.builder(name).header(header(layer, name.text()));
    Control control = control(layer.kernel(), module);
    Map<String, Expr.Net> ports = new LinkedHashMap<>();
    for (Instance instance : layer.instances()) {
      for (Source source : instance.inputs()) {
        if (source instanceof Source.Element element) {
          addPort(element.value(), ports, scope, module);
        }
      }
    }
    Expr.Net y = module.output(Expr.net(Name.of("y"), layer.result().bits(), false));
    Optional<ModuleSpec> kernel = Optional.empty();
    List<List<Operand>> outputs;
    if (layer.instances().size() == 1) {
      List<Operand> inputs = operands(layer.instances().get(0), ports);
      outputs =
          List.of(
              KernelPrinter.print(
                  layer.kernel(),
                  layer.firstStage(),
                  inputs,
                  control.clock(),
                  control.enable(),
                  scope,
                  module));
    } else {
      KernelModule shared = kernelModule(layer);
      kernel = shared.module();
      outputs = instances(layer, shared, control, ports, scope, module);
    }
    module.add(new Item.Banner("result, stage " + layer.result().stage()));
    module.add(Item.Comment.of(Headers.value(layer.result(), layer.origin())));
    module.add(new Item.Assign(y, pack(layer, outputs)));
    module.sinkUnread(Name.of("unused_ok"));
    return new Printed(module.build(), List.copyOf(ports.keySet()), kernel);
  }

  private List<String> header(Layer.Compute layer, String module) {
    return headers.of(
        "Module "
            + module
            + ": "
            + layer.operator()
            + ", stages "
            + layer.firstStage()
            + " to "
            + layer.result().stage()
            + ", makes "
            + Headers.value(layer.result(), layer.origin()));
  }

  /// The clock and the enable, where the module has registers.
  private record Control(Optional<Expr.Net> clock, Optional<Expr> enable) {
    List<Expr> signals() {
      List<Expr> signals = new ArrayList<>();
      clock.ifPresent(signals::add);
      enable.ifPresent(signals::add);
      return signals;
    }
  }

  private Control control(Kernel kernel, ModuleSpec.Builder module) {
    boolean registers =
        kernel.cells().stream()
            .anyMatch(cell -> cell.op() instanceof CellOp.Register && cell.type().bits() > 0);
    if (!registers) {
      return new Control(Optional.empty(), Optional.empty());
    }
    Expr.Net clk = module.input(Expr.net(Name.of("clk"), 1, false));
    return new Control(
        Optional.of(clk),
        stalls ? Optional.of(module.input(Expr.net(Name.of("en"), 1, false))) : Optional.empty());
  }

  /// What the top module connects to the control ports of a module.
  static boolean hasClock(ModuleSpec module) {
    return module.ports().stream().anyMatch(port -> port.net().name().text().equals("clk"));
  }

  private static NameScope scope() {
    NameScope scope = new NameScope();
    List.of("clk", "en", "y", "unused_ok").forEach(scope::reserve);
    return scope;
  }

  private void addPort(
      String value, Map<String, Expr.Net> ports, NameScope scope, ModuleSpec.Builder module) {
    Bus bus = names.busOf(value);
    if (bus.bits() > 0 && !ports.containsKey(value)) {
      ports.put(value, module.input(Expr.net(scope.name(value), bus.bits(), false)));
    }
  }

  private List<Operand> operands(Instance instance, Map<String, Expr.Net> ports) {
    return instance.inputs().stream().map(source -> operand(source, ports)).toList();
  }

  private Operand operand(Source source, Map<String, Expr.Net> ports) {
    return switch (source) {
      case Source.Fixed fixed -> new Operand.Constant(fixed.value());
      case Source.Element element -> {
        Bus bus = names.busOf(element.value());
        yield bus.bits() == 0
            ? Operand.ZERO
            : Operand.element(
                ports.get(element.value()),
                names.offset(element.value(), element.index()),
                bus.elements().get(element.index()));
      }
    };
  }

  private static Expr pack(Layer.Compute layer, List<List<Operand>> outputs) {
    Operand[] elements = new Operand[layer.result().elements().size()];
    for (int i = 0; i < outputs.size(); i++) {
      List<Integer> targets = layer.instances().get(i).outputs();
      for (int k = 0; k < targets.size(); k++) {
        elements[targets.get(k)] = outputs.get(i).get(k);
      }
    }
    for (int i = 0; i < elements.length; i++) {
      if (elements[i] == null) {
        throw new IllegalArgumentException(
            "no instance makes element " + i + " of " + layer.result().value());
      }
    }
    return Packing.pack(Arrays.asList(elements), layer.result().elements());
  }

  /// A kernel as a module of its own.
  ///
  /// @param inputs the type of each input that the kernel reads
  /// @param module empty if all its outputs are zero without a bit
  private record KernelModule(
      Optional<ModuleSpec> module, Map<Integer, IntType> inputs, List<IntType> outputs) {}

  private KernelModule kernelModule(Layer.Compute layer) {
    Kernel kernel = layer.kernel();
    Map<Integer, IntType> inputs = inputTypes(kernel);
    List<IntType> outputs =
        kernel.outputs().stream().map(index -> kernel.cells().get(index).type()).toList();
    int outputBits = outputs.stream().mapToInt(IntType::bits).sum();
    if (outputBits == 0) {
      return new KernelModule(Optional.empty(), inputs, outputs);
    }
    Name name = names.modules().name(names.top() + "_" + kernel.name());
    NameScope scope = scope();
    scope.reserve("x");
    ModuleSpec.Builder module =
        ModuleSpec.builder(name).header(header(layer, name + " (one position)"));
    Control control = control(kernel, module);
    List<Operand> operands =
        new ArrayList<>(
            Collections.nCopies(layer.instances().get(0).inputs().size(), Operand.ZERO));
    int inputBits = inputs.values().stream().mapToInt(IntType::bits).sum();
    if (inputBits > 0) {
      Expr.Net x = module.input(Expr.net(Name.of("x"), inputBits, false));
      int lsb = 0;
      for (Map.Entry<Integer, IntType> input : inputs.entrySet()) {
        operands.set(input.getKey(), Operand.element(x, lsb, input.getValue()));
        lsb += input.getValue().bits();
      }
    }
    Expr.Net y = module.output(Expr.net(Name.of("y"), outputBits, false));
    List<Operand> results =
        KernelPrinter.print(
            kernel, layer.firstStage(), operands, control.clock(), control.enable(), scope, module);
    module.add(new Item.Banner("result, stage " + layer.result().stage()));
    module.add(new Item.Assign(y, Packing.pack(results, outputs)));
    module.sinkUnread(Name.of("unused_ok"));
    return new KernelModule(Optional.of(module.build()), inputs, outputs);
  }

  private static Map<Integer, IntType> inputTypes(Kernel kernel) {
    Map<Integer, IntType> types = new TreeMap<>();
    kernel
        .cells()
        .forEach(
            cell -> {
              if (cell.op() instanceof CellOp.Input input) {
                IntType other = types.put(input.index(), cell.type());
                if (other != null && !other.equals(cell.type())) {
                  throw new IllegalArgumentException(
                      kernel.name() + " reads input " + input.index() + " with two types");
                }
              }
            });
    return types;
  }

  private List<List<Operand>> instances(
      Layer.Compute layer,
      KernelModule kernel,
      Control control,
      Map<String, Expr.Net> ports,
      NameScope scope,
      ModuleSpec.Builder module) {
    List<List<Operand>> outputs = new ArrayList<>();
    if (kernel.module().isEmpty()) {
      return layer.instances().stream()
          .map(_ -> Collections.nCopies(kernel.outputs().size(), Operand.ZERO))
          .toList();
    }
    int outputBits = kernel.outputs().stream().mapToInt(IntType::bits).sum();
    module.add(new Item.Banner("positions"));
    for (int i = 0; i < layer.instances().size(); i++) {
      String suffix = "p" + i;
      Expr.Net y =
          Expr.net(scope.name("s" + layer.result().stage() + "_" + suffix), outputBits, false);
      List<Expr> connections = new ArrayList<>(control.signals());
      List<Operand> all = operands(layer.instances().get(i), ports);
      List<Operand> read = kernel.inputs().keySet().stream().map(all::get).toList();
      List<IntType> types = List.copyOf(kernel.inputs().values());
      if (types.stream().anyMatch(type -> type.bits() > 0)) {
        connections.add(Packing.pack(read, types));
      }
      connections.add(y);
      module.add(Item.Wire.driven(y, ""));
      module.add(Item.Instance.of(kernel.module().get(), scope.name("u_" + suffix), connections));
      outputs.add(Packing.elements(y, kernel.outputs()));
    }
    return outputs;
  }
}
