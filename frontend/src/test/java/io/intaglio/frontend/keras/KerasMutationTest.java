package io.intaglio.frontend.keras;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.frontend.ByteDamage;
import io.intaglio.frontend.Survival;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Damaged HDF5 files, `.keras` files and architectures in JSON: in their bytes, in the fields of
/// their containers and in the tree of the architecture.
class KerasMutationTest {
  private static final List<String> HDF5 = List.of("dense.h5", "conv.h5", "latest.h5");
  private static final int OF_EACH_KIND = 1500;

  @Test
  void theFilesAreReadWhenTheyAreWhole() {
    Survival survival = new Survival("whole");
    for (String name : HDF5) {
      read(survival, name, KerasResources.bytes(name), Optional.empty());
    }
    read(survival, "branches", KerasResources.bytes("branches.keras"), Optional.empty());
    read(survival, "json", KerasResources.bytes("dense.json"), weights());

    assertThat(survival.imported()).isEqualTo(HDF5.size() + 2);
  }

  @Test
  void damagedHdf5FilesAreReadOrRefused() {
    Survival survival = new Survival("HDF5");
    for (int i = 0; i < OF_EACH_KIND * Survival.TIMES; i++) {
      SplittableRandom random = new SplittableRandom(i);
      byte[] whole = KerasResources.bytes(HDF5.get(i % HDF5.size()));
      byte[] damaged =
          switch (i / HDF5.size() % 4) {
            case 0 -> ByteDamage.of(whole, random);
            case 1 -> withArchitecture(whole, random);
            default -> FieldDamage.hdf5(whole, random);
          };
      read(survival, "file " + i, damaged, Optional.empty());
    }
    survival.report();
    assertThat(survival.imported()).isGreaterThan(OF_EACH_KIND / 8);
    assertThat(survival.refused()).isGreaterThan(OF_EACH_KIND / 8);
  }

  /// The architecture of an HDF5 file is text of a fixed length within it.
  private static byte[] withArchitecture(byte[] whole, SplittableRandom random) {
    String all = new String(whole, StandardCharsets.ISO_8859_1);
    int start = all.indexOf("{\"class_name\"");
    int end = start;
    int depth = 0;
    do {
      depth += all.charAt(end) == '{' ? 1 : all.charAt(end) == '}' ? -1 : 0;
      end++;
    } while (depth > 0);
    String damaged =
        new String(
            JsonDamage.of(all.substring(start, end).getBytes(StandardCharsets.ISO_8859_1), random),
            StandardCharsets.ISO_8859_1);
    int room = end - start;
    String fitting =
        damaged.length() <= room
            ? damaged + " ".repeat(room - damaged.length())
            : damaged.substring(0, room);
    return (all.substring(0, start) + fitting + all.substring(end))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void damagedZipFilesAreReadOrRefused() {
    byte[] whole = KerasResources.bytes("branches.keras");
    Survival survival = new Survival(".keras");
    for (int i = 0; i < OF_EACH_KIND * Survival.TIMES; i++) {
      SplittableRandom random = new SplittableRandom(i);
      byte[] damaged =
          switch (i % 4) {
            case 0 -> ByteDamage.of(whole, random);
            case 1 -> FieldDamage.zip(whole, random);
            case 2 -> within(whole, "model.weights.h5", random);
            default -> within(whole, "config.json", random);
          };
      read(survival, "file " + i, damaged, Optional.empty());
    }
    survival.report();
    assertThat(survival.imported()).isGreaterThan(OF_EACH_KIND / 8);
    assertThat(survival.refused()).isGreaterThan(OF_EACH_KIND / 8);
  }

  private static byte[] within(byte[] whole, String entry, SplittableRandom random) {
    Map<String, byte[]> entries = KerasResources.entries(whole);
    entries.computeIfPresent(
        entry,
        (name, content) ->
            name.endsWith(".json")
                ? JsonDamage.of(content, random)
                : FieldDamage.hdf5(content, random));
    return KerasResources.zip(entries);
  }

  @Test
  void damagedArchitecturesAreReadOrRefused() {
    byte[] whole = KerasResources.bytes("dense.json");
    Survival survival = new Survival("JSON");
    for (int i = 0; i < OF_EACH_KIND * Survival.TIMES; i++) {
      SplittableRandom random = new SplittableRandom(i);
      boolean tree = i % 4 != 0;
      byte[] damaged = tree ? JsonDamage.of(whole, random) : ByteDamage.of(whole, random);
      if (KerasImporter.isJson(damaged)) {
        read(survival, "file " + i, damaged, weights());
      }
    }
    survival.report();
    assertThat(survival.imported()).isGreaterThan(OF_EACH_KIND / 8);
    assertThat(survival.refused()).isGreaterThan(OF_EACH_KIND / 8);
  }

  private static Optional<byte[]> weights() {
    return Optional.of(KerasResources.bytes("dense.weights.h5"));
  }

  private static void read(
      Survival survival, String which, byte[] content, Optional<byte[]> weights) {
    if (KerasImporter.claims(content)) {
      survival.of(which, () -> KerasImporter.read(content, "damaged.keras", weights));
    }
  }
}
