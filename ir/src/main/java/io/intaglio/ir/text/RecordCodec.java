package io.intaglio.ir.text;

import io.intaglio.ir.op.Ref;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A record by its components: `Name(arguments) {component = value, …}`.
///
/// Arguments are the leading components that are operands ([Ref], or one list of them), the only
/// component of a record that has but one, and all components of the records in `POSITIONAL`
/// families, which stand in texts by the thousand.
final class RecordCodec<T> implements Codec<T> {
  private static final List<String> POSITIONAL = List.of("CellOp", "Source");

  private record Component(String name, RecordComponent accessor, Codec<Object> codec) {}

  private final Class<T> type;
  private final Constructor<T> constructor;
  private final List<Component> components = new ArrayList<>();
  private final boolean variadic;
  private final int positional;

  RecordCodec(Class<T> type) {
    this.type = type;
    RecordComponent[] parts = type.getRecordComponents();
    for (RecordComponent part : parts) {
      components.add(new Component(part.getName(), part, Codecs.of(part.getGenericType())));
    }
    this.variadic = parts.length > 0 && isOperandList(parts[0].getGenericType());
    this.positional = positional(type, parts, variadic);
    try {
      this.constructor =
          type.getDeclaredConstructor(
              Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a record has a canonical constructor: " + type, e);
    }
  }

  private static boolean isOperandList(Type type) {
    return type instanceof ParameterizedType list && list.getActualTypeArguments()[0] == Ref.class;
  }

  private static int positional(Class<?> type, RecordComponent[] parts, boolean variadic) {
    Class<?> family = type.getEnclosingClass();
    if (parts.length == 1 || (family != null && POSITIONAL.contains(family.getSimpleName()))) {
      return parts.length;
    }
    if (variadic) {
      return 1;
    }
    int operands = 0;
    while (operands < parts.length && parts[operands].getType() == Ref.class) {
      operands++;
    }
    return operands;
  }

  @Override
  public Syntax.Construct write(T value, Writing out) {
    List<Syntax> arguments = new ArrayList<>();
    List<Syntax.Attribute> attributes = new ArrayList<>();
    for (int i = 0; i < components.size(); i++) {
      Component component = components.get(i);
      Syntax node = component.codec().write(get(component, value), out);
      if (i == 0 && variadic) {
        ((Syntax.Sequence) node).items().forEach(item -> addCopies(arguments, item));
      } else if (i < positional) {
        arguments.add(node);
      } else {
        attributes.add(Syntax.Attribute.of(component.name(), node));
      }
    }
    return new Syntax.Construct(type.getSimpleName(), arguments, attributes, Place.NONE);
  }

  private static void addCopies(List<Syntax> arguments, Syntax.Item item) {
    for (int i = 0; i < item.count(); i++) {
      arguments.add(item.value());
    }
  }

  private Object get(Component component, T value) {
    try {
      return component.accessor().getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + type + "." + component.name(), e);
    }
  }

  @Override
  public T read(Syntax node, Reading in) {
    if (!(node instanceof Syntax.Construct construct)
        || !construct.word().equals(type.getSimpleName())) {
      throw mismatch(node, in);
    }
    return readBody(construct, in);
  }

  /// As [#write], under another word.
  Syntax.Construct writeAs(String word, T value, Writing out) {
    Syntax.Construct construct = write(value, out);
    return new Syntax.Construct(
        word, construct.arguments(), construct.attributes(), construct.place());
  }

  /// Reads the components, whatever the word.
  T readBody(Syntax.Construct construct, Reading in) {
    List<Syntax> arguments = arguments(construct);
    if (arguments.size() > components.size()) {
      throw in.refusal(
          construct.place(),
          construct.word()
              + " has "
              + components.size()
              + " components, found "
              + arguments.size()
              + " arguments",
          "");
    }
    Object[] values = new Object[components.size()];
    boolean complete = true;
    for (int i = 0; i < arguments.size(); i++) {
      complete &= read(i, arguments.get(i), values, in);
    }
    if (arguments.size() < values.length || !construct.attributes().isEmpty()) {
      complete &= readAttributes(construct, arguments.size(), values, in);
    }
    if (!complete) {
      throw new Refusal();
    }
    return construct(values, construct.place(), in);
  }

  /// The arguments, one a component: those of a variadic record made into a list.
  private List<Syntax> arguments(Syntax.Construct construct) {
    if (!variadic || construct.arguments().isEmpty()) {
      return construct.arguments();
    }
    List<Syntax.Item> items =
        construct.arguments().stream().map(argument -> new Syntax.Item(argument, 1)).toList();
    return List.of(new Syntax.Sequence(items, construct.place()));
  }

  private boolean readAttributes(
      Syntax.Construct construct, int first, Object[] values, Reading in) {
    Attributes attributes = Attributes.ofAll(construct, in);
    boolean complete = true;
    for (int i = first; i < values.length; i++) {
      Optional<Syntax> given = attributes.take(components.get(i).name());
      if (given.isPresent()) {
        complete &= read(i, given.get(), values, in);
      } else {
        complete = false;
        lacks(construct, i, in);
      }
    }
    attributes.end();
    return complete;
  }

  private void lacks(Syntax.Construct construct, int i, Reading in) {
    Component component = components.get(i);
    in.report(
        construct.place(),
        construct.word()
            + " lacks "
            + (i < positional ? "its argument '" : "the attribute '")
            + component.name()
            + "', "
            + component.codec().expected(),
        "");
  }

  /// Reads one component; a fault in it is reported and does not keep the next from being read.
  private boolean read(int i, Syntax given, Object[] values, Reading in) {
    try {
      values[i] = components.get(i).codec().read(given, in);
      return true;
    } catch (Refusal e) {
      return false;
    }
  }

  private T construct(Object[] values, Place place, Reading in) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw in.checkedFailure(place, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type, e);
    }
  }

  @Override
  public String expected() {
    return "a " + type.getSimpleName();
  }
}
