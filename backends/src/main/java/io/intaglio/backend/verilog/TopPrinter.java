package io.intaglio.backend.verilog;

import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.datapath.Source;
import io.intaglio.ir.diag.Origin;
import io.intaglio.rtl.Expr;
import io.intaglio.rtl.Item;
import io.intaglio.rtl.ModuleSpec;
import io.intaglio.rtl.Name;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The top module: ports by contract, control, input registers, layers, routes and delays in the
/// order of their stages, outputs.
final class TopPrinter {
  private static final Expr.Net CLK = Expr.net(Name.of("clk"), 1, false);
  private static final Expr.Net RST = Expr.net(Name.of("rst"), 1, false);
  private static final Expr.Net EN = Expr.net(Name.of("en"), 1, false);
  private static final Expr.Net IN_VALID = Expr.net(Name.of("in_valid"), 1, false);
  private static final Expr.Net IN_READY = Expr.net(Name.of("in_ready"), 1, false);
  private static final Expr.Net OUT_VALID = Expr.net(Name.of("out_valid"), 1, false);
  private static final Expr.Net OUT_READY = Expr.net(Name.of("out_ready"), 1, false);

  private final Datapath design;
  private final DesignNames names;
  private final Headers headers;
  private final Map<String, LayerPrinter.Printed> layers;
  private final Map<Integer, List<Item>> stages = new TreeMap<>();

  /// @param layers the printed module of every compute layer whose result has bits, by its value
  TopPrinter(
      Datapath design,
      DesignNames names,
      Headers headers,
      Map<String, LayerPrinter.Printed> layers) {
    this.design = design;
    this.names = names;
    this.headers = headers;
    this.layers = layers;
  }

  ModuleSpec print() {
    ModuleSpec.Builder top =
        ModuleSpec.builder(names.top())
            .header(headers.ofTop("Module " + names.top() + ": the design's top."));
    ports(top);
    control(top);
    design.inputs().forEach(this::input);
    design.layers().forEach(this::layer);
    stages.forEach(
        (stage, items) -> {
          top.add(new Item.Banner("stage " + stage));
          top.addAll(items);
        });
    top.add(new Item.Banner("outputs"));
    for (int i = 0; i < design.outputs().size(); i++) {
      top.add(new Item.Assign(names.outputPorts().get(i), names.net(design.outputs().get(i))));
    }
    return top.sinkUnread(Name.of("unused_ok")).build();
  }

  private void ports(ModuleSpec.Builder top) {
    top.input(CLK);
    boolean stalls = design.handshake() == Handshake.VALID_READY;
    boolean valid = design.handshake() != Handshake.NONE;
    if (valid) {
      top.input(RST);
      top.input(IN_VALID);
    }
    if (stalls) {
      top.output(IN_READY);
    }
    design.inputs().forEach(bus -> top.input(names.inputPort(bus)));
    if (valid) {
      top.output(OUT_VALID);
    }
    if (stalls) {
      top.input(OUT_READY);
    }
    names.outputPorts().forEach(top::output);
  }

  private void control(ModuleSpec.Builder top) {
    if (design.handshake() == Handshake.NONE) {
      return;
    }
    int ranks = design.latency();
    Expr.Net valid = Expr.net(Name.of("valid_q"), ranks, false);
    Expr last = valid.part(ranks - 1, 1);
    top.add(new Item.Banner("control: one valid bit a stage"));
    top.add(Item.Reg.of(valid));
    if (design.handshake() == Handshake.VALID_READY) {
      top.add(Item.Wire.of(EN, Expr.or(Expr.invert(last), OUT_READY)));
    }
    Expr next = ranks == 1 ? IN_VALID : Expr.concat(valid.part(0, ranks - 1), IN_VALID);
    Expr.Literal cleared = Expr.literal(BigInteger.ZERO, ranks, false);
    top.add(
        new Item.Clocked(
            CLK,
            Optional.of(new Item.Reset(RST, List.of(cleared))),
            enable(),
            List.of(new Item.Assignment(valid, next))));
    top.add(new Item.Assign(OUT_VALID, last));
    if (design.handshake() == Handshake.VALID_READY) {
      top.add(new Item.Assign(IN_READY, EN));
    }
  }

