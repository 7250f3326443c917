package io.intaglio.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.Invocation;
import io.intaglio.cli.Main;
import io.intaglio.cli.TestModels;
import io.intaglio.cli.tool.Tool;
import io.intaglio.cli.verify.ExternalTools;
import io.intaglio.ir.diag.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  @TempDir Path folder;

  private Path made;

  @BeforeEach
  void buildASmallDesign() {
    made = folder.resolve("made");
    Path model = TestModels.twoByTwo(folder);
    Invocation.of("build", model, "--target", "verilog", "-o", made).succeeded();
  }

  private void edit(String file) throws IOException {
    Files.writeString(made.resolve(file), "\n", StandardOpenOption.APPEND);
  }

  @Test
  void whatTheVerilogIsComparedWithMustBeAsItWasBuilt() throws IOException {
    for (String file : List.of("design.fx", "design.dp", "taps.json")) {
      edit(file);
    }

    Invocation refused = Invocation.of("verify", made).refused(Main.BAD_INPUT, Code.USE_OPTION);

    for (String file : List.of("design.fx", "design.dp", "taps.json")) {
      refused.saying(made.resolve(file) + ": error: was changed after the build");
    }
    Files.delete(made.resolve("design.dp"));
    Invocation.of("verify", made)
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("design.dp: error: is missing");
  }

  @Test
  void editedVerilogIsVerifiedAndSaidToBeEdited() throws IOException {
    ExternalTools.need(Tool.ICARUS);
    edit("rtl/pair.v");

    Invocation verified =
        Invocation.of("verify", made, "--vectors", "16", "--simulator", "icarus").succeeded();

    assertThat(verified.out())
        .startsWith("note: rtl/pair.v was changed after the build")
        .contains("verified: every bit and every cycle is right");
  }
}
