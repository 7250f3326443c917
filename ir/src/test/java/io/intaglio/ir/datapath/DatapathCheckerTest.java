package io.intaglio.ir.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatapathCheckerTest {
  private static final IntType U4 = IntType.unsigned(4);
  private static final IntType U6 = IntType.unsigned(6);

  /// `y[i] = 3·x[i] + 1` for two elements by two instances, as `(4x + 1) − x`, one register behind.
  private final List<Cell> cells =
      new ArrayList<>(
          List.of(
              new Cell("x", new CellOp.Input(0), 0, 15, 0),
              new Cell("one", new CellOp.Literal(1), 1, 1, 0),
              new Cell("t", new CellOp.Add(0, 2, 1, 0), 1, 61, 0),
              new Cell("y", new CellOp.Subtract(2, 0, 0, 0), 1, 46, 0),
              new Cell("y", new CellOp.Register(3), 1, 46, 1)));

  private final List<Instance> instances =
      new ArrayList<>(List.of(instance("x", 0, 0), instance("x", 1, 1)));

  private Bus result = new Bus("y", List.of(U6, U6), 2);
  private List<Integer> kernelOutputs = List.of(4);
  private int depth = 1;
  private final List<Layer> after = new ArrayList<>();
  private List<String> outputs = List.of("y");
  private int latency = 2;
  private int inputStage = 1;

  private static Instance instance(String value, int from, int to) {
    return new Instance(List.of(new Source.Element(value, from)), List.of(to));
  }

  private List<String> faults() {
    Kernel kernel = new Kernel("kernel", cells, kernelOutputs, depth);
    List<Layer> layers = new ArrayList<>();
    layers.add(new Layer.Compute(result, "Dense", kernel, instances, Origin.file("net.onnx")));
    layers.addAll(after);
    List<Bus> inputs = List.of(new Bus("x", List.of(U4, U4), inputStage));
    Datapath datapath =
        new Datapath("design", 5_000, "fpga", Handshake.VALID, inputs, layers, outputs, latency, 1);
    List<Diagnostic> found = DatapathChecker.check(datapath);
    assertThat(found).allMatch(d -> d.isError() && d.code() == Code.IR_INVALID);
    return found.stream().map(Diagnostic::message).toList();
  }

  private void assertFault(String... parts) {
    assertThat(faults()).anySatisfy(message -> assertThat(message).contains(parts));
  }

  private void replace(int index, CellOp op, long lo, long hi, int stage) {
    cells.set(index, new Cell(cells.get(index).name(), op, lo, hi, stage));
  }

  @Test
  void aSoundDatapathHasNoFaults() {
    assertThat(faults()).isEmpty();
  }

  @Test
  void aSharedOperandIsCountedOnce() {
    replace(3, new CellOp.Subtract(2, 0, 0, 0), 1, 46, 0);
    assertThat(faults()).isEmpty();

    replace(3, new CellOp.Subtract(2, 0, 0, 0), 1, 45, 0);
    assertFault("cell 3 'y'", "states [1, 45]", "reach [1, 46]");
  }

  @Test
  void anIntervalThatIsTooNarrowIsFound() {
    replace(2, new CellOp.Add(0, 2, 1, 0), 2, 61, 0);
    assertFault("cell 2 't'", "states [2, 61]", "reach [1, 61]");
  }

  @Test
  void aRegisterMustHoldItsOperandsValues() {
    replace(4, new CellOp.Register(3), 1, 45, 1);
    assertFault("cell 4 'y'", "states [1, 45]");
  }

  @Test
  void operandsMustBeEarlierCells() {
    replace(2, new CellOp.Add(3, 2, 1, 0), 1, 61, 0);
    assertFault("cell 2 't'", "reads cell 3");
    replace(2, new CellOp.Add(-1, 2, 1, 0), 1, 61, 0);
    assertFault("cell 2 't'", "reads cell -1");
  }

  @Test
  void aMissingRegisterIsFound() {
    replace(4, new CellOp.Clamp(3, 1, 46), 1, 46, 1);
    assertFault("cell 4 'y'", "is in stage 1");
  }

  @Test
  void operandsOfUnlikeStagesAreFound() {
    cells.add(4, new Cell("late", new CellOp.Register(0), 0, 15, 1));
    cells.set(5, new Cell("y", new CellOp.Subtract(2, 0, 4, 0), 1, 46, 1));
    kernelOutputs = List.of(5);
    assertFault("cell 5 'y'", "is in stage 1");
  }

  @Test
  void aCellWithoutUseIsFound() {
    cells.add(3, new Cell("dead", new CellOp.Negate(0), -15, 0, 0));
    cells.set(4, new Cell("y", new CellOp.Subtract(2, 0, 0, 0), 1, 46, 0));
    cells.set(5, new Cell("y", new CellOp.Register(4), 1, 46, 1));
    kernelOutputs = List.of(5);
    assertThat(faults()).containsExactly("datapath: 'y', cell 3 'dead' has no use");
  }

  @Test
  void anOutputBeforeTheKernelsDepthIsFound() {
    kernelOutputs = List.of(3);
    assertFault("cell 3 'y'", "is no output in stage 1");
  }

  @Test
  void attributesMustBeAllowed() {
    replace(2, new CellOp.Add(0, -1, 1, 0), 1, 61, 0);
    assertFault("cell 2 't'", "attributes");
    replace(2, new CellOp.RoundShift(0, 2, Rounding.FLOOR), 1, 61, 0);
    assertFault("cell 2 't'", "attributes");
    replace(2, new CellOp.Table(0, 0, List.of(1L, 2L)), 1, 61, 0);
    assertFault("cell 2 't'", "attributes");
    replace(2, new CellOp.Select(0, 1, 1), 1, 61, 0);
    assertFault("cell 2 't'", "attributes");
  }

  @Test
  void aCellOfMoreThan63BitsIsFound() {
    replace(2, new CellOp.Add(0, 2, 1, 0), Long.MIN_VALUE, 61, 0);
    assertFault("cell 2 't'", "has no type");
    replace(2, new CellOp.Add(0, 62, 1, 62), 1, 61, 0);
    assertFault("cell 2 't'", "more than 64 bits");
  }

  @Test
  void anElementIsDrivenOnce() {
    instances.set(1, instance("x", 1, 0));
    assertThat(faults())
        .contains("datapath: 'y': two drive element 0", "datapath: 'y': nothing drives element 1");
  }

  @Test
  void sourcesMustExistInTheirStage() {
    instances.set(1, instance("x", 2, 1));
    assertFault("'y' reads element 2 of 'x'", "nothing made");
    instances.set(1, instance("z", 0, 1));
    assertFault("'y' reads element 0 of 'z'", "nothing made");
    instances.set(1, instance("x", 1, 1));
    depth = 0;
    assertFault("'y' reads 'x' of stage 1 in 2");
  }

  @Test
  void aKernelInputMustHoldWhatDrivesIt() {
    instances.set(1, new Instance(List.of(new Source.Fixed(16)), List.of(1)));
    assertFault("'y': input 0 of the kernel does not hold");
  }

  @Test
  void typesFollowTheirDrivers() {
    result = new Bus("y", List.of(U6, IntType.signed(7)), 2);
    assertFault("'y' has type s7 at 1, its driver u6");
  }

  @Test
  void outputsLeaveFromRegistersInTheLastStage() {
    latency = 3;
    assertFault("output 'y' is in stage 2 of 3");

    latency = 1;
    depth = 0;
    cells.remove(4);
    kernelOutputs = List.of(3);
    result = new Bus("y", List.of(U6, U6), 1);
    assertThat(faults()).containsExactly("datapath: output 'y' does not leave from registers");
  }

  @Test
  void wiringBehindARegisterLeavesFromIt() {
    cells.add(new Cell("half", new CellOp.ShiftRight(4, 1), 0, 23, 1));
    kernelOutputs = List.of(5);
    result = new Bus("y", List.of(IntType.unsigned(5), IntType.unsigned(5)), 2);
    assertThat(faults()).isEmpty();
  }

  @Test
  void delaysCountTheirRanks() {
    Bus later = new Bus("y@4", List.of(U6, U6), 4);
    after.add(new Layer.Delay(later, "y", 2, Origin.NONE));
    outputs = List.of("y@4");
    latency = 4;
    assertThat(faults()).isEmpty();

    after.set(0, new Layer.Delay(later, "y", 1, Origin.NONE));
    assertFault("'y@4' is in stage 4");
    after.set(0, new Layer.Delay(later, "w", 2, Origin.NONE));
    assertFault("'y@4' delays 'w', which nothing made");
  }

  @Test
  void aLayerThatNothingReadsIsFound() {
    Bus again = new Bus("again", List.of(U6), 2);
    after.add(new Layer.Route(again, "Slice", List.of(new Source.Element("y", 1)), Origin.NONE));
    assertThat(faults()).containsExactly("datapath: nothing reads 'again'");
  }

  @Test
  void namesAreUniqueAndInputsArriveInStageOne() {
    after.add(
        new Layer.Route(
            new Bus("x", List.of(U6), 2),
            "Slice",
            List.of(new Source.Element("y", 1)),
            Origin.NONE));
    inputStage = 2;
    assertThat(faults())
        .contains("datapath: 'x' is made twice", "datapath: 'x' is an input outside stage 1");
  }

  @Test
  void theGreatestOfTwoIsKnownToBeAtLeastTheGreaterLeastValue() {
    cells.clear();
    cells.addAll(
        List.of(
            new Cell("a", new CellOp.Input(0), 3, 9, 0),
            new Cell("b", new CellOp.Input(1), 0, 12, 0),
            new Cell("gt", new CellOp.Greater(0, 1), 0, 1, 0),
            new Cell("gt", new CellOp.Register(2), 0, 1, 1),
            new Cell("a", new CellOp.Register(0), 3, 9, 1),
            new Cell("b", new CellOp.Register(1), 0, 12, 1),
            new Cell("max", new CellOp.Select(3, 4, 5), 3, 12, 1),
            new Cell("max", new CellOp.Register(6), 3, 12, 2)));
    kernelOutputs = List.of(7);
    depth = 2;
    latency = 3;
    result = new Bus("y", List.of(U4), 3);
    instances.clear();
    instances.add(
        new Instance(List.of(new Source.Element("x", 0), new Source.Element("x", 1)), List.of(0)));
    assertThat(faults()).isEmpty();

    replace(6, new CellOp.Select(3, 5, 4), 3, 12, 1);
    assertFault("cell 6 'max'", "states [3, 12]", "reach [0, 12]");
  }
}
