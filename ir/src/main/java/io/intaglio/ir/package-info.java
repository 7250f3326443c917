/// The forms a network takes on its road to hardware, and everything about them that needs no
/// data: types, operators, text, checks, diagnostics, exact rewrites, certificates. Nothing here
/// reads model files or writes a backend's text.
package io.intaglio.ir;
