package io.intaglio.ir.verify;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The values of a form by name, as a walk in graph order meets them.
final class Names<V> {
  private final Diagnostics diagnostics;
  private final Set<String> all;
  private final Map<String, V> defined = new HashMap<>();

  /// @param all the names of every value, wherever it is made
  Names(List<String> all, Diagnostics diagnostics) {
    this.all = new HashSet<>(all);
    this.diagnostics = diagnostics;
  }

  /// Makes a value known, unless another has its name.
  void define(String name, Origin origin, V value) {
    if (defined.putIfAbsent(name, value) != null) {
      diagnostics.error(
          Code.IR_INVALID,
          origin,
          "%" + name + ": another value has this name",
          "give every value a name of its own");
    }
  }

  /// Whether all operands are known here; reports those that are not.
  boolean resolve(String user, Origin origin, List<Ref> operands) {
    boolean found = true;
    for (Ref ref : operands) {
      if (!defined.containsKey(ref.name())) {
        found = false;
        String when = all.contains(ref.name()) ? "before it is made" : "which nothing makes";
        diagnostics.error(
            Code.IR_INVALID,
            origin,
            "%" + user + ": reads " + ref + " " + when,
            "read inputs and results of earlier nodes only");
      }
    }
    return found;
  }

  V get(String name) {
    return defined.get(name);
  }

  void outputs(List<String> outputs) {
    if (outputs.isEmpty()) {
      diagnostics.error(
          Code.IR_INVALID, Origin.NONE, "no outputs", "name at least one value as an output");
    }
    for (String output : outputs) {
      if (!defined.containsKey(output)) {
        diagnostics.error(
            Code.IR_INVALID,
            Origin.NONE,
            "output %" + output + ": nothing makes this value",
            "name values of the graph as outputs");
      }
    }
  }

  /// Whether a tensor has at most `limit` elements; reports it if not.
  boolean size(String name, Origin origin, Shape shape, long limit) {
    boolean accepted = shape.hasAtMost(limit);
    if (!accepted) {
      diagnostics.error(
          Code.MOD_TOO_LARGE,
          origin,
          "%" + name + ": shape " + shape + " has more than " + limit + " elements",
          "split the tensor");
    }
    return accepted;
  }
}
