package io.intaglio.frontend.keras;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.net.Network;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keras files made to exhaust memory, time or trust: each is refused, soon and within the heap.
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class HostileKerasTest {
  private static final int END = 0x06054b50;
  private static final int UNDEFINED = -1;

  private static Diagnostic refused(byte[] content, Optional<byte[]> weights) {
    try {
      Network network = KerasImporter.read(content, "m.keras", weights);
      throw new AssertionError("read: " + network);
    } catch (InvalidInput e) {
      return e.diagnostics().get(0);
    }
  }

  private static void refused(byte[] content, Code code, String said) {
    Diagnostic found = refused(content, Optional.empty());
    assertThat(found.message()).contains(said);
    assertThat(found.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "extent_chunked, MOD_MALFORMED, cannot be read",
    "extent_unstored, MOD_TOO_LARGE, more than 16777216 elements",
    "chunk_unwritten, MOD_MALFORMED, cannot be read",
    "unwritten, MOD_MALFORMED, holds no numbers",
    "gzip_bomb, MOD_MALFORMED, not as large as it should be",
    "external, MOD_MALFORMED, cannot be read",
    "virtual, MOD_MALFORMED, cannot be read",
    "cycle, MOD_MALFORMED, nested deeper than 16",
    "soft_link, MOD_MALFORMED, is a link",
    "external_link, MOD_MALFORMED, is a link",
    "repeated_text, MOD_TOO_LARGE, texts are too large",
  })
  void hdf5(String name, Code code, String said) {
    refused(KerasResources.bytes("hostile_" + name + ".h5"), code, said);
  }

  /// Each level of the tree of the root group leads twice to the next: 2^40 paths to its end.
  @Test
  void aTreeThatDoublesWithEveryLevelIsLeft() {
    byte[] whole = KerasResources.bytes("dense.h5");
    int levels = 40;
    int nodeBytes = 64;
    ByteBuffer file =
        ByteBuffer.wrap(Arrays.copyOf(whole, whole.length + levels * nodeBytes + 128))
            .order(ByteOrder.LITTLE_ENDIAN);
    // The superblock ends with the root's entry, that with the addresses of its tree and heap.
    long tree = file.getLong(80);
    assertThat(file.getInt((int) tree)).isEqualTo(signature("TREE"));
    for (int at = 0; at + 8 <= whole.length; at += 8) {
      if (file.getLong(at) == tree) {
        file.putLong(at, whole.length);
      }
    }
    for (int n = 0; n < levels; n++) {
      long child = n + 1 < levels ? whole.length + (n + 1L) * nodeBytes : tree;
      file.position(whole.length + n * nodeBytes)
          .putInt(signature("TREE"))
          .putShort((short) ((levels - n) << 8))
          .putShort((short) 2)
          .putLong(UNDEFINED)
          .putLong(UNDEFINED)
          .putLong(0)
          .putLong(child)
          .putLong(0)
          .putLong(child)
          .putLong(0);
    }

    refused(file.array(), Code.MOD_TOO_LARGE, "structures are too large");
  }

  private static int signature(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII))
        .order(ByteOrder.LITTLE_ENDIAN)
        .getInt();
  }

  private static byte[] keras(Map<String, byte[]> more) {
    Map<String, byte[]> entries = new LinkedHashMap<>(more);
    KerasResources.entries(KerasResources.bytes("branches.keras")).forEach(entries::putIfAbsent);
    return KerasResources.zip(entries);
  }

  @Test
  void anEntryNobodyAskedForIsNeverInflated() {
    byte[] file = keras(Map.of("assets/bomb", new byte[1 << 28]));

    assertThat(file.length).isLessThan(1 << 20);
    assertThat(KerasImporter.read(file, "m.keras", Optional.empty()).nodes()).isNotEmpty();
  }

  @Test
  void anArchitectureThatSwellsIsRefused() {
    refused(
        keras(Map.of("config.json", new byte[1 << 28])),
        Code.MOD_TOO_LARGE,
        "config.json has more than");
  }

  @Test
  void weightsThatAreAnotherZipAreRefused() {
    byte[] inner = KerasResources.bytes("branches.keras");
    refused(keras(Map.of("model.weights.h5", inner)), Code.MOD_MALFORMED, "no HDF5 file");
  }

  /// What the directory says of config.json changed: the field's place in the entry, and a number.
  @ParameterizedTest
  @CsvSource({
    "24, 8, cannot be read",
    "24, 4294967295, cannot be read",
    "24, 8388608, cannot be read",
    "20, 4294967295, cannot be read",
    "42, 0, cannot be read",
    "42, 4294967295, cannot be read",
    "16, 0, is damaged",
    "8, 1, cannot be read",
    "10, 12, cannot be read"
  })
  void aDirectoryThatLiesIsRefused(int field, long value, String said) {
    ByteBuffer file = ByteBuffer.wrap(keras(Map.of())).order(ByteOrder.LITTLE_ENDIAN);
    int directory = file.getInt(end(file) + 16);
    // metadata.json comes first.
    int entry = directory + 46 + file.getShort(directory + 28);
    if (field < 16) {
      file.putShort(entry + field, (short) value);
    } else {
      file.putInt(entry + field, (int) value);
    }

    refused(file.array(), Code.MOD_MALFORMED, said);
  }

  private static int end(ByteBuffer file) {
    int end = file.limit() - 22;
    assertThat(file.getInt(end)).isEqualTo(END);
    return end;
  }

  @Test
  void twoEntriesOfOneNameAreRefused() {
    byte[] file = keras(Map.of("config.jsom", new byte[1]));
    String text = new String(file, StandardCharsets.ISO_8859_1).replace("jsom", "json");

    refused(text.getBytes(StandardCharsets.ISO_8859_1), Code.MOD_MALFORMED, "of one name");
  }

  @Test
  void manyEntriesAreRefused() {
    Map<String, byte[]> many = new LinkedHashMap<>();
    for (int n = 0; n < 2000; n++) {
      many.put("n" + n, new byte[0]);
    }

    refused(keras(many), Code.MOD_TOO_LARGE, "zip entries");
  }

  @Test
  void namesAreNoPaths() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("../../config.json", KerasResources.bytes("dense.json"));
    entries.put("/model.weights.h5", KerasResources.bytes("dense.weights.h5"));

    refused(KerasResources.zip(entries), Code.MOD_MALFORMED, "no config.json");
  }

  private static Diagnostic architecture(String from, String to) {
    String text = new String(KerasResources.bytes("dense.json"), StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    return refused(
        text.replace(from, to).getBytes(StandardCharsets.UTF_8),
        Optional.of(KerasResources.bytes("dense.weights.h5")));
  }

  @Test
  void nestingIsRefused() {
    String deep = "[".repeat(200_000) + "]".repeat(200_000);

    assertThat(architecture("[null, 4]", deep).message()).contains("no JSON");
  }

  @ParameterizedTest
  @CsvSource({
    "1e999999999",
    "-1e-999999999",
    "123456789012345678901234567890",
    "2000000000",
    "0",
    "-4",
    "4.5",
    "NaN",
    "\"4\"",
    "null",
    "[4]"
  })
  void anExtentThatIsNoneIsRefused(String number) {
    assertThat(architecture("[null, 4]", "[null, " + number + "]").code())
        .isIn(Code.IMP_BAD_PARAMETER, Code.IMP_UNSUPPORTED_FORM);
  }

  @Test
  void aNumberOfAMillionDigitsIsRefused() {
    assertThat(architecture("[null, 4]", "[null, " + "9".repeat(1_000_000) + "]").message())
        .contains("no JSON");
  }

  @Test
  void anArchitectureOfManyMegabytesIsRefused() {
    byte[] empty = ("{\"a\":[" + "[],".repeat(3_000_000) + "0]}").getBytes(StandardCharsets.UTF_8);

    assertThat(refused(empty, Optional.of(new byte[0])).code()).isEqualTo(Code.MOD_TOO_LARGE);
  }

  @Test
  void aRepetitionIsBoundedBeforeItIsMade() {
    byte[] whole = KerasResources.bytes("conv.h5");
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    String old = "\"size\": [2, 1], \"interpolation\": \"nearest\"";
    // As long as before, so that every place in the file stays.
    String damaged =
        text.replace(old, ("%-" + old.length() + "s").formatted("\"size\": [9999999, 9999999]"));

    assertThat(damaged).hasSameSizeAs(text).isNotEqualTo(text);
    refused(damaged.getBytes(StandardCharsets.ISO_8859_1), Code.MOD_TOO_LARGE, "elements");
  }

  @Test
  void layersInReverseThatAllReadManyAreReadInTime() {
    StringBuilder layers = new StringBuilder();
    String edges = "[\"x\",0,0,{}],".repeat(2000);
    for (int n = 0; n < 300; n++) {
      layers
          .append(
              "{\"class_name\":\"Add\",\"config\":{\"name\":\"a" + n + "\"},\"inbound_nodes\":[[")
          .append(edges)
          .append("[\"a" + (n + 1) + "\",0,0,{}]]]},");
    }
    String input =
        "{\"class_name\":\"InputLayer\",\"config\":{\"name\":\"%s\",\"batch_input_shape\":[null,4]}}";
    String text =
        "{\"class_name\":\"Functional\",\"config\":{\"layers\":["
            + layers
            + input.formatted("a300")
            + ","
            + input.formatted("x")
            + "],\"input_layers\":[[\"x\",0,0],[\"a300\",0,0]],\"output_layers\":[[\"a0\",0,0]]}}";

    Network network =
        KerasImporter.read(
            text.getBytes(StandardCharsets.UTF_8),
            "m.json",
            Optional.of(KerasResources.bytes("dense.weights.h5")));

    assertThat(network.nodes()).hasSize(300 * 2000);
  }

  @Test
  void namesOfControlCharactersAreRefusedInPrint() {
    Diagnostic found = architecture("\"quantized_relu(4,1)\"", "\"\\u0000\\ud800\\u001b[2J\"");

    assertThat(found.message().chars()).noneMatch(Character::isISOControl);
  }
}
