package io.intaglio.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.Invocation;
import io.intaglio.cli.Main;
import io.intaglio.cli.TestModels;
import io.intaglio.cli.WeightsFile;
import io.intaglio.ir.diag.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A Keras architecture in JSON and the file that its weights are in.
class KerasWeightsTest {
  static final String ARCHITECTURE =
      """
      {"class_name": "Sequential", "config": {"name": "two", "layers": [
        {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 2], "name": "x"}},
        {"class_name": "Dense", "config": {"name": "first", "units": 3, "activation": "relu"}},
        {"class_name": "Dense", "config": {"name": "second", "units": 1, "activation": "linear"}}
      ]}}
      """;

  @TempDir Path folder;

  private Path model;

  @BeforeEach
  void architecture() throws IOException {
    model = Files.writeString(folder.resolve("two.json"), ARCHITECTURE);
  }

  static Map<String, Object> tensors() {
    Map<String, Object> tensors = new HashMap<>();
    tensors.put("layers/dense/vars/0", new float[][] {{1, 0, 2}, {0, 1, 2}});
    tensors.put("layers/dense/vars/1", new float[] {0, 0, 1});
    tensors.put("layers/dense_1/vars/0", new float[][] {{1}, {2}, {4}});
    tensors.put("layers/dense_1/vars/1", new float[] {0.5f});
    return tensors;
  }

  private Path weights(Map<String, Object> tensors) {
    return WeightsFile.write(folder.resolve("trained.h5"), tensors);
  }

  @Test
  void areNamedByAFlagOrTheSettingsOrLieBeside() throws IOException {
    Path weights = weights(tensors());
    Invocation flag = Invocation.of("inspect", model, "--weights", weights).succeeded();
    Path settings = folder.resolve("s.yaml");
    Files.writeString(settings, "weights: '" + weights + "'\n");
    Invocation file = Invocation.of("inspect", model, "--config", settings).succeeded();
    Invocation.of("inspect", model)
        .refused(Main.BAD_INPUT, Code.MOD_UNREADABLE)
        .saying("two_weights.h5 or two.weights.h5", "--weights");
    Files.copy(weights, folder.resolve("two_weights.h5"));
    Invocation beside = Invocation.of("inspect", model).succeeded();

    assertThat(flag.out()).contains("second").isEqualTo(file.out()).isEqualTo(beside.out());
  }

  @Test
  void theFlagWinsOverTheSettings() throws IOException {
    Path settings = folder.resolve("s.yaml");
    Files.writeString(settings, "weights: nosuch.h5\n");

    Invocation.of("inspect", model, "--config", settings)
        .refused(Main.BAD_INPUT, Code.MOD_UNREADABLE)
        .saying("nosuch.h5", "does not exist");
    Invocation.of("inspect", model, "--config", settings, "--weights", weights(tensors()))
        .succeeded();
  }

  @Test
  void ofAnotherArchitectureAreRefused() {
    Map<String, Object> more = tensors();
    more.put("layers/conv2d/vars/0", new float[][][][] {{{{1}}}});

    Invocation.of("inspect", model, "--weights", weights(more))
        .refused(Main.BAD_INPUT, Code.IMP_BAD_PARAMETER)
        .saying("hold tensors of 'conv2d'", "which it does not have", "saved with this arch");
  }

  @Test
  void withoutALayerAreRefused() {
    Map<String, Object> fewer = tensors();
    fewer.keySet().removeIf(place -> place.startsWith("layers/dense_1/"));

    Invocation.of("inspect", model, "--weights", weights(fewer))
        .refused(Main.BAD_INPUT, Code.MOD_MALFORMED)
        .saying("second", "'kernel' is not in the file, nor any other tensor of this layer");
  }

  @Test
  void withoutATensorAreRefused() {
    Map<String, Object> fewer = tensors();
    fewer.remove("layers/dense/vars/1");

    Invocation.of("inspect", model, "--weights", weights(fewer))
        .refused(Main.BAD_INPUT, Code.MOD_MALFORMED)
        .saying("first", "'bias' is not in the file, where it has vars/0");
  }

  @Test
  void ofOtherShapesAreRefusedAllAtOnce() {
    Map<String, Object> other = tensors();
    other.put("layers/dense/vars/0", new float[][] {{1, 0}, {0, 1}});
    Invocation.of("inspect", model, "--weights", weights(other))
        .refused(Main.BAD_INPUT, Code.IMP_BAD_PARAMETER)
        .saying("first", "a kernel [2,2] for units = 3", "saved with this architecture");

    Map<String, Object> bias = tensors();
    bias.put("layers/dense/vars/1", new float[] {0, 1});
    Invocation.of("inspect", model, "--weights", weights(bias))
        .refused(Main.BAD_INPUT, Code.IMP_BAD_PARAMETER)
        .saying("first", "a bias [2] for 3 channels", "saved with this architecture");
  }

  @Test
  void thatAreNoHdf5AreRefused() {
    Invocation.of("inspect", model, "--weights", model)
        .refused(Main.BAD_INPUT, Code.MOD_MALFORMED)
        .saying("the weights are no HDF5 file");
  }

  @Test
  void forAModelThatHoldsItsOwnAreRefused() {
    Invocation.of("inspect", TestModels.encoder(folder), "--weights", weights(tensors()))
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("no Keras architecture in JSON");
    Invocation.of("inspect", TestModels.twoByTwo(folder), "--weights", folder.resolve("w.h5"))
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("a file of weights is given for a lowered graph");
  }
}
