package io.intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A graph whose names are sound, reduced to what its outputs depend on.
///
/// @param nodes every operand made before its use
/// @param initializers by name, in the file's order
/// @param names every name that the file's graph defines
/// @param used names that some node reads or that are outputs
record OnnxGraph(
    GraphProto proto,
    List<ValueInfoProto> inputs,
    Map<String, TensorProto> initializers,
    List<NodeProto> nodes,
    List<String> outputs,
    Set<String> names,
    Set<String> used) {}
