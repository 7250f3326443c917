package io.intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.frontend.ImportOptions;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.sim.eval.Evaluator;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.DimensionMetadataT;
import org.tensorflow.lite.schema.DimensionType;
import org.tensorflow.lite.schema.Int32VectorT;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.OperatorCodeT;
import org.tensorflow.lite.schema.OperatorT;
import org.tensorflow.lite.schema.SparseIndexVector;
import org.tensorflow.lite.schema.SparseIndexVectorUnion;
import org.tensorflow.lite.schema.SparsityParametersT;
import org.tensorflow.lite.schema.SubGraphT;
import org.tensorflow.lite.schema.TensorT;
import org.tensorflow.lite.schema.TensorType;
import org.tensorflow.lite.schema.Uint8VectorT;

/// Weights that are stored sparse.
class SparseWeightsTest {
  static Stream<Arguments> goldens() {
    return RuntimeGoldens.read("sparse.npz").stream()
        .flatMap(
            golden ->
                golden.outputs().keySet().stream()
                    .map(id -> Arguments.of(golden, Profile.of(id).orElseThrow())));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void everyProfileEqualsItsRuntime(RuntimeGoldens.Case golden, Profile profile) {
    var graph = GoldenRun.lower(golden.model(), golden.name(), profile).boundary().graph();
    int samples = golden.inputs().get(0).length / graph.inputs().get(0).shape().size();
    long[] found =
        new Evaluator(graph).runBatch(samples, golden.inputs()).get(graph.outputs().get(0));
    TfliteGoldenTest.assertEqual(found, golden.outputs().get(profile.id()).get(0));
  }

  /// `w = [[0, -2, 0], [4, 0, -6]]`, rows of it compressed, behind a DENSIFY.
  static ModelT densified() {
    ModelT model = TfliteModels.layer();
    SubGraphT graph = model.getSubgraphs()[0];
    TensorT sparse = TfliteModels.tensor("w0", TensorType.INT8, 1, 0.25f, 0, 2, 3);
    sparse.setSparsity(rows(dense(2), compressed(List.of(0, 1, 3), List.of(1, 0, 2))));
    TensorT[] tensors = Arrays.copyOf(graph.getTensors(), 5);
    tensors[4] = sparse;
    tensors[1].setBuffer(0);
    graph.setTensors(tensors);
    model.getBuffers()[1] = TfliteModels.buffer(-2, 4, -6);
    model.setOperatorCodes(
        new OperatorCodeT[] {
          model.getOperatorCodes()[0], TfliteModels.code(BuiltinOperator.DENSIFY)
        });
    graph.setOperators(
        new OperatorT[] {TfliteModels.operator(1, new int[] {4}, 1), graph.getOperators()[0]});
    return model;
  }

  private static SparsityParametersT rows(DimensionMetadataT... levels) {
    SparsityParametersT sparsity = new SparsityParametersT();
    sparsity.setTraversalOrder(new int[] {0, 1});
    sparsity.setDimMetadata(levels);
    return sparsity;
  }

  private static DimensionMetadataT dense(int extent) {
    DimensionMetadataT level = new DimensionMetadataT();
    level.setFormat(DimensionType.DENSE);
    level.setDenseSize(extent);
    return level;
  }

  private static DimensionMetadataT compressed(List<Integer> segments, List<Integer> indices) {
    DimensionMetadataT level = new DimensionMetadataT();
    level.setFormat(DimensionType.SPARSE_CSR);
    Int32VectorT words = new Int32VectorT();
    words.setValues(segments.stream().mapToInt(i -> i).toArray());
    level.setArraySegments(union(SparseIndexVector.Int32Vector, words));
    Uint8VectorT bytes = new Uint8VectorT();
    bytes.setValues(indices.stream().mapToInt(i -> i).toArray());
    level.setArrayIndices(union(SparseIndexVector.Uint8Vector, bytes));
    return level;
  }

  private static SparseIndexVectorUnion union(byte type, Object value) {
    SparseIndexVectorUnion union = new SparseIndexVectorUnion();
    union.setType(type);
    union.setValue(value);
    return union;
  }

  private static TensorT sparse(ModelT model) {
    return model.getSubgraphs()[0].getTensors()[4];
  }

  @ParameterizedTest
  @EnumSource
  void areThoseOfTheDenseFile(Profile profile) {
    ModelT dense = TfliteModels.layer();
    dense.getBuffers()[1] = TfliteModels.buffer(0, -2, 0, 4, 0, -6);
    ImportOptions options = new ImportOptions(profile.id());
    assertThat(TfliteImporter.read(TfliteModels.bytes(densified()), "m.tflite", options).nodes())
        .isEqualTo(TfliteImporter.read(TfliteModels.bytes(dense), "m.tflite", options).nodes());
  }

  /// One diagnostic that says `message`.
  private static void assertRefused(ModelT model, Code code, String message, Profile profile) {
    byte[] bytes = TfliteModels.bytes(model);
    assertThatThrownBy(
            () -> TfliteImporter.read(bytes, "m.tflite", new ImportOptions(profile.id())))
        .isInstanceOfSatisfying(
            InvalidInput.class,
            e -> {
              assertThat(e.diagnostics()).hasSize(1);
              assertThat(e.diagnostics().get(0).code()).isEqualTo(code);
            })
        .hasMessageContaining(message);
  }

  private static Arguments damage(String message, Consumer<ModelT> change) {
    return Arguments.of(message, change);
  }

  private static Arguments levels(String message, DimensionMetadataT... levels) {
    return damage(message, model -> sparse(model).setSparsity(rows(levels)));
  }

  private static Arguments sparsity(String message, Consumer<SparsityParametersT> change) {
    return damage(message, model -> change.accept(sparse(model).getSparsity()));
  }

  static Stream<Arguments> damages() {
    List<Integer> three = List.of(1, 0, 2);
    return Stream.of(
        levels("the index 3", dense(2), compressed(List.of(0, 1, 3), List.of(1, 0, 3))),
        levels(
            "two elements in one place", dense(2), compressed(List.of(0, 1, 3), List.of(1, 2, 2))),
        levels("do not divide", dense(2), compressed(List.of(0, 4, 3), three)),
        levels("do not divide", dense(2), compressed(List.of(0, -1, 3), three)),
        levels("do not divide", dense(2), compressed(List.of(1, 1, 3), three)),
        levels("do not divide", dense(2), compressed(List.of(0, 1, 2), three)),
        levels("do not divide", dense(2), compressed(List.of(0, 3), three)),
        levels("4 segments", dense(2), compressed(List.of(0, 1, 2, 3), three)),
        levels(
            "7 segments or indices",
            dense(2),
            compressed(List.of(0, 1, 7), List.of(0, 0, 0, 0, 0, 0, 0))),
        levels("describes 2 elements, 3", dense(2), compressed(List.of(0, 1, 2), List.of(1, 0))),
        levels("extent 1000000000, not 2", dense(1_000_000_000), compressed(List.of(0), List.of())),
        levels("extent -2, not 2", dense(-2), compressed(List.of(0), List.of())),
        levels("describes 6 elements, 3", dense(2), dense(3)),
        levels("traverses 2 levels", dense(2)),
        sparsity("traverses its axes as [0, 0]", s -> s.setTraversalOrder(new int[] {0, 0})),
        sparsity("traverses its axes as [0, 2]", s -> s.setTraversalOrder(new int[] {0, 2})),
        sparsity("traverses 3 levels", s -> s.setTraversalOrder(new int[] {0, 1, 2})),
        sparsity("with 3 blocks", s -> s.setBlockMap(new int[] {0, 1, 1})),
        sparsity("levels of format 2", s -> s.getDimMetadata()[0].setFormat((byte) 2)),
        sparsity("lacks segments", s -> s.getDimMetadata()[1].setArraySegments(null)),
        sparsity("extent 0, not 3", s -> s.getDimMetadata()[1].setFormat(DimensionType.DENSE)),
        blocks("blocks of 2 along an axis of 3", 1, dense(2)),
        blocks("blocks of 0", 1, dense(0)),
        blocks("blocks along the axes [2]", 2, dense(3)),
        blocks("sparse themselves", 0, compressed(List.of(0, 1), List.of(0))));
  }

  private static Arguments blocks(String message, int axis, DimensionMetadataT block) {
    return damage(
        message,
        model -> {
          block.setDenseSize(block.getFormat() == DimensionType.DENSE ? block.getDenseSize() : 1);
          SparsityParametersT sparsity =
              rows(dense(2), compressed(List.of(0, 1, 3), List.of(1, 0, 2)), block);
          sparsity.setTraversalOrder(new int[] {0, 1, 2});
          sparsity.setBlockMap(new int[] {axis});
          sparse(model).setSparsity(sparsity);
        });
  }

  @ParameterizedTest
  @MethodSource("damages")
  void damagedSparsityIsOneDiagnostic(String message, Consumer<ModelT> change) {
    ModelT model = densified();
    change.accept(model);
    assertRefused(model, Code.MOD_MALFORMED, message, Profile.REFERENCE);
  }

  @Test
  void anAbsurdExtentIsRefusedBeforeItIsMade() {
    ModelT model = densified();
    sparse(model).setShape(new int[] {1 << 20, 1 << 10});
    assertRefused(model, Code.MOD_TOO_LARGE, "'w0' has more than", Profile.REFERENCE);
  }

  @Test
  void manyTensorsOfOneBufferAreRefusedBeforeTheyAreMade() {
    ModelT model = densified();
    SubGraphT graph = model.getSubgraphs()[0];
    TensorT[] tensors = Arrays.copyOf(graph.getTensors(), 20);
    model.getBuffers()[1] = TfliteModels.buffer(1);
    for (int i = 4; i < tensors.length; i++) {
      tensors[i] = TfliteModels.tensor("w" + i, TensorType.INT8, 1, 0.25f, 0, 1 << 11, 1 << 11);
      SparsityParametersT sparsity =
          rows(compressed(List.of(0, 1), List.of(0)), compressed(List.of(0, 1), List.of(0)));
      tensors[i].setSparsity(sparsity);
    }
    graph.setTensors(tensors);
    assertRefused(model, Code.MOD_TOO_LARGE, "sparse tensors of more than", Profile.REFERENCE);
  }

  @ParameterizedTest
  @EnumSource
  void otherOperatorsDoNotReadThem(Profile profile) {
    ModelT model = densified();
    SubGraphT graph = model.getSubgraphs()[0];
    graph.setOperators(new OperatorT[] {TfliteModels.fullyConnected(0, 4, 2, 3)});
    assertRefused(model, Code.IMP_UNSUPPORTED_FORM, "sparse weights without DENSIFY", profile);
  }

  @Test
  void onlyItsOwnKernelsReadBlocksWithoutDensify() {
    RuntimeGoldens.Case golden =
        RuntimeGoldens.read("sparse.npz").stream()
            .filter(one -> one.name().equals("direct"))
            .findAny()
            .orElseThrow();
    for (Profile profile : List.of(Profile.TFLM, Profile.XNNPACK)) {
      assertThatThrownBy(
              () ->
                  TfliteImporter.read(golden.model(), "m.tflite", new ImportOptions(profile.id())))
          .hasMessageContaining("sparse weights without DENSIFY");
    }
  }

  @Test
  void densifyOfADenseTensorIsRefused() {
    ModelT model = densified();
    sparse(model).setSparsity(null);
    model.getBuffers()[1] = TfliteModels.buffer(0, -2, 0, 4, 0, -6);
    byte[] bytes = TfliteModels.bytes(model);
    assertThatThrownBy(
            () -> TfliteImporter.read(bytes, "m.tflite", new ImportOptions("tflite-reference")))
        .hasMessageContaining("'w0' is not a sparse constant");
  }

  @Test
  void densifyOfAnOmittedTensorIsRefused() {
    ModelT model = densified();
    model.getSubgraphs()[0].getOperators()[0].setInputs(new int[] {-1});
    byte[] bytes = TfliteModels.bytes(model);
    assertThatThrownBy(
            () -> TfliteImporter.read(bytes, "m.tflite", new ImportOptions("tflite-reference")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("input 0 is absent");
  }

  @Test
  void densifyToAnotherShapeIsRefused() {
    ModelT model = densified();
    sparse(model).setShape(new int[] {2, 4});
    sparse(model).setSparsity(rows(dense(2), compressed(List.of(0, 1, 3), List.of(3, 0, 3))));
    byte[] bytes = TfliteModels.bytes(model);
    assertThatThrownBy(
            () -> TfliteImporter.read(bytes, "m.tflite", new ImportOptions("tflite-reference")))
        .hasMessageContaining("'w' has the shape");
  }

  @Test
  void densifyStandsBeforeWhatReadsIt() {
    ModelT model = densified();
    SubGraphT graph = model.getSubgraphs()[0];
    OperatorT[] operators = graph.getOperators();
    graph.setOperators(new OperatorT[] {operators[1], operators[0]});
    assertRefused(model, Code.MOD_NOT_A_DAG, "used before it is made", Profile.REFERENCE);
  }
}
