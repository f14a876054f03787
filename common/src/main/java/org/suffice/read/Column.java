package org.suffice.read;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * One input column that a model uses.
 *
 * @param name as it stands in the header
 * @param kind how its cells are read
 * @param levels of a categorical column, in byte order of their UTF-8; else empty
 * @param parts of a column of dates, in the order of its features; else empty
 * @param degree of a numeric column: its powers 1 … degree are features; else 1
 */
public record Column(
    String name, Kind kind, List<String> levels, List<DatePart> parts, int degree) {
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
    if (degree < 1 || (degree > 1 && kind != Kind.NUMERIC)) {
      throw new IllegalArgumentException(kind + " column " + name + " of degree " + degree);
    }
    if (kind != Kind.CATEGORICAL && !levels.isEmpty() || (kind == Kind.DATE) == parts.isEmpty()) {
      throw new IllegalArgumentException(kind + " column " + name + ": " + levels + parts);
    }
  }

  /** A numeric column. */
  public static Column numeric(String name) {
    return new Column(name, Kind.NUMERIC, List.of(), List.of(), 1);
  }

  /** A numeric column with its powers up to a degree. */
  public static Column powers(String name, int degree) {
    return new Column(name, Kind.NUMERIC, List.of(), List.of(), degree);
  }

  /** A categorical column; the levels must be in byte order. */
  public static Column categorical(String name, List<String> levels) {
    return new Column(name, Kind.CATEGORICAL, levels, List.of(), 1);
  }

  /** A column of dates. */
  public static Column date(String name, List<DatePart> parts) {
    return new Column(name, Kind.DATE, List.of(), parts, 1);
  }

  /** The names of its features. */
  public List<String> featureNames() {
    return switch (kind) {
      case NUMERIC ->
          IntStream.rangeClosed(1, degree).mapToObj(k -> k == 1 ? name : name + "^" + k).toList();
      case CATEGORICAL -> levels.stream().map(level -> name + "=" + level).toList();
      case DATE -> parts.stream().map(part -> part.featureName(name)).toList();
    };
  }
}
