package io.intaglio.ir.verify;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.edge.FloatStep;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.Head;
import io.intaglio.ir.edge.Tail;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks heads and tails of a [Boundary]; its graph is checked apart.
final class BoundaryCheck {
  private final Boundary boundary;
  private final Diagnostics diagnostics;

  BoundaryCheck(Boundary boundary, Diagnostics diagnostics) {
    this.boundary = boundary;
    this.diagnostics = diagnostics;
  }

  void run() {
    heads(boundary.heads(), boundary.graph().inputs());
    tails(boundary.tails(), boundary.graph().outputs(), boundary.graph().values());
  }

  private void heads(List<Head> heads, List<Value> inputs) {
    if (heads.size() != inputs.size()) {
      error(Origin.NONE, heads.size() + " heads for " + inputs.size() + " inputs of the graph");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < heads.size(); i++) {
      Head head = heads.get(i);
      if (!seen.add(head.input())) {
        error(Origin.NONE, "two heads for input '" + head.input() + "'");
      }
      if (i < inputs.size()) {
        head(head, inputs.get(i));
      }
    }
  }

  private void head(Head head, Value input) {
    String what = "head of '" + head.input() + "'";
    Origin origin = input.origin();
    if (!head.input().equals(input.name())) {
      error(origin, what + " stands where the graph has input %" + input.name());
    }
    boolean fits = shape(what, origin, head.shape(), input.shape());
    steps(what, origin, head.shape(), head.steps());
    if (head.steps().stream().anyMatch(FloatStep.Softmax.class::isInstance)) {
      error(origin, what + " holds a Softmax");
    }
    if (fits) {
      new EncodingCheck(what, head.shape(), input, message -> error(origin, message))
          .check(head.encoding());
    }
  }

  private void tails(List<Tail> tails, List<String> outputs, Map<String, Value> values) {
    if (tails.size() != outputs.size()) {
      error(Origin.NONE, tails.size() + " tails for " + outputs.size() + " outputs of the graph");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < tails.size(); i++) {
      Tail tail = tails.get(i);
      if (!seen.add(tail.output())) {
        error(Origin.NONE, "two tails for output '" + tail.output() + "'");
      }
      if (i < outputs.size() && !tail.value().equals(outputs.get(i))) {
        error(
            Origin.NONE,
            "tail of '"
                + tail.output()
                + "' reads %"
                + tail.value()
                + " where the graph's output is %"
                + outputs.get(i));
      } else if (values.containsKey(tail.value())) {
        tail(tail, values.get(tail.value()));
      }
    }
  }

  private void tail(Tail tail, Value value) {
    String what = "tail of '" + tail.output() + "'";
    Origin origin = value.origin();
    shape(what, origin, tail.shape(), value.shape());
    broadcast(what, origin, "scale", tail.scale().shape(), tail.shape());
    if (!tail.scale().values().stream().map(Rational::signum).allMatch(sign -> sign > 0)) {
      error(origin, what + ": a scale is not positive");
    }
    steps(what, origin, tail.shape(), tail.steps());
    for (int i = 0; i < tail.steps().size(); i++) {
      if (tail.steps().get(i) instanceof FloatStep.Softmax(int axis)) {
        if (i + 1 < tail.steps().size()) {
          error(origin, what + ": a step follows the Softmax");
        }
        if (axis < 0 || axis >= tail.shape().rank()) {
          error(origin, what + ": Softmax over axis " + axis + " of " + tail.shape());
        }
      }
    }
  }

  /// Whether a model's shape has the elements of the value it stands for.
  private boolean shape(String what, Origin origin, Shape shape, Shape value) {
    boolean fits;
    try {
      fits = shape.elements() == value.elements();
    } catch (ArithmeticException e) {
      fits = false;
    }
    if (!fits) {
      error(origin, what + ": shape " + shape + " for a value of shape " + value);
    }
    if (shape.rank() == 0 || shape.dim(0) != 1) {
      error(origin, what + ": shape " + shape + " does not begin with a batch axis of 1");
    }
    return fits;
  }

  private void steps(String what, Origin origin, Shape shape, List<FloatStep> steps) {
    for (FloatStep step : steps) {
      switch (step) {
        case FloatStep.Arithmetic(FloatStep.Kind kind, var operand) ->
            parameter(what, origin, kind.toString(), operand, shape);
        case FloatStep.Rectify _, FloatStep.Softmax _ -> {}
        case FloatStep.BatchNormalize batchNorm -> batchNormalize(what, origin, shape, batchNorm);
      }
    }
  }

  private void batchNormalize(
      String what, Origin origin, Shape shape, FloatStep.BatchNormalize step) {
    parameter(what, origin, "gamma", step.gamma(), shape);
    parameter(what, origin, "beta", step.beta(), shape);
    parameter(what, origin, "mean", step.mean(), shape);
    parameter(what, origin, "variance", step.variance(), shape);
    for (int i = 0; i < step.variance().size(); i++) {
      if (!(step.variance().at(i) + step.epsilon() > 0)) {
        error(origin, what + ": variance " + step.variance().at(i) + " is not positive");
        return;
      }
    }
  }

  private void parameter(String what, Origin origin, String name, FloatTensor tensor, Shape shape) {
    broadcast(what, origin, name, tensor.shape(), shape);
    if (!Parameters.finite(tensor)) {
      error(origin, what + ": " + name + " holds a number that is not finite");
    }
  }

  private void broadcast(String what, Origin origin, String name, Shape parameter, Shape shape) {
    if (!parameter.broadcastsTo(shape)) {
      error(
          origin,
          what + ": " + name + " of shape " + parameter + " does not broadcast to " + shape);
    }
  }

  private void error(Origin origin, String message) {
    diagnostics.error(Code.IR_INVALID, origin, message, "");
  }
}
