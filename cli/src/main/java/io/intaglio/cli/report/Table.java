package io.intaglio.cli.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import j2html.tags.specialized.TdTag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A table of names, texts and numbers.
final class Table {
  private final List<DomContent> titles = new ArrayList<>();
  private final List<DomContent> rows = new ArrayList<>();

  /// @param titles of text columns start with `~`, all others hold numbers
  Table(String... titles) {
    for (String title : titles) {
      boolean text = title.startsWith("~");
      this.titles.add(text ? th(title.substring(1)) : th(title).withClass("number"));
    }
  }

  void row(TdTag... cells) {
    rows.add(tr(each(Arrays.asList(cells), cell -> cell)));
  }

  static TdTag name(String text) {
    return td(text).withClass("name");
  }

  static TdTag text(String text) {
    return td(text);
  }

  static TdTag number(long value) {
    return td(String.format(Locale.ROOT, "%,d", value)).withClass("number");
  }

  static TdTag number(String value) {
    return td(value).withClass("number");
  }

  DomContent done() {
    return div(table(thead(tr(each(titles, title -> title))), tbody(each(rows, row -> row))))
        .withClass("wide");
  }
}
