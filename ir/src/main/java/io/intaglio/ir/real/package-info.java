/// Exact real numbers and exact rounding: what a source's scales and batch normalisations are
/// before they become integers.
package io.intaglio.ir.real;
