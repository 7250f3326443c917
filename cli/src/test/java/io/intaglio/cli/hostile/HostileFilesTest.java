package io.intaglio.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import io.intaglio.cli.Invocation;
import io.intaglio.cli.Main;
import io.intaglio.cli.OnnxFile;
import io.intaglio.cli.TestModels;
import io.intaglio.ir.diag.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files that are no model, or one that means nothing: every command says why, all at once, and
/// leaves nothing behind.
class HostileFilesTest {
  @TempDir Path folder;

  /// A file and all that must be said of it.
  record Hostile(ByteString content, List<String> said, List<Code> codes) {}

  private static Named<Hostile> hostile(
      String name, byte[] content, List<String> said, Code... codes) {
    return Named.of(name, new Hostile(ByteString.copyFrom(content), said, List.of(codes)));
  }

  static Stream<Named<Hostile>> files() {
    return Stream.of(
        hostile("empty", new byte[0], List.of(), Code.MOD_MALFORMED),
        hostile("text", "Dear reader, \0".getBytes(StandardCharsets.UTF_8), List.of()),
        hostile("noise", noise(), List.of()),
        hostile("picture", picture(), List.of()),
        hostile("model of nothing", ModelProto.getDefaultInstance().toByteArray(), List.of()),
        hostile("cyclic", cyclic(), List.of("4 nodes"), Code.MOD_NOT_A_DAG),
        hostile(
            "unsupported operators",
            unsupported(),
            List.of("Einsum", "LSTM"),
            Code.IMP_UNSUPPORTED_OPERATOR),
        hostile(
            "scales of NaN, zero and infinity, twelve and a half bits",
            parameters(),
            List.of("a_op", "b_op", "c_op", "d_op"),
            Code.IMP_BAD_PARAMETER),
        hostile("constant of 2^40 elements", hugeConstant(), List.of("w"), Code.MOD_TOO_LARGE),
        hostile("input of 2^40 elements", hugeInput(1L << 40), List.of("x"), Code.MOD_TOO_LARGE),
        hostile("input of 2^26 elements", hugeInput(1L << 26), List.of("x"), Code.MOD_TOO_LARGE),
        hostile("input of 2^63 elements", hugeInput(Long.MAX_VALUE), List.of("x")),
        hostile("activation of 2^40 elements", hugeActivation(), List.of(), Code.MOD_TOO_LARGE));
  }

  private static byte[] noise() {
    byte[] noise = new byte[4096];
    new Random(1).nextBytes(noise);
    return noise;
  }

  private static byte[] picture() {
    byte[] start = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H'};
    return Arrays.copyOf(start, 64);
  }

  private static byte[] cyclic() {
    return new OnnxFile()
        .input("x", 1, 4)
        .node("Add", "a", "x", "c")
        .node("Relu", "b", "a")
        .node("Relu", "c", "b")
        .quantized("y", "c", 1, 8)
        .output("y")
        .bytes();
  }

  private static byte[] unsupported() {
    return new OnnxFile()
        .input("x", 1, 4)
        .quantized("q", "x", 1, 8)
        .node("Einsum", "e", "q")
        .node("LSTM", "l", "q")
        .node("Add", "s", "e", "l")
        .quantized("y", "s", 1, 8)
        .output("y")
        .bytes();
  }

  private static byte[] parameters() {
    return new OnnxFile()
        .input("x", 1, 4)
        .quantized("a", "x", Double.NaN, 8)
        .quantized("b", "x", 0, 8)
        .quantized("c", "x", Double.POSITIVE_INFINITY, 8)
        .quantized("d", "x", 1, 12.5)
        .node("Add", "ab", "a", "b")
        .node("Add", "cd", "c", "d")
        .node("Add", "y", "ab", "cd")
        .output("y")
        .bytes();
  }

  private static byte[] hugeConstant() {
    return new OnnxFile()
        .input("x", 1, 4)
        .constant("w", List.of(1 << 20, 1 << 20), 1)
        .node("Add", "s", "x", "w")
        .quantized("y", "s", 1, 8)
        .output("y")
        .bytes();
  }

  private static byte[] hugeInput(long elements) {
    return new OnnxFile().input("x", 1, elements).quantized("y", "x", 1, 8).output("y").bytes();
  }

  /// A sum that broadcasts, larger than anything of which the file states a shape.
  private static byte[] hugeActivation() {
    return new OnnxFile()
        .input("x", 1, 1 << 20, 1)
        .input("z", 1, 1, 1 << 20)
        .quantized("q", "x", 1, 4)
        .quantized("r", "z", 1, 4)
        .node("Add", "s", "q", "r")
        .quantized("y", "s", 1, 8)
        .output("y")
        .bytes();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyCommandSaysWhyAndLeavesNothing(Hostile hostile) throws IOException {
    Path file = Files.write(folder.resolve("hostile.onnx"), hostile.content().toByteArray());
    Path made = folder.resolve("made");
    List<List<Object>> commands =
        List.of(
            List.of("build", file, "--target", "verilog", "-o", made),
            List.of("lower", file, "-o", made),
            List.of("init", file, "-o", made),
            List.of("inspect", file),
            List.of("simulate", file, "--input", "x.npy", "--output", made));
    for (List<Object> command : commands) {
      Invocation.of(command.toArray())
          .refused(Main.BAD_INPUT, hostile.codes().toArray(Code[]::new))
          .saying("hostile.onnx")
          .saying(hostile.said().toArray(String[]::new));
    }
    assertThat(folder.toFile().list()).containsExactly("hostile.onnx");
  }

  @Test
  void everyTruncationOfTheEncoderIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(TestModels.encoder(folder));
    Path cut = folder.resolve("cut.onnx");
    Path made = folder.resolve("made");
    for (int length = 0; length < whole.length; length += 1 + whole.length / 150) {
      Files.write(cut, Arrays.copyOf(whole, length));

      Invocation.of("build", cut, "--target", "verilog", "-o", made)
          .refused(Main.BAD_INPUT)
          .saying("cut.onnx");
    }
    assertThat(made).doesNotExist();
  }

