package io.intaglio.ir.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Scale;
import io.intaglio.ir.Value;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.op.Constant;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Large tensors go to a side file, which must be the one that was written.
final class SideFileTest {
  private static Certified constants(IntTensor... tensors) {
    List<Node> nodes = new ArrayList<>();
    for (IntTensor tensor : tensors) {
      Value value = OpExamples.value("c" + nodes.size(), tensor.shape());
      nodes.add(new Node(value, new Constant(tensor)));
    }
    FixedGraph graph = new FixedGraph("", List.of(), nodes, List.of());
    return new Certified(new Boundary("", List.of(), graph, List.of()), List.of());
  }

  private static IntTensor counting(long from, int size, long step) {
    return IntTensor.vector(LongStream.range(0, size).map(i -> from + i * step).toArray());
  }

  @Test
  void eachTensorHasTheNarrowestWidth() {
    Certified all =
        constants(
            counting(0, 64, 1),
            counting(0, 65, 1),
            counting(-1, 65, 1),
            counting(255, 65, 1),
            counting(-129, 65, 1),
            counting(1 << 16, 65, 1),
            counting(-1L << 31, 65, 1),
            counting(Long.MIN_VALUE, 65, 1L << 57),
            IntTensor.filled(Shape.of(1, 65), -7));
    FxText fx = FxWriter.write(all);
    assertThat(fx.text())
        .contains(
            "Constant([\n  0, 1, 2,",
            "side {type = u8, shape = [65], offset = 0, length = 65}",
            "side {type = s8, shape = [65], offset = 65, length = 65}",
            "side {type = u16, shape = [65], offset = 130, length = 130}",
            "side {type = s16, shape = [65], offset = 260, length = 130}",
            "side {type = u32, shape = [65], offset = 390, length = 260}",
            "side {type = s32, shape = [65], offset = 650, length = 260}",
            "side {type = s64, shape = [65], offset = 910, length = 520}",
            "Constant([[-7; 65]])");
    assertThat(fx.weights()).hasSize(1430).startsWith(0, 1, 2);
    assertThat(Arrays.copyOfRange(fx.weights(), 130, 134)).containsExactly(0xff, 0, 0, 1);
    assertThat(FxReader.read(fx.text(), fx.weights(), "g.fx")).isEqualTo(all);
  }

  @Test
  void rangesPerElementGoThereToo() {
    Shape shape = Shape.of(5, 20);
    long[] hi = LongStream.range(0, 100).toArray();
    Value x =
        new Value(
            "x",
            IntType.unsigned(7),
            shape,
            Range.of(shape, new long[100], hi),
            Scale.NONE,
            Origin.NONE);
    FixedGraph graph = new FixedGraph("g", List.of(x), List.of(), List.of("x"));
    Certified certified = new Certified(new Boundary("", List.of(), graph, List.of()), List.of());
    FxText fx = FxWriter.write(certified);
    assertThat(fx.text())
        .contains(
            """
              range = range {
                lo = [[0; 20]; 5], hi = side {type = u8, shape = [5, 20], offset = 0, length = 100},
                log2Stride = [[0; 20]; 5]
              }
            """);
    assertThat(FxReader.read(fx.text(), fx.weights(), "g.fx")).isEqualTo(certified);
  }