  private Optional<Expr> enable() {
    return switch (design.handshake()) {
      case NONE, VALID -> Optional.empty();
      case VALID_READY -> Optional.of(EN);
    };
  }

  private List<Item> stage(int stage) {
    return stages.computeIfAbsent(stage, _ -> new ArrayList<>());
  }

  private void input(Bus bus) {
    Item.Comment comment = Item.Comment.of(Headers.value(bus, Origin.NONE));
    register(bus.stage(), names.net(bus.value()), names.inputPort(bus), comment);
  }

  private void register(int stage, Expr.Net net, Expr next, Item.Comment comment) {
    stage(stage).add(comment);
    stage(stage).add(Item.Reg.of(net));
    stage(stage)
        .add(
            new Item.Clocked(
                CLK, Optional.empty(), enable(), List.of(new Item.Assignment(net, next))));
  }

  private void layer(Layer layer) {
    if (layer.result().bits() == 0) {
      return;
    }
    switch (layer) {
      case Layer.Compute compute -> compute(compute);
      case Layer.Route route -> route(route);
      case Layer.Delay delay -> delay(delay);
    }
  }

  private void compute(Layer.Compute layer) {
    Bus result = layer.result();
    LayerPrinter.Printed printed = layers.get(result.value());
    List<Expr> connections = new ArrayList<>();
    if (LayerPrinter.hasClock(printed.module())) {
      connections.add(CLK);
      enable().ifPresent(connections::add);
    }
    printed.values().forEach(value -> connections.add(names.net(value)));
    connections.add(names.net(result.value()));
    Name name = names.scope().name("u_" + result.value());
    stage(result.stage()).add(Item.Comment.of(Headers.value(result, layer.origin())));
    stage(result.stage()).add(Item.Wire.driven(names.net(result.value()), ""));
    stage(result.stage()).add(Item.Instance.of(printed.module(), name, connections));
  }

  private void route(Layer.Route route) {
    Bus result = route.result();
    List<Operand> sources = new ArrayList<>();
    for (Source source : route.sources()) {
      sources.add(
          switch (source) {
            case Source.Fixed fixed -> new Operand.Constant(fixed.value());
            case Source.Element element -> element(element);
          });
    }
    stage(result.stage())
        .add(
            Item.Comment.of(Headers.value(result, route.origin()) + " (" + route.operator() + ")"));
    stage(result.stage())
        .add(Item.Wire.of(names.net(result.value()), Packing.pack(sources, result.elements())));
  }

  private Operand element(Source.Element element) {
    Bus bus = names.busOf(element.value());
    return bus.bits() == 0
        ? Operand.ZERO
        : Operand.element(
            names.net(element.value()),
            names.offset(element.value(), element.index()),
            bus.elements().get(element.index()));
  }

  private void delay(Layer.Delay delay) {
    Bus result = delay.result();
    Expr.Net previous = names.net(delay.operand());
    for (int rank = 1; rank <= delay.ranks(); rank++) {
      int stage = result.stage() - delay.ranks() + rank;
      boolean last = rank == delay.ranks();
      Expr.Net net =
          last
              ? names.net(result.value())
              : Expr.net(
                  names.scope().name("s" + stage + "_" + result.value() + "_q"),
                  result.bits(),
                  false);
      Item.Comment comment =
          Item.Comment.of(
              Headers.value(result, delay.origin())
                  + " ("
                  + delay.operand()
                  + ", "
                  + rank
                  + (rank == 1 ? " stage" : " stages")
                  + " later)");
      register(stage, net, previous, comment);
      previous = net;
    }
  }
}