  @Test
  void aPaddingThatOnlyLoweringMakesLargeIsRefused() {
    Path file =
        new OnnxFile()
            .input("x", 1, 1, 8, 8)
            .quantized("q", "x", 1, 4)
            .constant("w", List.of(1, 1, 1, 1), 1)
            .quantized("k", "w", 1, 4)
            .node(
                List.of(
                    OnnxFile.integers("pads", 3000, 3000, 3000, 3000),
                    OnnxFile.integers("strides", 500, 500)),
                "Conv",
                "c",
                "q",
                "k")
            .quantized("y", "c", 1, 8)
            .output("y")
            .write(folder.resolve("wide.onnx"));

    Invocation.of("inspect", file)
        .refused(Main.BAD_INPUT, Code.MOD_TOO_LARGE)
        .saying("c.padded", "[6008,6008,1]");
  }

  @Test
  void namesCannotWriteToTheTerminalInARefusal() {
    String name = "x\u001b]0;owned\u0007\u009b2J";
    Path file =
        new OnnxFile()
            .input(name, 1, 4)
            .node("Erf\u001b[2J", "e\u0008", name)
            .quantized("y", "e\u0008", 1, 8)
            .output("y")
            .write(folder.resolve("n.onnx"));

    String said = Invocation.of("inspect", file).refused(Main.BAD_INPUT).err();

    assertThat(said.replace("\n", "").chars()).noneMatch(Character::isISOControl);
  }

  @Test
  void namesCannotWriteToTheTerminalInATable() {
    Path file = TestModels.bipolar(folder, "x\u001b]0;owned\u0007\u009b2J");

    String said = Invocation.of("inspect", file).succeeded().out();

    assertThat(said.replace("\n", "").chars()).noneMatch(Character::isISOControl);
  }

  @Test
  void namesCannotLeaveTheFolder() {
    Path file =
        new OnnxFile()
            .input("../../x", 1, 4)
            .quantized("../../q", "../../x", 1, 4)
            .node("Relu", "/etc/y", "../../q")
            .output("/etc/y")
            .write(folder.resolve("...onnx"));
    Path made = folder.resolve("place").resolve("made");

    Invocation.of("build", file, "--target", "verilog", "-o", made).succeeded();

    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("...onnx", "place");
    assertThat(folder.resolve("place").toFile().list()).containsExactly("made");
  }

  /// A pipe that nobody writes to would never begin, a device never end.
  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void whatIsNoFileIsNotOpened() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe.onnx");
    Path lowered = folder.resolve("pipe.fx");
    Path loop = Files.createSymbolicLink(folder.resolve("loop.onnx"), Path.of("loop.onnx"));
    for (Path fifo : List.of(pipe, lowered)) {
      assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    }

    for (Path place : List.of(pipe, lowered, folder, Path.of("/dev/zero"))) {
      for (String command : List.of("inspect", "simulate")) {
        List<Object> arguments = new ArrayList<>(List.of(command, place));
        if (command.equals("simulate")) {
          arguments.addAll(List.of("--input", "x.npy", "--output", "y.npy"));
        }
        Invocation.of(arguments.toArray())
            .refused(Main.BAD_INPUT, Code.MOD_UNREADABLE)
            .saying(place.equals(folder) ? "this is a folder" : "is not a regular file");
      }
    }
    Invocation.of("inspect", loop).refused(Main.BAD_INPUT, Code.MOD_UNREADABLE);
    Path model = TestModels.bipolar(folder, "x");
    for (Path settings : List.of(pipe, folder, Path.of("/dev/zero"), loop)) {
      Invocation.of("inspect", model, "--config", settings)
          .refused(Main.BAD_INPUT, Code.MOD_UNREADABLE);
    }
  }

  @Test
  void aLinkToAModelIsTheModel() throws IOException {
    Path link =
        Files.createSymbolicLink(folder.resolve("link.onnx"), TestModels.bipolar(folder, "x"));

    Invocation.of("inspect", link).succeeded();
  }

  @Test
  void aDeviceIsNoArray() {
    Invocation.of(
            "simulate",
            TestModels.bipolar(folder, "x"),
            "--input",
            "/dev/zero",
            "--output",
            folder.resolve("y.npy"))
        .refused(Main.BAD_INPUT, Code.MOD_MALFORMED)
        .saying("not a NumPy .npy array");
  }
}
