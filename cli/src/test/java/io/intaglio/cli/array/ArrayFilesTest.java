package io.intaglio.cli.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.type.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void everyTypeComesBack(ElementType type) throws IOException {
    NdArray array =
        type.isReal()
            ? NdArray.ofReals(Shape.of(2, 2), type, new double[] {0, -1.5, 2, 1024})
            : NdArray.ofIntegers(Shape.of(2, 2), type, new long[] {0, 1, 1, 0});
    NdArray back = read(bytes(array));
    assertThat(back.type()).isEqualTo(type);
    assertThat(back.shape()).isEqualTo(array.shape());
    if (type.isReal()) {
      assertThat(back.reals()).isEqualTo(array.reals());
    } else {
      assertThat(back.integers()).isEqualTo(array.integers());
    }
  }

  @Test
  void extremesOfSignedAndUnsignedTypesComeBack() throws IOException {
    long[] values = {Long.MIN_VALUE, -1, Long.MAX_VALUE};
    assertThat(read(bytes(NdArray.ofIntegers(Shape.of(3), ElementType.INT64, values))).integers())
        .isEqualTo(values);
    long[] unsigned = {0, 255, 128};
    assertThat(read(bytes(NdArray.ofIntegers(Shape.of(3), ElementType.UINT8, unsigned))).integers())
        .isEqualTo(unsigned);
  }

  @Test
  void fortranOrderBecomesRowMajor() throws IOException {
    byte[] file = npy("'|i1'", "True", "(2, 3)", 1, 4, 2, 5, 3, 6);
    assertThat(read(file).integers()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void bigEndianIsRead() throws IOException {
    assertThat(read(npy("'>i2'", "False", "(2,)", 1, 2, 0xFF, 0xFE)).integers())
        .containsExactly(258, -2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'<i4'|(1099511627776,)|array of shape",
        "'<i4'|(65536, 65536)|array of shape",
        "'<i4'|(3,)|ends after 0 of 3 elements",
        "'<c8'|(1,)|elements of type 'c8'",
        "'O'|(1,)|elements of type 'O'",
      })
  void whatIsNoPlainArrayIsRefused(String row) {
    List<String> parts = List.of(row.split("[|]", -1));
    assertThatThrownBy(() -> read(npy(parts.get(0), "False", parts.get(1), 0)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(parts.get(2));
  }

  @Test
  void anUnsignedNumberOver63BitsIsRefused() {
    int[] ones = new int[8];
    Arrays.fill(ones, 0xFF);
    assertThatThrownBy(() -> read(npy("'<u8'", "False", "(1,)", ones)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("18446744073709551615 is over 63 bits");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] file = bytes(NdArray.ofIntegers(Shape.of(3), ElementType.INT32, new long[] {1, 2, 3}));
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(InvalidInput.class);
    }
  }

  @Test
  void anArchiveKeepsNamesOrderAndBytes() throws IOException {
    Map<String, NdArray> arrays = new LinkedHashMap<>();
    arrays.put("z/last", NdArray.ofIntegers(Shape.of(2), new long[] {-200, 7}));
    arrays.put("a", NdArray.ofReals(Shape.SCALAR, ElementType.FLOAT32, new double[] {0.5}));
    Path file = folder.resolve("x.npz");
    ArrayFiles.writeNpz(file, arrays);
    byte[] first = Files.readAllBytes(file);
    Map<String, NdArray> back = ArrayFiles.readNpz(file);
    assertThat(back.keySet()).containsExactly("z/last", "a");
    assertThat(back.get("z/last").integers()).containsExactly(-200, 7);
    assertThat(back.get("z/last").type()).isEqualTo(ElementType.INT16);
    assertThat(back.get("a").reals()).containsExactly(0.5);
    ArrayFiles.writeNpz(file, arrays);
    assertThat(Files.readAllBytes(file)).isEqualTo(first);
  }

  @Test
  void aFileIsReplacedAsAWhole() throws IOException {
    Path file = folder.resolve("y.npy");
    ArrayFiles.writeNpy(file, NdArray.ofIntegers(Shape.of(1), new long[] {1}));
    Path link = Files.createSymbolicLink(folder.resolve("link.npy"), file);
    ArrayFiles.writeNpy(link, NdArray.ofIntegers(Shape.of(1), new long[] {2}));

    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(ArrayFiles.readNpy(file).integers()).containsExactly(2);
    // A folder in the place of the new content keeps it from being written.
    long process = ProcessHandle.current().pid();
    Files.createDirectories(folder.resolve("y.npy." + process + ".part/full"));
    assertThatThrownBy(
            () -> ArrayFiles.writeNpy(file, NdArray.ofIntegers(Shape.of(1), new long[] {3})))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("cannot be written");
    assertThat(ArrayFiles.readNpy(file).integers()).containsExactly(2);
  }

  @Test
  void aMissingFileIsADiagnostic() {
    assertThatThrownBy(() -> ArrayFiles.readNpy(folder.resolve("none.npy")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("the file does not exist");
    assertThatThrownBy(() -> ArrayFiles.readNpz(folder.resolve("none.npz")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("the file does not exist");
  }

  private static NdArray read(byte[] file) throws IOException {
    return NpyFile.read(new ByteArrayInputStream(file), "x.npy");
  }

  private static byte[] bytes(NdArray array) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NpyFile.write(out, array);
    return out.toByteArray();
  }

  private static byte[] npy(String descr, String fortran, String shape, int... data)
      throws IOException {
    String header =
        "{'descr': " + descr + ", 'fortran_order': " + fortran + ", 'shape': " + shape + ", }\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.write(header.length());
    out.write(0);
    out.write(header.getBytes(StandardCharsets.ISO_8859_1));
    for (int value : data) {
      out.write(value);
    }
    return out.toByteArray();
  }
}
