package org.suffice.read;

import java.util.List;
import java.util.Objects;

/**
 * One input column that a model uses.
 *
 * @param name as it stands in the header
 * @param kind how its cells are read
 * @param levels of a categorical column, in byte order of their UTF-8; empty for a numeric one
 */
public record Column(String name, Kind kind, List<String> levels) {
  /** How the cells of a column are read. */
  public enum Kind {
    /** A decimal number. */
    NUMERIC,
    /** One of a set of levels, one-hot encoded. */
    CATEGORICAL
  }

  /** Checks that a categorical column has levels and a numeric one none. */
  public Column {
    Objects.requireNonNull(name, "name");
    levels = List.copyOf(levels);
    if (kind == Kind.NUMERIC && !levels.isEmpty()) {
      throw new IllegalArgumentException("numeric column " + name + " with levels " + levels);
    }
  }

  /** A numeric column. */
  public static Column numeric(String name) {
    return new Column(name, Kind.NUMERIC, List.of());
  }

  /** A categorical column; the levels must be in byte order. */
  public static Column categorical(String name, List<String> levels) {
    return new Column(name, Kind.CATEGORICAL, levels);
  }
}
