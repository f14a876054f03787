package org.suffice.neighbour;

import java.util.Arrays;

/**
 * Rows in a k-d tree (Bentley, "Multidimensional binary search trees used for associative
 * searching", CACM 18, 1975): halves by the median of the feature of the largest extent, down to
 * leaves of a few rows. A half is left out when its bounding box is beyond the neighbours found.
 *
 * <p>The distance to a box is that to its nearest point, computed as any other: each difference is
 * no larger than that to a row in the box, and rounding keeps order, hence so is the sum.
 */
final class KdTree implements Index {
  private static final int LEAF = 24;

  private final Minkowski metric;
  private final int d;
  private final Rows source;

  /** The rows in the order of the leaves: values, and the position among the rows given. */
  private final double[] values;

  private final int[] positions;

  /**
   * Node i has the children 2i+1 and 2i+2, the first and the second half of its rows. The box of
   * node i: d lowest values from 2di on, then d highest.
   */
  private final double[] boxes;

  private final int depth;

  KdTree(Minkowski metric, Rows rows) {
    this.metric = metric;
    this.d = rows.features();
    this.source = rows;
    int n = rows.size();
    int levels = 0;
    while ((n >> levels) > LEAF) {
      levels++;
    }
    depth = levels;
    boxes = new double[Math.multiplyExact(2 * d, (2 << levels) - 1)];
    positions = new int[n];
    Arrays.setAll(positions, i -> i);
    build(0, 0, n, 0, new double[n]);
    values = new double[n * d];
    for (int i = 0; i < n; i++) {
      System.arraycopy(rows.values(), positions[i] * d, values, i * d, d);
    }
  }

  /** Orders the rows [from, to) of a node; the scratch {@code keys} has a place for each row. */
  private void build(int node, int from, int to, int level, double[] keys) {
    int widest = bound(node, from, to);
    if (level == depth) {
      return;
    }
    for (int i = from; i < to; i++) {
      keys[i] = source.values()[positions[i] * d + widest];
    }
    int middle = (from + to) >>> 1;
    Selection.select(keys, positions, from, to, middle);
    build(2 * node + 1, from, middle, level + 1, keys);
    build(2 * node + 2, middle, to, level + 1, keys);
  }

  /** Finds the box of a node, and the feature of its largest extent. */
  private int bound(int node, int from, int to) {
    int low = node * 2 * d;
    int high = low + d;
    Arrays.fill(boxes, low, high, Double.POSITIVE_INFINITY);
    Arrays.fill(boxes, high, high + d, Double.NEGATIVE_INFINITY);
    for (int i = from; i < to; i++) {
      int at = positions[i] * d;
      for (int j = 0; j < d; j++) {
        double value = source.values()[at + j];
        boxes[low + j] = Math.min(boxes[low + j], value);
        boxes[high + j] = Math.max(boxes[high + j], value);
      }
    }
    int widest = 0;
    double extent = -1;
    for (int j = 0; j < d; j++) {
      if (boxes[high + j] - boxes[low + j] > extent) {
        extent = boxes[high + j] - boxes[low + j];
        widest = j;
      }
    }
    return widest;
  }

  @Override
  public void search(Queries queries, int from, int to, Candidates found) {
    if (source.size() == 0) {
      return;
    }
    double[] nearest = new double[d];
    for (int q = from; q < to; q++) {
      visit(queries, q, 0, 0, source.size(), 0, found, nearest);
    }
  }

  private void visit(
      Queries queries,
      int q,
      int node,
      int from,
      int to,
      int level,
      Candidates found,
      double[] nearest) {
    if (level == depth) {
      scan(queries, q, from, to, found);
      return;
    }
    int middle = (from + to) >>> 1;
    int left = 2 * node + 1;
    int right = left + 1;
    double toLeft = toBox(queries.values(), q * d, left, nearest);
    double toRight = toBox(queries.values(), q * d, right, nearest);
    boolean leftFirst = toLeft <= toRight;
    // A row at the radius itself may have a smaller id.
    if (leftFirst && toLeft <= found.radius(q)) {
      visit(queries, q, left, from, middle, level + 1, found, nearest);
    }
    if (toRight <= found.radius(q)) {
      visit(queries, q, right, middle, to, level + 1, found, nearest);
    }
    if (!leftFirst && toLeft <= found.radius(q)) {
      visit(queries, q, left, from, middle, level + 1, found, nearest);
    }
  }

  /** A lower bound of the distance to the rows of a node. */
  private double toBox(double[] x, int query, int node, double[] nearest) {
    int low = node * 2 * d;
    for (int j = 0; j < d; j++) {
      nearest[j] = Math.max(boxes[low + j], Math.min(boxes[low + d + j], x[query + j]));
    }
    // The root, unlike the sum, may be computed in two ways: a hair of room covers both.
    return metric.distance(x, query, nearest, 0, d) * (1 - 1e-14);
  }

  private void scan(Queries queries, int q, int from, int to, Candidates found) {
    double limit = metric.largestSum(found.radius(q), d);
    for (int i = from; i < to; i++) {
      double sum = metric.sum(queries.values(), q * d, values, i * d, d);
      int row = positions[i];
      if (sum <= limit && source.allows(queries, q, row)) {
        double distance = metric.distance(sum, queries.values(), q * d, values, i * d, d);
        int at = row * source.payloadWidth();
        if (found.offer(q, distance, source.ids()[row], source.payload(), at)) {
          limit = metric.largestSum(found.radius(q), d);
        }
      }
    }
  }
}
