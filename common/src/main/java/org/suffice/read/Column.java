package org.suffice.read;

import java.util.List;
import java.util.Objects;

/**
 * One input column that a model uses.
 *
 * @param name as it stands in the header
 * @param kind how its cells are read
 * @param levels of a categorical column, in byte order of their UTF-8; else empty
 * @param parts of a column of dates, in the order of its features; else empty
 */
public record Column(String name, Kind kind, List<String> levels, List<DatePart> parts) {
  /** How the cells of a column are read. */
  public enum Kind {
    /** A decimal number. */
    NUMERIC,
    /** One of a set of levels, one-hot encoded. */
    CATEGORICAL,
    /** A point in time, encoded as some of its parts. */
    DATE
  }

  /** Checks that levels and parts go with the kind. */
  public Column {
    Objects.requireNonNull(name, "name");
    levels = List.copyOf(levels);
    parts = List.copyOf(parts);
    if (kind != Kind.CATEGORICAL && !levels.isEmpty() || (kind == Kind.DATE) == parts.isEmpty()) {
      throw new IllegalArgumentException(kind + " column " + name + ": " + levels + parts);
    }
  }

  /** A numeric column. */
  public static Column numeric(String name) {
    return new Column(name, Kind.NUMERIC, List.of(), List.of());
  }

  /** A categorical column; the levels must be in byte order. */
  public static Column categorical(String name, List<String> levels) {
    return new Column(name, Kind.CATEGORICAL, levels, List.of());
  }

  /** A column of dates. */
  public static Column date(String name, List<DatePart> parts) {
    return new Column(name, Kind.DATE, List.of(), parts);
  }

  /** The names of its features. */
  public List<String> featureNames() {
    return switch (kind) {
      case NUMERIC -> List.of(name);
      case CATEGORICAL -> levels.stream().map(level -> name + "=" + level).toList();
      case DATE -> parts.stream().map(part -> part.featureName(name)).toList();
    };
  }
}
