package io.intaglio.ir.text;

import io.intaglio.ir.cert.Certificate;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// Certificates by columns, one entry a channel: rules, intervals, the first value, and how many of
/// the steps are the channel's. All steps stand one after the other in `at` and `value`.
final class CertificateCodec {
  static final String WORD = "certificate";

  private static final Codec<List<SourceRule>> RULES = new ListCodec<>(Codecs.of(SourceRule.class));

  private CertificateCodec() {}

  static Statement write(Certificate certificate, Writing out) {
    List<Certificate.Channel> channels = certificate.channels();
    List<Certificate.Step> steps = channels.stream().flatMap(c -> c.steps().stream()).toList();
    List<Syntax.Attribute> attributes =
        List.of(
            Syntax.Attribute.of("shape", ScalarCodecs.SHAPE.write(certificate.shape())),
            Syntax.Attribute.of(
                "rules",
                RULES.write(channels.stream().map(Certificate.Channel::rule).toList(), out)),
            column("lo", channels, Certificate.Channel::lo, out),
            column("hi", channels, Certificate.Channel::hi, out),
            column("log2Stride", channels, Certificate.Channel::log2Stride, out),
            column("first", channels, Certificate.Channel::first, out),
            column("steps", channels, channel -> channel.steps().size(), out),
            column("at", steps, Certificate.Step::at, out),
            column("value", steps, Certificate.Step::value, out));
    return Statement.of(
        certificate.value(),
        new Syntax.Construct(WORD, List.of(), attributes, Place.NONE),
        Statement.Annotation.NONE);
  }

  private static <T> Syntax.Attribute column(
      String name, List<T> rows, ToLongFunction<T> value, Writing out) {
    long[] values = rows.stream().mapToLong(value).toArray();
    return Syntax.Attribute.of(name, TensorCodecs.INT.write(IntTensor.vector(values), out));
  }

  static Certificate read(Statement statement, Reading in) {
    Optional<String> value = statement.result();
    if (value.isEmpty()) {
      throw in.refusal(statement.place(), "a certificate needs the %name of a value", "");
    }
    Attributes attributes = Attributes.of(statement.construct(), in);
    Shape shape = ScalarCodecs.SHAPE.read(attributes.require("shape"), in);
    List<SourceRule> rules = RULES.read(attributes.require("rules"), in);
    int size = rules.size();
    IntTensor lo = column("lo", size, attributes, in);
    IntTensor hi = column("hi", size, attributes, in);
    IntTensor stride = column("log2Stride", size, attributes, in);
    IntTensor first = column("first", size, attributes, in);
    IntTensor steps = column("steps", size, attributes, in);
    Place place = statement.place();
    if (steps.min() < 0) {
      throw in.refusal(place, "a channel of " + steps.min() + " steps", "");
    }
    long total = in.checked(place, () -> steps.stream().reduce(0, Math::addExact));
    IntTensor at = column("at", total, attributes, in);
    IntTensor to = column("value", total, attributes, in);
    attributes.end();
    List<Certificate.Channel> channels = new ArrayList<>();
    int begin = 0;
    for (int c = 0; c < size; c++) {
      int end = begin + (int) steps.at(c);
      List<Certificate.Step> own = new ArrayList<>();
      for (int i = begin; i < end; i++) {
        own.add(new Certificate.Step(at.at(i), to.at(i)));
      }
      begin = end;
      int channel = c;
      int log2Stride = in.checked(place, () -> Math.toIntExact(stride.at(channel)));
      channels.add(
          new Certificate.Channel(rules.get(c), lo.at(c), hi.at(c), log2Stride, first.at(c), own));
    }
    return in.checked(place, () -> new Certificate(value.get(), shape, channels));
  }

  private static IntTensor column(String name, long size, Attributes attributes, Reading in) {
    Syntax node = attributes.require(name);
    IntTensor column = TensorCodecs.INT.read(node, in);
    if (column.shape().rank() != 1 || column.size() != size) {
      throw in.refusal(
          node.place(),
          "'" + name + "' has shape " + column.shape() + " instead of [" + size + "]",
          "");
    }
    return column;
  }
}
