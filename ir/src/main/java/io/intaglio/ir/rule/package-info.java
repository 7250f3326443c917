/// Source rules: how the runtimes that made a model compute its rescales, as exact data.
package io.intaglio.ir.rule;
