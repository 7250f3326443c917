package io.intaglio.backend.hardware;

/// The weighted sums of dense layers and convolutions.
final class Products {
  private final Netlist netlist;
  private final int productShift;

  Products(Netlist netlist, int productShift) {
    this.netlist = netlist;
    this.productShift = productShift;
  }

  /// `bias + Σ ⌊cells[i]·weights[i] / 2^productShift⌋`.
  int weightedSum(int[] cells, long[] weights, long bias) {
    if (productShift == 0) {
      return new AdderTree(netlist).sum(cells, weights, bias);
    }
    int[] products = cells.clone();
    long[] factors = new long[cells.length];
    for (int i = 0; i < cells.length; i++) {
      boolean exact = Long.numberOfTrailingZeros(weights[i]) >= productShift;
      products[i] = exact ? cells[i] : shifted(cells[i], weights[i]);
      factors[i] = exact ? weights[i] >> productShift : 1;
    }
    return new AdderTree(netlist).sum(products, factors, bias);
  }

  /// Factors of two in the weight shorten the shift: `⌊x·w·2^k / 2^n⌋ = ⌊x·w / 2^(n−k)⌋`.
  private int shifted(int cell, long weight) {
    int common = Long.numberOfTrailingZeros(weight);
    int product = new AdderTree(netlist).scaled(cell, weight >> common, 0);
    return netlist.shiftRight(product, productShift - common);
  }
}
