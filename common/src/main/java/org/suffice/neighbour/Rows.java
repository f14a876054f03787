package org.suffice.neighbour;

import java.util.List;

/**
 * Rows that may be neighbours.
 *
 * @param size the number n of rows
 * @param features the number d of values of a row
 * @param values n×d row-major; may be longer
 * @param ids what stands for each row, and decides between rows of equal distance
 * @param groups see {@link Queries#groups}; null where queries have none
 * @param payload what is kept of a neighbour, n×{@code payloadWidth}, for instance its label
 */
public record Rows(
    int size,
    int features,
    double[] values,
    long[] ids,
    long[] groups,
    double[] payload,
    int payloadWidth) {
  /** Whether a row may be a neighbour of a query. */
  boolean allows(Queries queries, int query, int row) {
    return queries.groups() == null || queries.groups()[query] != groups[row];
  }

  /** Rows of one shape as one. */
  public static Rows joined(List<Rows> parts) {
    Rows like = parts.get(0);
    if (parts.size() == 1) {
      return like;
    }
    int size = parts.stream().mapToInt(Rows::size).reduce(0, Math::addExact);
    double[] values = new double[Math.multiplyExact(size, like.features)];
    double[] payload = new double[Math.multiplyExact(size, like.payloadWidth)];
    long[] ids = new long[size];
    long[] groups = like.groups == null ? null : new long[size];
    int at = 0;
    for (Rows part : parts) {
      int n = part.size;
      System.arraycopy(part.values, 0, values, at * like.features, n * like.features);
      System.arraycopy(part.payload, 0, payload, at * like.payloadWidth, n * like.payloadWidth);
      System.arraycopy(part.ids, 0, ids, at, n);
      if (groups != null) {
        System.arraycopy(part.groups, 0, groups, at, n);
      }
      at += n;
    }
    return new Rows(size, like.features, values, ids, groups, payload, like.payloadWidth);
  }

  /** About how many bytes the rows take. */
  public long bytes() {
    return 8L * size * (features + payloadWidth + (groups == null ? 1 : 2));
  }
}
