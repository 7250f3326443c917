package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.op.Ref;
import java.util.Optional;
import java.util.Set;

/// QUnaryFunctionLUT: an activation between two quantizers, with hardware in mind a table. Those
/// that are exact in real numbers need none.
///
/// Source: HGQ2 0.2, hgq/layers/activation.py.
final class HgqUnaryReader implements LayerReader {
  private static final Set<String> EXACT = Set.of("linear", "relu", "relu6");
  private static final LayerReader PLAIN = new HgqReader(new ActivationReader());

  @Override
  public Ref read(LayerSite site) throws Refused {
    String name = site.text("activation", "");
    if (EXACT.contains(name)) {
      return PLAIN.read(site);
    }
    Optional<RealFunction> function = RealFunction.named(name);
    if (function.isEmpty()) {
      throw site.form(
          "a table of a function that has no known name",
          "use tanh, sigmoid, softsign, softplus, silu, elu, selu, exponential, hard_sigmoid or"
              + " hard_silu");
    }
    if (!site.flag("enable_iq", true) || !site.flag("enable_oq", true)) {
      throw site.form(
          "a table without quantizers at both ends", "set enable_iq=True and enable_oq=True");
    }
    HgqQuantizer in = HgqQuantizer.of(site, site.config().path("iq_conf"), "iq/quantizer");
    HgqQuantizer out = HgqQuantizer.of(site, site.config().path("oq_conf"), "oq/quantizer");
    Ref x = in.apply(site, site.x(), "input_quantized");
    return FunctionTable.of(site, x, in, out, function.get(), "table");
  }
}
