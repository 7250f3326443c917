/// Constants of an ONNX file, and their folding in the arithmetic of the runtime.
package io.intaglio.frontend.onnx.tensor;
