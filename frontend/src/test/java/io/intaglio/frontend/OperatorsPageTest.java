package io.intaglio.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.frontend.keras.layer.LayerTable;
import io.intaglio.frontend.onnx.operator.OperatorTable;
import io.intaglio.frontend.tflite.TfliteImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `docs/operators.md` says what the readers' tables say.
class OperatorsPageTest {
  private static final String REGENERATE = "intaglio.regenerate";

  private static String page() {
    StringBuilder page =
        new StringBuilder(
            """
            # Operators

            What each importer reads, from the readers' own tables. Made by `OperatorsPageTest`; to make
            it anew:

                mvn -pl frontend -am test -Dtest=OperatorsPageTest \\
                    -Dsurefire.failIfNoSpecifiedTests=false -D@=true

            *exact* means: bit for bit what the runtime of the chosen profile computes, or refused with a
            diagnostic where a form of the operator, an element type or a parameter is not supported. An operator
            that is not listed is refused (IMP-001).

            """
                .replace("@", REGENERATE));
    section(page, "ONNX", OperatorTable.statuses());
    section(page, "TFLite", TfliteImporter.operators());
    section(page, "Keras", LayerTable.statuses());
    return page.toString();
  }

  private static void section(StringBuilder page, String format, Map<String, String> statuses) {
    page.append("## ").append(format).append("\n\n| operator | status |\n|---|---|\n");
    statuses.forEach(
        (name, status) ->
            page.append("| `").append(name).append("` | ").append(status).append(" |\n"));
    page.append("\n");
  }

  @Test
  void thePageIsUpToDate() throws IOException {
    Path file = Path.of(System.getProperty("intaglio.root", "."), "docs", "operators.md");
    if (Boolean.getBoolean(REGENERATE)) {
      Files.writeString(file, page());
    }
    assertThat(Files.readString(file))
        .as("docs/operators.md differs from the readers' tables; it says how it is made anew")
        .isEqualTo(page());
  }
}
