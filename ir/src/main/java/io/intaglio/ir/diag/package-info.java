/// Diagnostics: what a user did wrong, where, and the remedy.
package io.intaglio.ir.diag;
