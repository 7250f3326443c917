/// Where floating point ends and begins: heads, tails, and the boundary that joins them to a graph.
package io.intaglio.ir.edge;
