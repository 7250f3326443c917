package io.intaglio.ir.datapath;

import java.util.List;

/// One use of a layer's kernel.
///
/// @param inputs what drives each input of the kernel
/// @param outputs for each output of the kernel, the element of the layer's result that it is
public record Instance(List<Source> inputs, List<Integer> outputs) {
  public Instance {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
