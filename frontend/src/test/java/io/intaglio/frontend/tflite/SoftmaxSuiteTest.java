package io.intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Scale;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.op.GemmlowpSoftmax;
import io.intaglio.ir.op.Int16Softmax;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.range.RangeAnalysis;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import io.intaglio.sim.eval.Evaluator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.XZInputStream;

/// The softmaxes of CMSIS-NN's own tests: every integer.
class SoftmaxSuiteTest {
  private static final Ref X = new Ref("x");

  @Test
  void bytesFromBytes() throws IOException {
    String json = suite("softmax.json");
    GemmlowpSoftmax op = fixedPoint(json, IntType.signed(8));

    assertThat(run(op, IntType.signed(8), json)).isEqualTo(array(json, "_output_ref"));
  }

  @Test
  void wordsFromBytes() throws IOException {
    String json = suite("softmax_s8_s16.json");
    GemmlowpSoftmax op = fixedPoint(json, IntType.signed(16));

    assertThat(run(op, IntType.signed(8), json)).isEqualTo(array(json, "_output_ref"));
  }

  @Test
  void wordsFromWords() throws IOException {
    String json = suite("softmax_s16.json");
    Int16Softmax op =
        new Int16Softmax(
            X,
            number(json, "_INPUT_MULT"),
            number(json, "_INPUT_LEFT_SHIFT"),
            InterpolatedTable.of(-10, 0, Expf::of),
            InterpolatedTable.of(0, 1, x -> 1f / (1f + x)));

    assertThat(run(op, IntType.signed(16), json)).isEqualTo(array(json, "_output_ref"));
  }

  private static GemmlowpSoftmax fixedPoint(String json, IntType type) {
    return new GemmlowpSoftmax(
        X,
        number(json, "_INPUT_MULT"),
        number(json, "_INPUT_LEFT_SHIFT"),
        number(json, "_DIFF_MIN"),
        type);
  }

  private static long[] run(Op op, IntType codes, String json) {
    long[] in = array(json, "_input");
    int rows = number(json, "_NUM_ROWS");
    Shape shape = Shape.of(rows, in.length / rows);
    Value x = new Value("x", codes, shape, Range.of(codes), Scale.NONE, Origin.NONE);
    Range range = RangeAnalysis.range(op, List.of(x));
    Value y = new Value("y", range.type(), shape, range, Scale.NONE, Origin.NONE);
    FixedGraph graph = new FixedGraph("case", List.of(x), List.of(new Node(y, op)), List.of("y"));
    return new Evaluator(graph).run(List.of(in)).get(0);
  }

  private static String suite(String name) throws IOException {
    try (InputStream file = Files.newInputStream(SharedTflite.file("suites/cmsis_nn_json.tar.xz"));
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(file))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().endsWith("/" + name)) {
          return new String(tar.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    throw new IllegalStateException("no " + name + " in the suite");
  }

  private static String found(String json, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(json);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  private static int number(String json, String suffix) {
    return Integer.parseInt(found(json, "\"\\w+" + suffix + "\":\\s*(-?\\d+)"));
  }

  private static long[] array(String json, String suffix) {
    String elements = found(json, "\"\\w+" + suffix + "\":[^\\[]*\\[([^\\]]*)\\]");
    return Arrays.stream(elements.split(","))
        .map(String::strip)
        .mapToLong(Long::parseLong)
        .toArray();
  }
}
