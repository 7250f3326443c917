package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.ir.net.RealGather;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// ONNX `Resize` and `Upsample` to the nearest element, with constant scales or sizes. Which
/// element is the nearest is computed in float32 and in float64; where these differ runtimes do
/// too, and it is refused.
final class ResizeReader {
  private ResizeReader() {}

  /// Opsets 7 and 9: scales only, coordinates `floor(x/scale)`.
  static void upsample(NodeSite site) {
    site.demandInputs(1, 2);
    Live x = site.numbers(0);
    double[] scales =
        site.has(1)
            ? reals(site.constant(1, "scales"))
            : site.reals("scales").orElseThrow(() -> site.malformed("the scales are missing"));
    demandNearest(site);
    finish(site, x, allAxes(x.shape().rank()), scales, null, "asymmetric", "floor");
  }

  static void resize(NodeSite site) {
    site.demandInputs(2, 4);
    Live x = site.numbers(0);
    demandNearest(site);
    site.ignoreAttribute("cubic_coeff_a");
    site.ignoreAttribute("exclude_outside");
    site.ignoreAttribute("extrapolation_value");
    if (site.opset() < 11) {
      finish(
          site,
          x,
          allAxes(x.shape().rank()),
          reals(site.constant(1, "scales")),
          null,
          "asymmetric",
          "floor");
      return;
    }
    if (site.flag("antialias", false)) {
      throw site.form("Resize with antialias is not supported", "clear antialias");
    }
    long[] stated = site.integers("axes").orElse(null);
    int rank = x.shape().rank();
    long[] axes = stated == null ? allAxes(rank) : stated;
    String policy = site.string("keep_aspect_ratio_policy", "stretch");
    boolean bySize = site.has(3);
    double[] scales = bySize || !site.has(2) ? null : reals(site.constant(2, "scales"));
    long[] sizes = bySize ? Layout.integers(site, site.constant(3, "sizes"), "sizes") : null;
    if (scales == null && sizes == null) {
      throw site.malformed("Resize has neither scales nor sizes");
    }
    if (bySize && !policy.equals("stretch")) {
      throw site.form(
          "Resize that keeps the aspect ratio is not supported", "state the sizes themselves");
    }
    finish(
        site,
        x,
        axes,
        scales,
        sizes,
        site.string("coordinate_transformation_mode", "half_pixel"),
        site.string("nearest_mode", "round_prefer_floor"));
  }

  private static void demandNearest(NodeSite site) {
    String mode = site.string("mode", "nearest");
    if (!mode.equals("nearest")) {
      throw site.form(site.operator() + " is supported with mode nearest only", "use mode nearest");
    }
  }

  private static double[] reals(ConstantTensor tensor) {
    double[] all = new double[tensor.size()];
    Arrays.setAll(all, tensor::real);
    return all;
  }

  private static long[] allAxes(int rank) {
    long[] axes = new long[rank];
    Arrays.setAll(axes, axis -> axis);
    return axes;
  }

  private static void finish(
      NodeSite site,
      Live x,
      long[] axes,
      double[] scales,
      long[] sizes,
      String coordinates,
      String nearest) {
    int count = scales == null ? sizes.length : scales.length;
    if (count != axes.length) {
      throw site.shapes(count + " scales or sizes for " + axes.length + " axes");
    }
    Shape shape = x.shape();
    List<Pick> picks = new ArrayList<>();
    for (int i = 0; i < axes.length; i++) {
      int axis = site.axis(axes[i], shape.rank());
      int in = shape.dim(axis);
      double scale = scales == null ? (double) sizes[i] / in : scales[i];
      double extent = scales == null ? sizes[i] : Math.floor(in * scale);
      if (!(scale > 0) || !(extent >= 1) || extent > Shape.MAX_VALUE_ELEMENTS) {
        throw site.parameter("axis " + axis + " is scaled by " + scale, "scale to an extent");
      }
      if ((int) extent != in || scale != 1) {
        int[] indices = new Axis(in, (int) extent, scale, coordinates, nearest).indices(site);
        picks.add(new Pick(axis, Arrays.stream(indices).boxed().toList()));
      }
    }
    emit(site, x, picks);
  }

  /// The elements that are kept along an axis.
  private record Pick(int axis, List<Integer> indices) {}

  private static void emit(NodeSite site, Live x, List<Pick> picks) {
    Ref ref = new Ref(x.name());
    Shape shape = x.shape();
    for (int i = 0; i < picks.size(); i++) {
      Pick pick = picks.get(i);
      RealOp op = new RealGather(ref, pick.axis(), pick.indices());
      shape = site.modest(shape.withDim(pick.axis(), pick.indices().size()));
      if (i + 1 < picks.size()) {
        ref = site.step("axis" + pick.axis(), op, shape);
      } else {
        site.result(op, shape, x.type());
      }
    }
    if (picks.isEmpty()) {
      site.alias(x);
    }
  }

  /// The elements that one axis is made of.
  private record Axis(int in, int out, double scale, String coordinates, String nearest) {
    int[] indices(NodeSite site) {
      int[] indices = new int[out];
      for (int i = 0; i < out; i++) {
        double exact = position(site, i);
        int index = nearest(site, exact);
        if (nearest(site, (float) position32(i)) != index) {
          throw site.form(
              "runtimes disagree about the element nearest to " + exact,
              "scale by a whole number, or with asymmetric coordinates");
        }
        indices[i] = index;
      }
      return indices;
    }

    private double position(NodeSite site, int i) {
      return switch (coordinates) {
        case "half_pixel" -> (i + 0.5) / scale - 0.5;
        case "pytorch_half_pixel" -> out > 1 ? (i + 0.5) / scale - 0.5 : 0;
        case "half_pixel_symmetric" -> {
          double adjustment = out / (scale * in);
          double offset = in / 2.0 * (1 - adjustment);
          yield offset + (i + 0.5) / scale - 0.5;
        }
        case "asymmetric" -> i / scale;
        case "align_corners" -> out == 1 ? 0 : (double) i * (in - 1) / (out - 1);
        default -> throw site.form("the coordinates of Resize are not supported", "use half_pixel");
      };
    }

    private double position32(int i) {
      float ratio = (float) scale;
      return switch (coordinates) {
        case "half_pixel" -> (i + 0.5f) / ratio - 0.5f;
        case "pytorch_half_pixel" -> out > 1 ? (i + 0.5f) / ratio - 0.5f : 0;
        case "half_pixel_symmetric" -> {
          float adjustment = out / (ratio * in);
          float offset = in / 2.0f * (1 - adjustment);
          yield offset + (i + 0.5f) / ratio - 0.5f;
        }
        case "asymmetric" -> i / ratio;
        default -> out == 1 ? 0 : (float) i * (in - 1) / (out - 1);
      };
    }

    private int nearest(NodeSite site, double at) {
      double index =
          switch (nearest) {
            case "round_prefer_floor" -> Math.ceil(at - 0.5);
            case "round_prefer_ceil" -> Math.floor(at + 0.5);
            case "floor" -> Math.floor(at);
            case "ceil" -> Math.ceil(at);
            default -> throw site.form("nearest_mode is unknown", "use round_prefer_floor");
          };
      return (int) Math.max(0, Math.min(in - 1, index));
    }
  }
}
