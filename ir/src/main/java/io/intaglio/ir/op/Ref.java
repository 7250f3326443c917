package io.intaglio.ir.op;

/// The use of a value by its name. Record components of this type, or lists of it, are operands;
/// all other components of an operator are attributes.
public record Ref(String name) {
  public Ref {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a value needs a name");
    }
  }

  @Override
  public String toString() {
    return "%" + name;
  }
}
