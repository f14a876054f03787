package org.suffice.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One input column that a model uses.
 *
 * @param name as it stands in the header
 * @param kind how its cells are read
 * @param levels of a categorical column, in byte order of their UTF-8; else empty
 * @param parts of a column of dates, in the order of its features; else empty
 * @param degree of a numeric column: its powers 1 … degree are features, none where it is 0 and
 *     sines and cosines stand for the number; else 1
 * @param fourier of a numeric column: its sines and cosines are features, after the powers
 */
public record Column(
    String name,
    Kind kind,
    List<String> levels,
    List<DatePart> parts,
    int degree,
    Optional<Fourier> fourier) {
  /** The highest power. */
  public static final int MOST_DEGREE = 99;

  /** How the cells of a column are read. */
  public enum Kind {
    /** A decimal number. */
    NUMERIC,
    /** One of a set of levels, one-hot encoded. */
    CATEGORICAL,
    /** A point in time, encoded as some of its parts. */
    DATE
  }

  /** Checks that levels, parts and bases go with the kind. */
  public Column {
    Objects.requireNonNull(name, "name");
    levels = List.copyOf(levels);
    parts = List.copyOf(parts);
    boolean basis = degree != 1 || fourier.isPresent();
    if (degree < (fourier.isPresent() ? 0 : 1)
        || degree > MOST_DEGREE
        || (basis && kind != Kind.NUMERIC)) {
      throw new IllegalArgumentException(
          kind + " column " + name + " of degree " + degree + ", " + fourier);
    }
    if (kind != Kind.CATEGORICAL && !levels.isEmpty() || (kind == Kind.DATE) == parts.isEmpty()) {
      throw new IllegalArgumentException(kind + " column " + name + ": " + levels + parts);
    }
  }

  /** A column without sines and cosines. */
  public Column(String name, Kind kind, List<String> levels, List<DatePart> parts, int degree) {
    this(name, kind, levels, parts, degree, Optional.empty());
  }

  /** A numeric column. */
  public static Column numeric(String name) {
    return powers(name, 1);
  }

  /** A numeric column with its powers up to a degree. */
  public static Column powers(String name, int degree) {
    return basis(name, degree, Optional.empty());
  }

  /** A numeric column with its powers up to a degree, then its sines and cosines. */
  public static Column basis(String name, int degree, Optional<Fourier> fourier) {
    return new Column(name, Kind.NUMERIC, List.of(), List.of(), degree, fourier);
  }

  /** A categorical column; the levels must be in byte order. */
  public static Column categorical(String name, List<String> levels) {
    return new Column(name, Kind.CATEGORICAL, levels, List.of(), 1);
  }

  /** A column of dates. */
  public static Column date(String name, List<DatePart> parts) {
    return new Column(name, Kind.DATE, List.of(), parts, 1);
  }

  /** Whether its one feature is the number that stands in the data. */
  public boolean isPlainNumber() {
    return kind == Kind.NUMERIC && degree == 1 && fourier.isEmpty();
  }

  /** Whether its values, numbers or levels as they stand in the data, are among the features. */
  public boolean hasOwnValues() {
    return kind == Kind.CATEGORICAL || kind == Kind.NUMERIC && degree > 0;
  }

  /** The number of its features. */
  public int numFeatures() {
    return switch (kind) {
      case NUMERIC -> degree + 2 * fourier.map(Fourier::harmonics).orElse(0);
      case CATEGORICAL -> levels.size();
      case DATE -> parts.size();
    };
  }

  /** The names of its features. */
  public List<String> featureNames() {
    return switch (kind) {
      case NUMERIC -> {
        List<String> names = new ArrayList<>();
        for (int k = 1; k <= degree; k++) {
          names.add(k == 1 ? name : name + "^" + k);
        }
        fourier.ifPresent(waves -> names.addAll(waves.names(name)));
        yield names;
      }
      case CATEGORICAL -> levels.stream().map(level -> name + "=" + level).toList();
      case DATE -> parts.stream().map(part -> part.featureName(name)).toList();
    };
  }
}
