package io.intaglio.backend.hardware;

import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Instance;
import io.intaglio.ir.datapath.Kernel;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.datapath.Source;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.type.IntType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Writes a placed [Draft] as a [Datapath].
///
/// A value made by logic leaves its kernel, behind registers if need be, in the first stage in
/// which something reads it; later readers see it through `Delay` layers, chained and shared.
final class Assembler {
  private final Draft draft;
  private final Scheduler scheduler;
  private final Timetable table;
  private final List<TreeSet<Integer>> needed = new ArrayList<>();
  private final Map<Integer, Map<Integer, String>> copies = new HashMap<>();
  private final Set<String> taken;
  private final List<Layer> layers = new ArrayList<>();

  private Assembler(Draft draft, Scheduler scheduler, Timetable table) {
    this.draft = draft;
    this.scheduler = scheduler;
    this.table = table;
    this.taken = new HashSet<>(draft.names());
  }

  static Datapath assemble(Draft draft, Scheduler scheduler, Timetable table, PlanOptions options) {
    return new Assembler(draft, scheduler, table).datapath(options);
  }

  private Datapath datapath(PlanOptions options) {
    findReaders();
    List<Bus> inputs = new ArrayList<>();
    for (int v = 0; v < draft.inputs(); v++) {
      inputs.add(bus(v, draft.names().get(v), table.stage()[v]));
      addDelays(v, table.stage()[v], Origin.NONE);
    }
    for (int p = 0; p < draft.parts().size(); p++) {
      Part part = draft.parts().get(p);
      if (draft.built()[part.value()]) {
        addPart(p, part);
      } else if (draft.outputs().contains(part.value())) {
        addConstant(part);
      }
    }
    List<String> outputs =
        draft.outputs().stream().map(v -> copies.get(v).get(table.latency())).toList();
    return new Datapath(
        options.name(),
        options.clockPicoseconds(),
        options.delayModel().id(),
        options.handshake(),
        inputs,
        layers,
        outputs,
        table.latency(),
        1);
  }

  private void findReaders() {
    for (int v = 0; v < draft.names().size(); v++) {
      needed.add(new TreeSet<>());
      copies.put(v, new HashMap<>());
    }
    for (int p = 0; p < draft.parts().size(); p++) {
      Part part = draft.parts().get(p);
      for (int j = 0; j < part.operands().length && draft.built()[part.value()]; j++) {
        if (scheduler.uses(p, j)) {
          needed.get(part.operands()[j]).add(table.entry()[p]);
        }
      }
    }
    draft.outputs().forEach(v -> needed.get(v).add(table.latency()));
  }

  private void addPart(int p, Part part) {
    int v = part.value();
    String name = draft.names().get(v);
    int stage = table.stage()[v];
    switch (part) {
      case Part.Wires wires -> {
        List<Source> sources = sources(part, table.entry()[p], wires.wiring());
        layers.add(new Layer.Route(bus(v, name, stage), part.operator(), sources, part.origin()));
      }
      case Part.Logic logic -> {
        stage = needed.get(v).first();
        Kernel kernel =
            KernelWriter.write(
                name + "_kernel", logic, table.cellStage()[p], stage - table.entry()[p]);
        List<Instance> instances = instances(logic, table.entry()[p]);
        layers.add(
            new Layer.Compute(
                bus(v, name, stage), part.operator(), kernel, instances, part.origin()));
      }
    }
    addDelays(v, stage, part.origin());
  }

  private void addConstant(Part part) {
    Elements elements = draft.elements().get(part.value());
    List<Source> sources = new ArrayList<>();
    for (int e = 0; e < elements.size(); e++) {
      sources.add(new Source.Fixed(elements.lo()[e]));
    }
    String name = draft.names().get(part.value());
    Bus bus = bus(part.value(), name, table.latency());
    layers.add(new Layer.Route(bus, part.operator(), sources, part.origin()));
    copies.get(part.value()).put(table.latency(), name);
  }

  private void addDelays(int value, int made, Origin origin) {
    String before = draft.names().get(value);
    int stage = made;
    copies.get(value).put(made, before);
    for (int later : needed.get(value).tailSet(made, false)) {
      String name = unused(draft.names().get(value) + "@" + later);
      layers.add(new Layer.Delay(bus(value, name, later), before, later - stage, origin));
      copies.get(value).put(later, name);
      before = name;
      stage = later;
    }
  }

  private String unused(String suggestion) {
    String name = suggestion;
    while (!taken.add(name)) {
      name += "_";
    }
    return name;
  }

  private Bus bus(int value, String name, int stage) {
    Elements elements = draft.elements().get(value);
    IntType[] types = new IntType[elements.size()];
    Arrays.setAll(types, elements::type);
    return new Bus(name, List.of(types), stage);
  }

  private List<Instance> instances(Part.Logic logic, int stage) {
    List<Instance> instances = new ArrayList<>();
    for (int i = 0; i < logic.reads().length; i++) {
      List<Source> inputs = new ArrayList<>();
      for (int element : logic.reads()[i]) {
        inputs.add(source(logic, stage, element));
      }
      instances.add(new Instance(inputs, Arrays.stream(logic.writes()[i]).boxed().toList()));
    }
    return instances;
  }

  private List<Source> sources(Part part, int stage, Wiring wiring) {
    List<Source> sources = new ArrayList<>();
    for (int e = 0; e < wiring.reads().length; e++) {
      int element = wiring.reads()[e];
      sources.add(
          element == Wiring.CONSTANT
              ? new Source.Fixed(wiring.constants()[e])
              : source(part, stage, element));
    }
    return sources;
  }

  private Source source(Part part, int stage, int element) {
    int j = part.offsets().length - 1;
    while (part.offsets()[j] > element) {
      j--;
    }
    int operand = part.operands()[j];
    int index = element - part.offsets()[j];
    Elements elements = draft.elements().get(operand);
    return elements.isConstant(index)
        ? new Source.Fixed(elements.lo()[index])
        : new Source.Element(copies.get(operand).get(stage), index);
  }
}
