package io.intaglio.backend.hardware;

import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Says which cells cannot meet the clock by the delay model, however many registers there are.
public final class ClockCheck {
  private ClockCheck() {}

  /// A warning for each layer with a cell that alone takes longer than the clock allows.
  public static List<Diagnostic> check(Datapath datapath) {
    DelayModel delays = DelayModel.named(datapath.delayModel());
    List<Diagnostic> warnings = new ArrayList<>();
    for (Layer layer : datapath.layers()) {
      if (layer instanceof Layer.Compute compute) {
        Cell slowest = null;
        int longest = 0;
        for (Cell cell : compute.kernel().cells()) {
          int delay = delays.picoseconds(cell, compute.kernel().cells());
          slowest = delay > longest ? cell : slowest;
          longest = Math.max(longest, delay);
        }
        int clock = Math.addExact(longest, delays.overheadPicoseconds());
        if (slowest != null && clock > datapath.clockPicoseconds()) {
          warnings.add(warning(datapath, layer, slowest, clock));
        }
      }
    }
    return warnings;
  }

  private static Diagnostic warning(Datapath datapath, Layer layer, Cell cell, int clock) {
    return Diagnostic.warning(
        Code.HW_TIMING,
        layer.origin(),
        String.format(
            Locale.ROOT,
            "'%s': cell '%s' (%s, %s) needs a clock of %d ps by delay model %s, asked for are %d"
                + " ps",
            layer.result().value(),
            cell.name(),
            cell.op().getClass().getSimpleName(),
            cell.type(),
            clock,
            datapath.delayModel(),
            datapath.clockPicoseconds()),
        "use a clock period of " + clock + " ps or more, or narrower values in this layer");
  }
}
