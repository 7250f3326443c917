package io.intaglio.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.verify.Verifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImporterTest {
  @TempDir private Path folder;

  private static Diagnostic refusal(Path file) {
    InvalidInput thrown =
        catchThrowableOfType(InvalidInput.class, () -> Importer.read(file, ImportOptions.DEFAULT));
    assertThat(thrown.diagnostics()).hasSize(1);
    return thrown.diagnostics().get(0);
  }

  @Test
  void reads_the_encoder_of_the_examples() {
    Path file =
        Path.of(System.getProperty("intaglio.root"), "examples", "econ-encoder", "encoder.onnx");
    Network network = Importer.read(file, ImportOptions.DEFAULT);
    assertThat(network.source()).isEqualTo("encoder.onnx");
    assertThat(network.profile()).isEqualTo("qonnx");
    assertThat(Verifier.check(network)).isEmpty();
  }

  @Test
  void a_file_that_is_absent_or_a_folder_is_refused() {
    assertThat(refusal(folder.resolve("absent.onnx")).code()).isEqualTo(Code.MOD_UNREADABLE);
    assertThat(refusal(folder).code()).isEqualTo(Code.MOD_UNREADABLE);
    assertThat(refusal(folder).message()).isEqualTo("this is a folder");
  }

  @Test
  void a_file_that_is_too_large_is_refused_unread() throws IOException {
    Path file = folder.resolve("large.onnx");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(Importer.MAX_FILE_BYTES + 1);
    }
    assertThat(refusal(file).code()).isEqualTo(Code.MOD_TOO_LARGE);
  }

  @Test
  void the_content_decides_and_not_the_ending() throws IOException {
    Path file = folder.resolve("model.tflite");
    Files.writeString(file, "This is a text and no model.");
    assertThat(refusal(file).message())
        .isEqualTo("the file is no TFLite, ONNX or Keras model, or a damaged one");
  }

  @Test
  void a_keras_model_is_read_under_the_profile_of_its_own_quantizers_alone() throws IOException {
    Path file = folder.resolve("dense.h5");
    try (InputStream in = ImporterTest.class.getResourceAsStream("keras/dense.h5")) {
      Files.copy(in, file);
    }

    assertThat(Importer.read(file, new ImportOptions("qkeras")).profile()).isEqualTo("qkeras");
    assertThatThrownBy(() -> Importer.read(file, new ImportOptions("hgq")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("the profile 'hgq' is not one for this file [USE-001]")
        .hasMessageContaining("use the profile qkeras");
  }
}
