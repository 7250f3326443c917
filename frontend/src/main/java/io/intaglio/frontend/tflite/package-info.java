/// TFLite files of int8 networks → Network, under the rounding profile of a runtime. Entry:
/// [io.intaglio.frontend.tflite.TfliteImporter]. One operator a file, all in `OperatorTable`.
package io.intaglio.frontend.tflite;
