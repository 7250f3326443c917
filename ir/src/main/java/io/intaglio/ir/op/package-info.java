/// The operators of a fixed-point graph, one record a file, each with its integer formula.
package io.intaglio.ir.op;
