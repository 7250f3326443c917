package io.intaglio.frontend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.intaglio.frontend.ByteDamage;
import io.intaglio.frontend.ImportOptions;
import io.intaglio.frontend.Survival;
import io.intaglio.frontend.onnx.operator.OperatorTable;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.verify.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// 10,000 damaged files, half by bytes and half by messages: each gives a network that the verifier
/// accepts, or a diagnostic, in time and within the heap that the build grants.
class MutationTest {
  private static final int LARGE = 20_000;

  private final Survival survival = new Survival("ONNX");

  @Test
  void the_gallery_holds_every_operator_and_is_read() throws InvalidProtocolBufferException {
    Set<String> held = new TreeSet<>();
    for (byte[] model : gallery()) {
      Network network = OnnxImporter.read(model, "gallery.onnx", ImportOptions.DEFAULT);
      assertThat(Verifier.check(network)).isEmpty();
      ModelProto.parseFrom(model).getGraph().getNodeList().forEach(n -> held.add(n.getOpType()));
    }
    assertThat(held).isEqualTo(OperatorTable.operators());
  }

  private static List<byte[]> gallery() {
    List<byte[]> models = new ArrayList<>(Gallery.models());
    models.addAll(QuantizedGallery.models());
    return models;
  }

  @Test
  void damaged_models_of_the_gallery_are_read_or_refused() throws IOException {
    mutate(gallery(), 6000, 20260101);
    assertThat(survival.imported()).isGreaterThan(500);
    assertThat(survival.refused()).isGreaterThan(2000);
  }

  @Test
  void damaged_real_networks_are_read_or_refused() throws IOException {
    List<byte[]> small = new ArrayList<>();
    List<byte[]> large = new ArrayList<>();
    for (Path folder :
        List.of(Path.of("qonnx"), Path.of("onnx"), Path.of("qonnx", "qkeras_single_layer"))) {
      for (Path file : SharedModels.files(folder.toString())) {
        byte[] content = Files.readAllBytes(file);
        (content.length > LARGE ? large : small).add(content);
      }
    }
    mutate(small, 3700, 20260102);
    mutate(large, 300, 20260103);
    assertThat(survival.imported()).isGreaterThan(500);
    assertThat(survival.refused()).isGreaterThan(1000);
  }

  private void mutate(List<byte[]> models, int count, long seed) throws IOException {
    for (int i = 0; i < count * Survival.TIMES; i++) {
      Random random = new Random(seed * 100_003 + i);
      byte[] model = models.get(i % models.size());
      boolean tree = i / models.size() % 2 == 0;
      byte[] damaged = tree ? new Mutator(random).damageTree(model) : ByteDamage.of(model, random);
      survival.of(
          "seed " + seed + ", file " + i,
          () -> OnnxImporter.read(damaged, "damaged.onnx", ImportOptions.DEFAULT));
    }
    survival.report();
  }
}
