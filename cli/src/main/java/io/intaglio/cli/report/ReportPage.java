package io.intaglio.cli.report;

import static j2html.TagCreator.body;
import static j2html.TagCreator.div;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;
import static j2html.TagCreator.ul;

import io.intaglio.cli.command.Version;
import io.intaglio.cli.settings.Settings;
import io.intaglio.ir.diag.Diagnostic;
import j2html.tags.DomContent;
import j2html.tags.specialized.DivTag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Renders a [Report] as a self-contained page.
public final class ReportPage {
  private final Report report;

  private ReportPage(Report report) {
    this.report = report;
  }

  public static String render(Report report) {
    return new ReportPage(report).page();
  }

  private String page() {
    String name = report.datapath().name();
    return document(
        html(
                head(
                    meta().withCharset("utf-8"),
                    meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                    title(name + " – Intaglio build report"),
                    style(rawHtml(styleSheet()))),
                body(
                    main(
                        h1(name),
                        p(report.inspection().model()
                                + " · profile "
                                + report.inspection().profile()
                                + " · "
                                + Version.current())
                            .withClass("quiet"),
                        figures(),
                        messages(),
                        part("Graph", GraphDrawing.draw(report)),
                        part("Bits per layer", BitsChart.draw(report)),
                        part("Multipliers", MultiplierTable.draw(report)),
                        part("Pipeline", PipelineChart.draw(report)),
                        part("Resources by layer", ResourceTable.draw(report)),
                        part("Certificates", CertificateTable.draw(report)),
                        part("Ports and choices", ChoiceTable.draw(report)))))
            .withLang("en"));
  }

  private static DomContent part(String heading, DomContent content) {
    return section(h2(heading), content);
  }

  private DomContent figures() {
    int latency = report.datapath().latency();
    double clock = report.datapath().clockPicoseconds() / 1000.0;
    List<DomContent> cards = new ArrayList<>();
    cards.add(card(latency + " cycles", "latency"));
    cards.add(card(String.format(Locale.ROOT, "%.1f ns", latency * clock), "latency at target"));
    cards.add(
        card(Integer.toString(report.datapath().initiationInterval()), "initiation interval"));
    cards.add(card(String.format(Locale.ROOT, "%.2f ns", clock), "target clock"));
    cards.add(card(Settings.nameOf(report.datapath().handshake()), "handshake"));
    cards.add(card(String.format(Locale.ROOT, "%,d", report.resources().adders()), "adders"));
    cards.add(
        card(
            String.format(Locale.ROOT, "%,d", report.resources().registerBits()), "register bits"));
    cards.add(
        card(
            report.certified().certificates().size() + (report.refused().isEmpty() ? " hold" : ""),
            "certificates"));
    return div(each(cards, card -> card)).withClass("figures");
  }

  private static DivTag card(String figure, String label) {
    return div(span(figure).withClass("figure"), span(label).withClass("quiet")).withClass("card");
  }

  private DomContent messages() {
    List<Diagnostic> all = new ArrayList<>(report.refused());
    all.addAll(report.warnings());
    return all.isEmpty()
        ? div()
        : ul(each(all, found -> li(found.toString()))).withClass("messages");
  }

  private static String styleSheet() {
    try (InputStream in =
        ReportPage.class.getResourceAsStream("/io/intaglio/cli/report/report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
