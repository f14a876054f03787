package org.suffice.neighbour;

import java.io.Serializable;
import java.util.List;

/**
 * Rows whose neighbours are sought.
 *
 * @param size the number m of queries
 * @param features the number d of values of a query
 * @param values m×d row-major; may be longer
 * @param groups a query is no neighbour of rows of its group; null where every row may be one
 */
public record Queries(int size, int features, double[] values, long[] groups)
    implements Serializable {
  /** Checks the lengths. */
  public Queries {
    if (features < 1 || (long) size * features > values.length) {
      throw new IllegalArgumentException(
          "expected " + size + "×" + features + " values, found " + values.length);
    }
    if (groups != null && groups.length < size) {
      throw new IllegalArgumentException("expected " + size + " groups, found " + groups.length);
    }
  }

  /** Queries of one shape, one after the other. */
  public static Queries joined(List<Queries> parts) {
    Queries like = parts.get(0);
    int size = parts.stream().mapToInt(Queries::size).reduce(0, Math::addExact);
    double[] values = new double[Math.multiplyExact(size, like.features)];
    long[] groups = like.groups == null ? null : new long[size];
    int at = 0;
    for (Queries part : parts) {
      System.arraycopy(part.values, 0, values, at * like.features, part.size * like.features);
      if (groups != null) {
        System.arraycopy(part.groups, 0, groups, at, part.size);
      }
      at += part.size;
    }
    return new Queries(size, like.features, values, groups);
  }
}
