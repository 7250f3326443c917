/// The text of the three forms, which reads back to the same object: [FxWriter] and [FxReader] for
/// lowered networks (`.fx`), [NetworkText], [DatapathText].
///
/// An object becomes a [Syntax] tree by codecs made from the records' components, the tree becomes
/// text by [DocumentPrinter]; the way back is [DocumentReader] and the same codecs. So an operator
/// needs nothing here: neither grammar nor codec names one.
package io.intaglio.ir.text;
