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
    int[] products = new int[cells.length];
    long[] ones = new long[cells.length];
    for (int i = 0; i < cells.length; i++) {
      products[i] = shifted(cells[i], weights[i]);
      ones[i] = 1;
    }
    return new AdderTree(netlist).sum(products, ones, bias);
  }

  /// Factors of two in the weight shorten the shift: `⌊x·w·2^k / 2^n⌋ = ⌊x·w / 2^(n−k)⌋`.
  private int shifted(int cell, long weight) {
    if (weight == 0) {
      return netlist.literal(0);
    }
    int common = Math.min(Long.numberOfTrailingZeros(weight), productShift);
    int product = new AdderTree(netlist).scaled(cell, weight >> common, 0);
    return netlist.shiftRight(product, productShift - common);
  }
}
