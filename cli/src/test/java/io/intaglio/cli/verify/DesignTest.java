package io.intaglio.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.type.IntType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DesignTest {
  @TempDir Path folder;

  @Test
  void everyElementOfEveryValueHasATap() throws IOException {
    BuiltDesign built = BuiltDesign.of(HandDesign.network(), Handshake.VALID, folder);
    Design design = Design.read(folder);
    assertThat(design.top()).isEqualTo("net");
    assertThat(design.folder()).isEqualTo(folder.resolve("rtl"));
    assertThat(design.taps().stream().filter(tap -> tap.value().equals("a")))
        .hasSize(4)
        .element(2)
        .satisfies(
            tap -> {
              assertThat(tap.element()).isEqualTo(2);
              assertThat(tap.lsb()).isEqualTo(16);
              assertThat(tap.type()).isEqualTo(IntType.signed(8));
              assertThat(tap.stage()).isEqualTo(1);
              assertThat(tap.select("dut")).startsWith("dut.").endsWith("[23:16]");
            });
    assertThat(design.taps())
        .extracting(Tap::value)
        .containsAll(Buses.of(built.datapath()).stream().map(made -> made.bus().value()).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "'\"top\": \"net\"', '\"top\": \"net; $finish\"', is not a name",
    "'\"top\": \"net\"', '\"top\": \"other\"', is not in ",
    "'\"top\": \"net\"', '\"top\": 3', no text",
    "'\"lsb\": 0', '\"lsb\": -1', no natural number",
    "'\"width\": 8', '\"width\": 64', has no type",
    "'\"taps\": [', '\"taps\": [,', it cannot be read",
  })
  void aMapThatTheBackendDidNotWriteIsRefused(String text, String by, String reason)
      throws IOException {
    BuiltDesign.of(HandDesign.network(), Handshake.VALID, folder);
    Path map = folder.resolve("taps.json");
    assertThat(Files.readString(map)).contains(text);
    Files.writeString(map, Files.readString(map).replace(text, by));
    assertThatThrownBy(() -> Design.read(folder))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aFolderWithoutAMapIsRefused() {
    assertThatThrownBy(() -> Design.read(folder))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("taps.json");
  }
}
