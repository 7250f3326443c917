/// Integer types, shapes, tensors and proven ranges: the vocabulary of every form.
package io.intaglio.ir.type;
