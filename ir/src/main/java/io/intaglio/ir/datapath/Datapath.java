package io.intaglio.ir.datapath;

import java.util.List;

/// A design of the `parallel` strategy: every operator unrolled, initiation interval 1.
///
/// Inputs are registered on arrival, so the bus of an input has stage 1 (one rank behind the ports)
/// and every output leaves from a register. All outputs are visible in stage [#latency].
///
/// @param name the design's name, from the model's
/// @param clockPicoseconds the target clock period
/// @param delayModel the delay table that placed the registers: `fpga` or `asic`
/// @param layers in data-flow order
/// @param outputs names of values (made by inputs or layers), in the graph's order; where a
///     value is needed earlier inside or is an input, the delayed copy that leaves ([#graphName]
///     tells the name of its port)
/// @param latency rising edges from the one that samples the input to the one after which the
///     output is visible, both counted; equal to the number of register ranks
public record Datapath(
    String name,
    int clockPicoseconds,
    String delayModel,
    Handshake handshake,
    List<Bus> inputs,
    List<Layer> layers,
    List<String> outputs,
    int latency,
    int initiationInterval) {
  public Datapath {
    inputs = List.copyOf(inputs);
    layers = List.copyOf(layers);
    outputs = List.copyOf(outputs);
  }

  /// The graph's name of a value: that of a delayed copy is the name of what it copies.
  public String graphName(String value) {
    String name = value;
    for (Layer layer : layers.reversed()) {
      if (layer instanceof Layer.Delay delay && delay.result().value().equals(name)) {
        name = delay.operand();
      }
    }
    return name;
  }
}
