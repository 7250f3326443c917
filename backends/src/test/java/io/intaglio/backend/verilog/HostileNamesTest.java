package io.intaglio.backend.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.backend.Artifact;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.diag.Origin;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names come from model files, which anyone may have written.
class HostileNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"\n", "\r", "\r\n", "\f", "\u000b", "\0", "\u0085", "\u2028", "\u2029", "\\\n"})
  void noNameMakesALineOfItsOwn(String breaking) {
    String hostile = "a" + breaking + "exec echo pwned" + breaking + "#.onnx";
    List<Artifact> artifacts =
        VerilogBackend.emit(
            renamed(hostile), new EmitOptions("Intaglio " + hostile, List.of(hostile), 4));

    assertThat(artifacts)
        .extracting(Artifact::path)
        .anyMatch(path -> path.startsWith("tb/"))
        .contains("scripts/vivado.tcl", "scripts/synth_yosys.ys")
        .anyMatch(path -> path.endsWith(".xdc"))
        .anyMatch(path -> path.endsWith(".sdc"));
    for (Artifact artifact : artifacts) {
      assertThat(artifact.text()).as(artifact.path()).matches("[\\n -~]*");
      assertThat(artifact.text().lines().filter(line -> line.contains("exec echo pwned")))
          .as(artifact.path())
          .allMatch(line -> line.matches("(#|\\s*//|.*; //|  *\\{?\"|\\{).*"));
    }
    assertThat(artifacts)
        .filteredOn(artifact -> artifact.text().contains("exec echo pwned"))
        .extracting(Artifact::path)
        .contains("scripts/vivado.tcl", "rtl/" + artifacts.getFirst().path().substring(4));
  }

  private static Datapath renamed(String name) {
    Datapath tiny = VerilogBackendTest.tiny(Handshake.VALID_READY);
    Layer.Compute layer = (Layer.Compute) tiny.layers().getFirst();
    Layer.Compute hostile =
        new Layer.Compute(
            layer.result(),
            layer.operator(),
            layer.kernel(),
            layer.instances(),
            Origin.node(name, name));
    return new Datapath(
        name,
        tiny.clockPicoseconds(),
        tiny.delayModel(),
        tiny.handshake(),
        tiny.inputs(),
        List.of(hostile),
        tiny.outputs(),
        tiny.latency(),
        tiny.initiationInterval());
  }
}
