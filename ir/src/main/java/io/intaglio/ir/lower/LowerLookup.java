package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.net.RealLookup;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.op.Lookup;

/// `table of codes → Lookup`, rows by channel where the table has some: the axis they belong to is
/// brought to the end first.
///
/// Tempting and wrong: to read the table as the quantizer of a real function. It holds what the
/// runtime's own arithmetic gives, which is not always the nearest code.
final class LowerLookup {
  private final GraphBuilder builder;
  private final ArrangeElements arrange;
  private final CodesOnGrid codes;

  LowerLookup(GraphBuilder builder, ArrangeElements arrange, CodesOnGrid codes) {
    this.builder = builder;
    this.arrange = arrange;
    this.codes = codes;
  }

  Pending lower(RealNode node, RealLookup op, Pending x) {
    Pending grid =
        codes.codes(x, op.inputStep(), op.inputZeroPoint(), node.result(), node.origin());
    Pending in =
        op.table().shape().rank() == 1
            ? grid
            : arrange.arrange(grid, Layout.axisLast(grid.layout().model(), op.axis()));
    Chain chain = CodesOnGrid.chain(op.step(), op.zeroPoint());
    Value value =
        builder.add(
            node.result(),
            new Lookup(in.ref(), op.table(), op.base()),
            Pending.scale(chain),
            node.origin().merge(in.origin()));
    return Pending.of(value, in.layout(), chain);
  }
}
