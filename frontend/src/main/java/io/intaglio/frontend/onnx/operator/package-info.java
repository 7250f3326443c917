/// One reader an operator: what a node of the file means as operators of the network.
package io.intaglio.frontend.onnx.operator;
