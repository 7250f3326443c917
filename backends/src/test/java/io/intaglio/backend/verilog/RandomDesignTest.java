package io.intaglio.backend.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.datapath.Instance;
import io.intaglio.ir.datapath.Kernel;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.datapath.Source;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.type.IntType;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random kernels, many to a design, against the integers that their cells mean.
class RandomDesignTest {
  private static final int LATENCY = 5;
  private static final int SAMPLES = 60;
  private static final List<IntType> TYPES =
      List.of("u0 u1 s1 u2 s2 u3 s4 s4 u5 u8 s8 s8 s13 u16 s20 u31 s32 s40 u60 s63".split(" ", -1))
          .stream()
          .map(IntType::parse)
          .toList();

  @TempDir Path folder;

  private final RandomGenerator random = new SplittableRandom(20260711);
  private final Bus x = new Bus("x", TYPES, 1);
  private final List<Layer> layers = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final Map<String, Bus> buses = new LinkedHashMap<>();

  @Test
  void eightyKernelsThatStall() {
    simulate(Handshake.VALID_READY, 80, true);
  }

  @Test
  void sixtyKernelsWithValidBits() {
    simulate(Handshake.VALID, 60, false);
  }

  @Test
  void sixtyKernelsWithAClockOnly() {
    simulate(Handshake.NONE, 60, false);
  }

  private void simulate(Handshake handshake, int kernels, boolean compiled) {
    Tools.need("verilator", "iverilog", "yosys");
    buses.put("x", x);
    for (int k = 0; k < kernels; k++) {
      addKernel("k" + k);
    }
    Datapath design =
        new Datapath("random", 4000, "fpga", handshake, List.of(x), layers, outputs, LATENCY, 1);
    List<long[]> inputs = new ArrayList<>();
    List<long[]> expected = new ArrayList<>();
    for (int sample = 0; sample < SAMPLES; sample++) {
      long[] row = TYPES.stream().mapToLong(this::code).toArray();
      inputs.add(row);
      expected.add(reference(row));
    }
    List<Bus> ports = outputs.stream().map(buses::get).toList();
    Simulation simulation =
        new Simulation(
            folder,
            design,
            SAMPLES,
            Simulation.byPort(List.of(x), inputs),
            Simulation.byPort(ports, expected));
    simulation.lintAndCheck();
    assertThat(simulation.icarus(0)).startsWith("PASS: " + SAMPLES + " vectors");
    assertThat(simulation.icarus(77)).startsWith("PASS: " + SAMPLES + " vectors");
    if (compiled) {
      assertThat(simulation.verilator(0)).contains("PASS: " + SAMPLES + " vectors");
      assertThat(simulation.verilator(78)).contains("PASS: " + SAMPLES + " vectors");
    }
  }

  private long code(IntType type) {
    return switch (random.nextInt(4)) {
      case 0 -> type.min();
      case 1 -> type.max();
      default ->
          type.bits() == 0 ? 0 : (random.nextLong() & (-1L >>> (64 - type.bits()))) + type.min();
    };
  }

  /// A layer of one to three uses of a random kernel, perhaps turned round by a route, and delayed
  /// until its elements may leave.
  private void addKernel(String name) {
    int depth = 1 + random.nextInt(3);
    int count = random.nextInt(3) == 0 ? 2 + random.nextInt(2) : 1;
    List<List<Source>> sources = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sources.add(new ArrayList<>());
    }
    List<IntType> types = new ArrayList<>();
    for (int input = 0; input < 3; input++) {
      int first = random.nextInt(TYPES.size());
      IntType type = TYPES.get(first);
      sources.getFirst().add(new Source.Element("x", first));
      for (int i = 1; i < count; i++) {
        int element = TYPES.indexOf(type);
        boolean fixed = random.nextInt(4) == 0;
        sources.get(i).add(fixed ? new Source.Fixed(type.max()) : new Source.Element("x", element));
      }
      types.add(type);
    }
    Kernel kernel = RandomKernel.of(random, name, types, depth);
    addLayers(name, kernel, sources);
  }

  private void addLayers(String name, Kernel kernel, List<List<Source>> sources) {
    Origin origin = Origin.node("random.onnx", name);
    int count = sources.size();
    List<IntType> results =
        kernel.outputs().stream().map(output -> kernel.cells().get(output).type()).toList();
    List<Instance> instances = new ArrayList<>();
    List<IntType> elements = new ArrayList<>();
    for (int i = 0; i < count * results.size(); i++) {
      elements.add(results.get(i / count));
    }
    for (int i = 0; i < count; i++) {
      List<Integer> targets = new ArrayList<>();
      for (int output = 0; output < results.size(); output++) {
        targets.add(output * count + i);
      }
      instances.add(new Instance(sources.get(i), targets));
    }
    Bus made = new Bus(name, elements, 1 + kernel.depth());
    if (made.bits() == 0) {
      return;
    }
    layers.add(new Layer.Compute(made, "random", kernel, instances, origin));
    buses.put(name, made);
    Bus last = random.nextBoolean() ? made : turned(made, origin);
    if (last.stage() < LATENCY) {
      int ranks = LATENCY - last.stage();
      Bus delayed = new Bus(name + " late", last.elements(), LATENCY);
      layers.add(new Layer.Delay(delayed, last.value(), ranks, origin));
      buses.put(delayed.value(), delayed);
      last = delayed;
    }
    outputs.add(last.value());
  }

  private Bus turned(Bus made, Origin origin) {
    List<Source> sources = new ArrayList<>();
    List<IntType> types = new ArrayList<>(made.elements().reversed());
    for (int i = made.elements().size() - 1; i >= 0; i--) {
      sources.add(new Source.Element(made.value(), i));
    }
    sources.add(new Source.Fixed(-5));
    types.add(IntType.holding(-5, -5));
    Bus bus = new Bus(made.value() + "/turned", types, made.stage());
    layers.add(new Layer.Route(bus, "reverse", sources, origin));
    buses.put(bus.value(), bus);
    return bus;
  }

  private long[] reference(long[] row) {
    Map<String, long[]> values = new LinkedHashMap<>(Map.of("x", row));
    for (Layer layer : layers) {
      long[] result =
          switch (layer) {
            case Layer.Compute compute -> {
              long[] elements = new long[compute.result().elements().size()];
              for (Instance instance : compute.instances()) {
                List<BigInteger> inputs =
                    instance.inputs().stream()
                        .map(source -> BigInteger.valueOf(read(source, values)))
                        .toList();
                List<BigInteger> made = CellReference.outputs(compute.kernel(), inputs);
                for (int i = 0; i < made.size(); i++) {
                  elements[instance.outputs().get(i)] = made.get(i).longValueExact();
                }
              }
              yield elements;
            }
            case Layer.Route route ->
                route.sources().stream().mapToLong(source -> read(source, values)).toArray();
            case Layer.Delay delay -> values.get(delay.operand());
          };
      values.put(layer.result().value(), result);
    }
    return outputs.stream().flatMapToLong(output -> Arrays.stream(values.get(output))).toArray();
  }

  private static long read(Source source, Map<String, long[]> values) {
    return switch (source) {
      case Source.Fixed fixed -> fixed.value();
      case Source.Element element -> values.get(element.value())[element.index()];
    };
  }
}
