package io.intaglio.frontend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// All of ONNX's node tests at hand: each gives the recorded outputs (integers exactly, reals to
/// the tolerance) or is refused with a diagnostic.
class NodeSuiteTest {
  private static final String ARCHIVE = "suites/onnx_node_v1.17_420tests.tar.xz";

  /// Their recorded outputs wrap where the operator saturates: −236 became 20, not −128.
  private static final Set<String> WRONG_IN_THE_SUITE =
      Set.of(
          "test_qlinearmatmul_2D_int8_float16",
          "test_qlinearmatmul_2D_int8_float32",
          "test_qlinearmatmul_3D_int8_float16",
          "test_qlinearmatmul_3D_int8_float32");

  @Test
  void everyNodeTestPassesOrIsRefused() throws IOException {
    Map<NodeRun.Outcome.Kind, Map<String, String>> outcomes = new TreeMap<>();
    int tests = 0;
    for (NodeSuite.Case test : NodeSuite.read(SharedModels.file(ARCHIVE))) {
      tests++;
      NodeRun.Outcome outcome = NodeRun.of(test, "");
      if (!WRONG_IN_THE_SUITE.contains(test.name())) {
        outcomes
            .computeIfAbsent(outcome.kind(), _ -> new TreeMap<>())
            .put(test.name(), outcome.detail());
      }
    }
    if (Boolean.getBoolean("intaglio.list")) {
      outcomes.forEach(
          (kind, all) ->
              all.forEach((name, detail) -> System.out.println(kind + " " + name + " " + detail)));
    }
    assertThat(tests).isEqualTo(420);
    assertThat(outcomes.getOrDefault(NodeRun.Outcome.Kind.WRONG, Map.of())).isEmpty();
    assertThat(outcomes.get(NodeRun.Outcome.Kind.PASSED)).hasSizeGreaterThanOrEqualTo(170);
  }
}
