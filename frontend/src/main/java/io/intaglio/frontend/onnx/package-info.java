/// Import of ONNX files that carry QONNX quantizers: the file, its graph, its inputs.
package io.intaglio.frontend.onnx;
