package io.intaglio.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.Invocation;
import io.intaglio.cli.Main;
import io.intaglio.cli.TestModels;
import io.intaglio.cli.array.ArrayFiles;
import io.intaglio.cli.array.ElementType;
import io.intaglio.cli.array.NdArray;
import io.intaglio.cli.demo.BundledEncoder;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.type.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulateCommandTest {
  @TempDir Path folder;

  private Path pair;
  private Path output;

  @BeforeEach
  void makeModel() {
    pair = TestModels.twoByTwo(folder);
    output = folder.resolve("y.npz");
  }

  private Path codes(String name, Shape shape, long... values) {
    Path file = folder.resolve(name);
    ArrayFiles.writeNpy(file, NdArray.ofIntegers(shape, values));
    return file;
  }

  private Path reals(String name, Shape shape, double... values) {
    Path file = folder.resolve(name);
    ArrayFiles.writeNpy(file, NdArray.ofReals(shape, ElementType.FLOAT32, values));
    return file;
  }

  private Invocation simulate(Path model, Path to, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("simulate", model, "--output", to));
    arguments.addAll(Arrays.asList(more));
    return Invocation.of(arguments.toArray());
  }

  private Map<String, NdArray> pairOf(Object... more) {
    simulate(pair, output, more).succeeded();
    return ArrayFiles.readNpz(output);
  }

  // Shapes.

  @ParameterizedTest
  @CsvSource({"'3', 1", "'1,3', 1", "'1,1,3', 1", "'2,3', 2", "'2,1,3', 2", "'5,3', 5"})
  void shapesOfOneSampleAndOfSeveralAreKnown(String extents, int samples) {
    Shape shape = Shape.of(Arrays.stream(extents.split(",")).mapToInt(Integer::parseInt).toArray());
    long[] values = new long[3 * samples];
    Arrays.setAll(values, i -> i % 8);

    Path a = codes("a.npy", shape, values);
    Map<String, NdArray> got = pairOf("--input", a, "--input", a, "--integers");

    assertThat(got.get("total").shape()).isEqualTo(Shape.of(samples, 3));
    long[] doubled = Arrays.stream(values).map(v -> 2 * v).toArray();
    assertThat(got.get("total").integers()).isEqualTo(doubled);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "3,1", "2,4", "2,2,3", "0,3", "1,1,1,3", "6"})
  void otherShapesAreRefusedWithTheInputsOwn(String extents) {
    Shape shape = Shape.of(Arrays.stream(extents.split(",")).mapToInt(Integer::parseInt).toArray());
    Path a = codes("a.npy", shape, new long[shape.size()]);

    simulate(pair, output, "--input", a, "--input", a)
        .refused(Main.BAD_INPUT, Code.DOM_DATA)
        .saying(
            "data of shape " + shape + " for input 'a' of shape [1,3]",
            "give [1,3] for one sample, [N,3] for N samples",
            "for input 'b'");

    assertThat(output).doesNotExist();
  }

  @Test
  void inputsOfDifferentNumbersOfSamplesAreRefused() {
    Path two = codes("two.npy", Shape.of(2, 3), 0, 0, 0, 0, 0, 0);
    Path one = codes("one.npy", Shape.of(3), 0, 0, 0);

    simulate(pair, output, "--input", two, "--input", one)
        .refused(Main.BAD_INPUT, Code.DOM_DATA)
        .saying("input 'b' has 1 samples, others have 2");
  }

  // Where results go.

  @Test
  void whatIsReadIsNotWrittenOver() throws IOException {
    Path a = codes("a.npy", Shape.of(3), 0, 0, 0);
    byte[] model = Files.readAllBytes(pair);
    byte[] data = Files.readAllBytes(a);
    Path link = Files.createSymbolicLink(folder.resolve("link.npz"), a);

    simulate(pair, pair, "--input", a, "--input", a)
        .refused(Main.BAD_INPUT, Code.USE_OUTPUT)
        .saying("is the model itself");
    for (Path to : List.of(a, link)) {
      simulate(pair, to, "--input", a, "--input", "b=" + a)
          .refused(Main.BAD_INPUT, Code.USE_OUTPUT)
          .saying("is the input itself");
    }

    assertThat(pair).hasBinaryContent(model);
    assertThat(a).hasBinaryContent(data);
  }

  @Test
  void onlyAnArrayOrAnEmptyFileIsReplaced() throws IOException {
    Path a = codes("a.npy", Shape.of(3), 0, 0, 0);
    Path text = Files.writeString(folder.resolve("notes.npz"), "mine");
    Path empty = Files.createFile(folder.resolve("empty.npz"));

    simulate(pair, text, "--input", a, "--input", a)
        .refused(Main.BAD_INPUT, Code.USE_OUTPUT)
        .saying("exists and is no .npy or .npz file");
    simulate(pair, folder, "--input", a, "--input", a)
        .refused(Main.BAD_INPUT, Code.USE_OUTPUT)
        .saying("is a folder, not a file");
    simulate(pair, empty, "--input", a, "--input", a).succeeded();
    Invocation again = simulate(pair, empty, "--input", a, "--input", a).succeeded();

    assertThat(again.out()).contains(": 1 sample, ");
    assertThat(text).hasContent("mine");
  }

  @Test
  void filesAndFoldersThatAreNotThereAreCalledSo() {
    Path a = codes("a.npy", Shape.of(3), 0, 0, 0);

    simulate(pair, output, "--input", folder.resolve("absent.npy"), "--input", a)
        .refused(Main.BAD_INPUT, Code.MOD_UNREADABLE)
        .saying("absent.npy: error: the file does not exist");
    simulate(pair, folder.resolve("absent").resolve("y.npz"), "--input", a, "--input", a)
        .refused(Main.BAD_INPUT, Code.USE_OUTPUT)
        .saying("y.npz: error: the folder does not exist");
  }

  // Which array feeds which input.

  @Test
  void inputsComeInOrderByNameOrFromAnArchive() {
    Path a = codes("a.npy", Shape.of(3), -8, 0, 7);
    Path b = codes("b.npy", Shape.of(3), 1, 2, 3);
    Path both = folder.resolve("both.npz");
    Map<String, NdArray> named = new LinkedHashMap<>();
    named.put("b", ArrayFiles.readNpy(b));
    named.put("a", ArrayFiles.readNpy(a));
    ArrayFiles.writeNpz(both, named);

    List<Map<String, NdArray>> all =
        List.of(
            pairOf("--input", a, "--input", b, "--integers"),
            pairOf("--input", "b=" + b, "--input", "a=" + a, "--integers"),
            pairOf("--input", both, "--integers"));

    assertThat(all)
        .allSatisfy(
            got -> {
              assertThat(got.keySet()).containsExactly("total", "product");
              assertThat(got.get("total").integers()).containsExactly(-7, 2, 10);
              assertThat(got.get("product").integers()).containsExactly(-8, 0, 21);
            });
  }

  @Test
  void missingRepeatedUnknownAndSurplusInputsAreAllNamed() {
    Path a = codes("a.npy", Shape.of(3), 0, 0, 0);

    simulate(pair, output, "--input", a)
        .refused(Main.BAD_INPUT, Code.DOM_DATA)
        .saying("no data for input 'b'");
    simulate(pair, output, "--input", a, "--input", "a=" + a, "--input", "c=" + a)
        .refused(Main.BAD_INPUT, Code.DOM_DATA)
        .saying("'a' is given twice", "no data for input 'b'", "there is no input 'c'");
    simulate(pair, output, "--input", a, "--input", a, "--input", a)
        .refused(Main.BAD_INPUT, Code.DOM_DATA)
        .saying("more --input files than the network has inputs");
    assertThat(output).doesNotExist();
  }

  // Codes and reals.

  @Test
  void realsGoInAndComeOutInTheModelsUnits() {
    Path a = reals("a.npy", Shape.of(1, 3), -2, 0.25, 1.75);
    Path b = reals("b.npy", Shape.of(1, 3), 0.25, 0.5, 1.75);

    Map<String, NdArray> got = pairOf("--input", a, "--input", b);

    assertThat(got.get("total").type()).isEqualTo(ElementType.FLOAT32);
    assertThat(got.get("total").reals()).containsExactly(-1.75, 0.75, 3.5);
    assertThat(got.get("product").reals()).containsExactly(-0.5, 0.125, 3.0625);
  }

  @Test
  void codesAndRealsMeanTheSame() {
    Path codes = codes("c.npy", Shape.of(3), 0, 5, 7);
    Path reals = reals("r.npy", Shape.of(3), 0, 1.25, 1.75);

    Map<String, NdArray> ofCodes = pairOf("--input", codes, "--input", codes, "--integers");
    Map<String, NdArray> ofReals = pairOf("--input", reals, "--input", reals, "--integers");

    assertThat(ofReals.get("product").integers()).isEqualTo(ofCodes.get("product").integers());
  }

  @Test
  void codesOutsideTheirTypeAndRealsOffTheirGridAreRefused() {
    Path wide = codes("wide.npy", Shape.of(2, 3), 0, 0, 0, 0, 8, 0);
    Path fine = codes("fine.npy", Shape.of(2, 3), 0, 0, 0, 0, 7, 0);
    Path off = reals("off.npy", Shape.of(2, 3), 0, 0, 0, 0.3, 0, 0);
    Path far = reals("far.npy", Shape.of(2, 3), 0, 0, 0, 0, 0, 2);
    Path none = reals("none.npy", Shape.of(2, 3), 0, Double.NaN, 0, 0, 0, 0);

    for (Path bad : List.of(wide, off, far, none)) {
      simulate(pair, output, "--input", bad, "--input", fine)
          .refused(Main.BAD_INPUT, Code.DOM_DATA)
          .saying("'a'");
    }
    assertThat(output).doesNotExist();
  }

  @Test
  void bipolarCodesAreMinusOneAndOneOnly() {
    Path model = TestModels.bipolar(folder);
    Path to = folder.resolve("y.npy");
    Path good = codes("good.npy", Shape.of(1, 4), -1, 1, 1, -1);

    simulate(model, to, "--input", good, "--integers").succeeded();
    assertThat(ArrayFiles.readNpy(to).integers()).containsExactly(-2, 2, 2, -2);

    for (long other : new long[] {0, 2, -2}) {
      Path bad = codes("bad.npy", Shape.of(1, 4), -1, other, 1, 1);
      simulate(model, folder.resolve("none.npy"), "--input", bad)
          .refused(Main.BAD_INPUT, Code.DOM_DATA)
          .saying("'x'");
    }
    assertThat(folder.resolve("none.npy")).doesNotExist();
  }

  // Files.

  @Test
  void fortranOrderMeansTheSameNumbers() throws IOException {
    Path c = codes("c.npy", Shape.of(2, 3), 0, 1, 2, 3, 4, 5);
    Path f = folder.resolve("f.npy");
    Files.write(f, fortran(new long[] {0, 3, 1, 4, 2, 5}));

    Map<String, NdArray> ofC = pairOf("--input", c, "--input", c, "--integers");
    Map<String, NdArray> ofF = pairOf("--input", f, "--input", f, "--integers");

    assertThat(ofF.get("total").integers()).isEqualTo(ofC.get("total").integers());
  }

  /// An array `[2, 3]` of signed bytes whose column-major elements are these.
  private static byte[] fortran(long[] elements) throws IOException {
    String header = "{'descr': '|i1', 'fortran_order': True, 'shape': (2, 3), }\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
    out.write(header.getBytes(StandardCharsets.ISO_8859_1));
    for (long element : elements) {
      out.write((int) element);
    }
    return out.toByteArray();
  }

  @Test
  void severalArraysNeedAnArchive() {
    Path a = codes("a.npy", Shape.of(3), 0, 0, 0);
    Path single = folder.resolve("y.npy");

    simulate(pair, single, "--input", a, "--input", a)
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("name an .npz file");

    assertThat(single).doesNotExist();
  }

  @Test
  void tensorsAreWrittenByNameAndUnknownOnesAllRefused() {
    Path a = codes("a.npy", Shape.of(2, 3), 1, 2, 3, 4, 5, 6);

    Map<String, NdArray> got =
        pairOf("--input", a, "--input", a, "--tensor", "prod", "--tensor", "b");

    assertThat(got.keySet()).containsExactly("total", "product", "prod", "b");
    assertThat(got.get("prod").integers()).containsExactly(1, 4, 9, 16, 25, 36);
    assertThat(got.get("b").shape()).isEqualTo(Shape.of(2, 3));
    simulate(pair, output, "--input", a, "--input", a, "--tensor", "p", "--tensor", "q")
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("there is no tensor 'p'", "there is no tensor 'q'");
  }

  @Test
  void aTensorNamedLikeAnOutputDoesNotHideIt() {
    Path model = TestModels.bipolar(folder);
    Path x = codes("x.npy", Shape.of(4), 1, 1, -1, -1);

    simulate(model, output, "--input", x, "--tensor", "y")
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("two arrays would be called 'y'");
  }

  @Test
  void theBundledEncoderGivesTheLatentsOfItsTraining() {
    Path model = TestModels.encoder(folder);
    Path to = folder.resolve("latents.npy");

    simulate(model, to, "--input", TestModels.showers(folder), "--integers").succeeded();

    NdArray latents = ArrayFiles.readNpy(to);
    assertThat(latents.shape()).isEqualTo(Shape.of(1000, 16));
    assertThat(latents.integers()).isEqualTo(BundledEncoder.latents().integers());
  }
}
