package io.intaglio.cli.report;

import static j2html.TagCreator.td;

import io.intaglio.ir.cert.Certificate;
import j2html.tags.DomContent;
import j2html.tags.specialized.TdTag;
import java.util.LongSummaryStatistics;

/// What is proven of each rescale and threshold, and what the independent checker says.
final class CertificateTable {
  private CertificateTable() {}

  static DomContent draw(Report report) {
    Table table =
        new Table(
            "~value",
            "~source rule",
            "channels",
            "steps",
            "least input",
            "greatest input",
            "~checker");
    for (Certificate certificate : report.certified().certificates()) {
      LongSummaryStatistics low =
          certificate.channels().stream().mapToLong(Certificate.Channel::lo).summaryStatistics();
      LongSummaryStatistics high =
          certificate.channels().stream().mapToLong(Certificate.Channel::hi).summaryStatistics();
      table.row(
          Table.name(certificate.value()),
          Table.text(certificate.channels().getFirst().rule().getClass().getSimpleName()),
          Table.number(certificate.channels().size()),
          Table.number(certificate.channels().stream().mapToLong(c -> c.steps().size()).sum()),
          Table.number(low.getMin()),
          Table.number(high.getMax()),
          verdict(report, certificate));
    }
    return table.done();
  }

  private static TdTag verdict(Report report, Certificate certificate) {
    boolean refused =
        report.refused().stream().anyMatch(d -> d.message().contains(certificate.value()));
    return refused ? td("refused").withClass("refused") : td("holds").withClass("holds");
  }
}
