intaglio fx 1

source("tiny.onnx under qonnx")

Head {
  input = "x", shape = [1, 3], type = FLOAT32,
  steps = [Arithmetic {kind = MULTIPLY, operand = f32(0.1)}],
  encoding = Grid {step = 2^-3, saturate = false}
}

graph("tiny")
%x = input : s4[3] -8..7 {scale = 2^-3, from = "tiny.onnx:x"}
%fc1.acc = Dense(%x) {
  weights = [[1, -2, 3], [4, 0, -6]], bias = [5, 0], productShift = 0
} : s8[2] {range = [-41..50, -74..76], scale = 2^-6, from = "tiny.onnx:fc1"}
%"/fc1/Relu" = Rescale(%fc1.acc) {
  m = [3, -5], b = 8, s = 4, z = 0, lo = 0, hi = 7, rounding = FLOOR
} : u3[2] 0..7 {scale = 1/10, from = ["tiny.onnx:fc1", "tiny.onnx:/fc1/Relu"]}
output(%"/fc1/Relu")

Tail {
  output = "y", value = "/fc1/Relu", shape = [1, 2], type = FLOAT32, scale = 1/10, zeroPoint = 0,
  steps = [Softmax(1)]
}

%"/fc1/Relu" = certificate {
  shape = [2],
  rules = [
    ExactChain([
      Affine {a = Surd {p = 0, r = 7/3, d = 3/7}, b = 2^-6},
      Round(HALF_EVEN),
      AtLeast(0),
      AtMost(7)
    ]); 2
  ],
  lo = [-41, -74], hi = [50, 76], log2Stride = [0, 0], first = [0, 0], steps = [2, 1],
  at = [3, 9, 2], value = [1, 2, 1]
}
