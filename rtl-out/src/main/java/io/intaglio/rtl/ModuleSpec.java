package io.intaglio.rtl;

import java.util.ArrayList;
import java.util.List;

/// One module. Checked on construction: names are unique, a net is declared before it is read, with
/// the width and sign it is read with, and everything has exactly one driver of the right kind.
///
/// @param header comment lines above the module
public record ModuleSpec(Name name, List<String> header, List<PortSpec> ports, List<Item> items) {
  public ModuleSpec {
    header = header.stream().map(CommentText::clean).toList();
    ports = List.copyOf(ports);
    items = List.copyOf(items);
    new ModuleCheck(name).check(ports, items);
  }

  public static Builder builder(Name name) {
    return new Builder(name);
  }

  @Override
  public String toString() {
    return VerilogWriter.write(this);
  }

  /// Collects a module's parts in the order of its text.
  public static final class Builder {
    private final Name name;
    private final List<String> header = new ArrayList<>();
    private final List<PortSpec> ports = new ArrayList<>();
    private final List<Item> items = new ArrayList<>();

    private Builder(Name name) {
      this.name = name;
    }

    public Builder header(List<String> lines) {
      header.addAll(lines);
      return this;
    }

    public Expr.Net input(Expr.Net net) {
      ports.add(PortSpec.input(net));
      return net;
    }

    public Expr.Net output(Expr.Net net) {
      ports.add(PortSpec.output(net));
      return net;
    }

    public Builder add(Item item) {
      items.add(item);
      return this;
    }

    public Builder addAll(List<? extends Item> more) {
      items.addAll(more);
      return this;
    }

    /// Ends the module with one named reduction of every bit that nothing reads, so that lint
    /// stays clean and the reader sees what is dropped. Nothing is added where all is read.
    ///
    /// @param sink its name; linters know names with `unused` in them
    public Builder sinkUnread(Name sink) {
      List<Expr> unread = NetUse.unread(ports, items);
      if (!unread.isEmpty()) {
        List<Expr> parts = new ArrayList<>();
        parts.add(Expr.zeros(1));
        parts.addAll(unread);
        items.add(new Item.Banner("bits that nothing reads"));
        items.add(
            Item.Wire.of(
                Expr.net(sink, 1, false),
                new Expr.Unary(Expr.Unary.Prefix.ALL_ONES, Expr.concat(parts))));
      }
      return this;
    }

    public ModuleSpec build() {
      return new ModuleSpec(name, header, ports, items);
    }
  }
}
