package io.intaglio.ir.text;

import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.datapath.Instance;
import io.intaglio.ir.datapath.Kernel;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Datapaths as text: the design, its inputs, then layers. The cells of a kernel stand one a line,
/// with interval, stage and name, before the layer that is made of it:
/// `%12 = Add(3, 2, 7, 0) : -12..5 @1 "acc3_t1"`.
public final class DatapathText {
  private static final String KIND = "datapath";
  private static final String DESIGN = "design";
  private static final String INPUT = "input";
  private static final String OUTPUT = "output";
  private static final String KERNEL = "kernel";
  private static final String COMPUTE = "Compute";

  /// The statement that describes the design.
  record Design(
      String name,
      int clockPicoseconds,
      String delayModel,
      Handshake handshake,
      int latency,
      int initiationInterval) {}

  /// A kernel without its cells.
  record Frame(String name, List<Integer> outputs, int depth) {}

  /// A [Layer.Compute] without its kernel.
  record Compute(Bus result, String operator, List<Instance> instances, Origin origin) {}

  private final Reading in;
  private final Statements.Once<Design> design;
  private final List<Bus> inputs = new ArrayList<>();
  private final List<Layer> layers = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private Optional<Frame> frame = Optional.empty();
  private List<Cell> cells = new ArrayList<>();
  private int nextCell;

  private DatapathText(Reading in) {
    this.in = in;
    this.design = new Statements.Once<>(DESIGN, in);
  }

  /// The text that [#read] reads back to an equal object. It has no side file.
  public static String write(Datapath datapath) {
    Writing out = new Writing();
    List<List<Statement>> groups = new ArrayList<>();
    Design described =
        new Design(
            datapath.name(),
            datapath.clockPicoseconds(),
            datapath.delayModel(),
            datapath.handshake(),
            datapath.latency(),
            datapath.initiationInterval());
    groups.add(List.of(statement(DESIGN, Design.class, described, out)));
    groups.add(
        datapath.inputs().stream().map(bus -> statement(INPUT, Bus.class, bus, out)).toList());
    for (Layer layer : datapath.layers()) {
      groups.add(layer(layer, out));
    }
    groups.add(
        datapath.outputs().stream()
            .map(name -> Statement.of(FxWriter.withArgument(OUTPUT, Syntax.text(name))))
            .toList());
    return DocumentPrinter.print(KIND, groups);
  }

  private static List<Statement> layer(Layer layer, Writing out) {
    return switch (layer) {
      case Layer.Compute(
              Bus result,
              String operator,
              Kernel kernel,
              List<Instance> instances,
              Origin origin) -> {
        List<Statement> statements = new ArrayList<>();
        Frame framed = new Frame(kernel.name(), kernel.outputs(), kernel.depth());
        statements.add(statement(KERNEL, Frame.class, framed, out));
        for (int i = 0; i < kernel.cells().size(); i++) {
          statements.add(cell(i, kernel.cells().get(i), out));
        }
        Compute rest = new Compute(result, operator, instances, origin);
        statements.add(statement(COMPUTE, Compute.class, rest, out));
        yield statements;
      }
      case Layer.Route _, Layer.Delay _ ->
          List.of(Statement.of(FxWriter.construct(Layer.class, layer, out)));
    };
  }

  private static Statement cell(int index, Cell cell, Writing out) {
    return Statement.of(
        Integer.toString(index),
        FxWriter.construct(CellOp.class, cell.op(), out),
        new Statement.Annotation(
            "",
            List.of(
                new RangeCodec.Interval(cell.lo(), cell.hi(), 0).write(),
                Syntax.number("@" + cell.stage()),
                Syntax.text(cell.name())),
            List.of()));
  }

  private static <T extends Record> Statement statement(
      String word, Class<T> type, T value, Writing out) {
    return Statement.of(Codecs.ofRecord(type).writeAs(word, value, out));
  }

  /// The datapath in `text`.
  ///
  /// @param fileName for diagnostics
  /// @throws InvalidInput with every fault that was found
  public static Datapath read(String text, String fileName) {
    DatapathText reader = new DatapathText(new Reading(fileName, new byte[0]));
    DocumentReader.read(text, KIND, fileName, Statements.guarded(reader::read));
    return reader.end();
  }

  private Datapath end() {
    frame.ifPresent(
        open -> in.report(new Place(1, 1), "kernel '" + open.name() + "' has no layer", ""));
    Optional<Design> described = design.get();
    in.throwIfErrors();
    Design d = described.orElseThrow();
    return new Datapath(
        d.name(),
        d.clockPicoseconds(),
        d.delayModel(),
        d.handshake(),
        inputs,
        layers,
        outputs,
        d.latency(),
        d.initiationInterval());
  }

  private void read(Statement statement) {
    switch (statement.word()) {
      case DESIGN -> design.set(statement, readAs(Design.class, statement));
      case INPUT -> inputs.add(readAs(Bus.class, statement));
      case OUTPUT -> outputs.add(Statements.argument(statement, ScalarCodecs.STRING, in));
      case KERNEL -> {
        frame = Optional.of(readAs(Frame.class, statement));
        cells = new ArrayList<>();
        nextCell = 0;
      }
      case COMPUTE -> readCompute(statement);
      default -> {
        if (statement.result().isPresent()) {
          readCell(statement);
        } else {
          layers.add(Codecs.of(Layer.class).read(statement.construct(), in));
        }
      }
    }
  }

  private <T extends Record> T readAs(Class<T> type, Statement statement) {
    Statements.requireBare(statement, in);
    return Codecs.ofRecord(type).readBody(statement.construct(), in);
  }

  private void readCompute(Statement statement) {
    Frame framed =
        frame.orElseThrow(
            () -> in.refusal(statement.place(), "'Compute' without a kernel before it", ""));
    frame = Optional.empty();
    Compute rest = readAs(Compute.class, statement);
    Kernel kernel = new Kernel(framed.name(), cells, framed.outputs(), framed.depth());
    layers.add(
        new Layer.Compute(rest.result(), rest.operator(), kernel, rest.instances(), rest.origin()));
  }

  private void readCell(Statement statement) {
    String index = statement.result().orElseThrow();
    List<Syntax> facts = statement.annotation().facts();
    int expected = nextCell++;
    if (!index.equals(Integer.toString(expected))) {
      in.report(
          statement.place(),
          "cell " + Quoting.name(index) + " where %" + expected + " is next",
          "cells of a kernel are numbered from 0");
    }
    if (facts.size() != 3) {
      throw in.refusal(
          statement.place(), "a cell needs interval, stage and name", "as in : -8..7 @1 \"acc\"");
    }
    CellOp op = Codecs.of(CellOp.class).read(statement.construct(), in);
    RangeCodec.Interval interval = RangeCodec.Interval.read(facts.get(0), in);
    int stage = stage(facts.get(1));
    String name = ScalarCodecs.STRING.read(facts.get(2), in);
    cells.add(new Cell(name, op, interval.lo(), interval.hi(), stage));
  }

  private int stage(Syntax node) {
    if (node instanceof Syntax.Numeral(String text, Place place) && text.startsWith("@")) {
      return ScalarCodecs.INT.read(new Syntax.Numeral(text.substring(1), place), in);
    }
    throw in.refusal(node.place(), "a stage is written as in @1", "");
  }
}