  @Test
  void anotherSideFileIsRefused() {
    FxText fx = FxWriter.write(constants(counting(0, 100, 1)));
    byte[] changed = fx.weights();
    changed[17] ^= 1;
    byte[] shorter = Arrays.copyOf(changed, 99);
    assertThatThrownBy(() -> FxReader.read(fx.text(), changed, "g.fx"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith(
            "g.fx:3:1: error: the side file is not the one that was written with this text");
    assertThatThrownBy(() -> FxReader.read(fx.text(), shorter, "g.fx"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("g.fx:3:1: error: the side file has 99 bytes instead of 100");
  }

  @Test
  void aTensorMustFitItsPartOfTheFile() {
    FxText fx = FxWriter.write(constants(counting(0, 100, 1), counting(0, 70, 1)));
    assertRefused(fx, "offset = 100", "offset = 101", "bytes 101 to 171 of a side file of 170");
    assertRefused(fx, "offset = 100", "offset = -1", "bytes -1 to 69 of a side file of 170");
    assertRefused(fx, "length = 70", "length = 69", "69 bytes for 70 elements of u8");
    assertRefused(fx, "type = u8", "type = u16", "100 bytes for 100 elements of u16");
    assertRefused(fx, "type = u8", "type = u7", "no element type of the side file");
    assertRefused(fx, "type = u8", "type = f32", "100 bytes for 100 elements of f32");
    assertRefused(
        fx,
        "side {type = u8, shape = [70], offset = 100, length = 70}",
        "side {type = u8, shape = [100], offset = 0, length = 100}",
        "parts of the side file are used twice");
  }

  private static void assertRefused(FxText fx, String found, String changed, String message) {
    assertThat(fx.text()).contains(found);
    String text = fx.text().replace(found, changed);
    assertThatThrownBy(() -> FxReader.read(text, fx.weights(), "g.fx"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(message);
  }

  @Test
  void filesReadBack(@TempDir Path folder) throws IOException {
    Certified certified = constants(counting(-50, 100, 1));
    Path fx = folder.resolve("net.fx");
    FxFiles.write(fx, certified);
    assertThat(folder.resolve("net.fx.weights")).hasSize(100);
    assertThat(FxFiles.read(fx)).isEqualTo(certified);
    Files.delete(folder.resolve("net.fx.weights"));
    assertThatThrownBy(() -> FxFiles.read(fx))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("the side file has 0 bytes instead of 100");
  }

  @Test
  void filesAreReplacedAsAWholeOrLeftAsTheyAre(@TempDir Path folder) throws IOException {
    Path fx = folder.resolve("net.fx");
    Certified first = constants(counting(-50, 100, 1));
    FxFiles.write(fx, first);
    Certified second = constants(counting(-49, 100, 1));
    FxFiles.write(fx, second);
    assertThat(FxFiles.read(fx)).isEqualTo(second);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("net.fx", "net.fx.weights");

    Files.delete(FxFiles.weights(fx));
    Files.createDirectory(FxFiles.weights(fx));
    String before = Files.readString(fx);
    assertThatThrownBy(() -> FxFiles.write(fx, first))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("net.fx: error: cannot write the file");
    assertThat(fx).hasContent(before);
    assertThat(FxFiles.weights(fx)).isEmptyDirectory();
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("net.fx", "net.fx.weights");
    assertThatThrownBy(() -> FxFiles.write(folder.getRoot(), first))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("cannot write the file: FileAlreadyExists");
  }

  @Test
  void onlyTextsOfThisFormAreKnownAsSuch(@TempDir Path folder) throws IOException {
    Path fx = folder.resolve("net.fx");
    FxFiles.write(fx, constants());
    assertThat(FxFiles.isFx(fx)).isTrue();
    assertThat(FxFiles.isFx(Files.writeString(folder.resolve("a.fx"), "intaglio dp 1\n")))
        .isFalse();
    assertThat(FxFiles.isFx(Files.createFile(folder.resolve("b.fx")))).isFalse();
    assertThat(FxFiles.isFx(folder.resolve("absent.fx"))).isFalse();
    assertThat(FxFiles.isFx(folder)).isFalse();
  }

  @Test
  void filesThatAreNoneAreRefused(@TempDir Path folder) throws IOException {
    Path binary = folder.resolve("binary.fx");
    Files.write(binary, new byte[] {(byte) 0xff, 0, 1});
    assertThatThrownBy(() -> FxFiles.read(binary))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("binary.fx: error: the text is not UTF-8 [IR-001]");
    assertThatThrownBy(() -> FxFiles.read(folder.resolve("absent.fx")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("absent.fx: error: cannot read the file: NoSuchFile [MOD-001]");
    assertThatThrownBy(() -> FxFiles.write(folder.resolve("no/such/folder.fx"), constants()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("folder.fx: error: cannot write the file: NoSuchFile [USE-002]");
    assertThat(Files.readString(binary, StandardCharsets.ISO_8859_1)).hasSize(3);
  }
}
