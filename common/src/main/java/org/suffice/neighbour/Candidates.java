package org.suffice.neighbour;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The k nearest rows seen so far of each query, sorted by (distance, id), and where asked for all
 * further rows at the distance of the k-th. The result does not depend on the order in which rows
 * are offered. Threads may offer to different queries at a time.
 */
public final class Candidates implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int numQueries;
  private final int k;
  private final boolean keepsTies;
  private final int payloadWidth;
  private final int[] sizes;
  private final double[] distances;
  private final long[] ids;
  private final double[] payload;
  private final Ties[] ties;

  /** Rows beyond the k-th at its distance, in no order. */
  private static final class Ties implements Serializable {
    private static final long serialVersionUID = 1L;

    private int size;
    private long[] ids = new long[4];
    private double[] payload;

    private void add(long id, double[] from, int offset, int width) {
      if (payload == null) {
        payload = new double[ids.length * width];
      }
      if (size == ids.length) {
        ids = Arrays.copyOf(ids, 2 * size);
        payload = Arrays.copyOf(payload, 2 * size * width);
      }
      ids[size] = id;
      System.arraycopy(from, offset, payload, size * width, width);
      size++;
    }
  }

  /**
   * Nothing seen yet.
   *
   * @param keepsTies whether rows at the distance of the k-th are kept beyond k
   * @param payloadWidth how many numbers are kept with a row
   */
  public Candidates(int numQueries, int k, boolean keepsTies, int payloadWidth) {
    if (k < 1) {
      throw new IllegalArgumentException("expected k of 1 or more, found " + k);
    }
    this.numQueries = numQueries;
    this.k = k;
    this.keepsTies = keepsTies;
    this.payloadWidth = payloadWidth;
    int places = Math.multiplyExact(numQueries, k);
    sizes = new int[numQueries];
    distances = new double[places];
    ids = new long[places];
    payload = new double[Math.multiplyExact(places, payloadWidth)];
    ties = keepsTies ? new Ties[numQueries] : null;
  }

  /** Bytes that the candidates of so many queries take, ties apart. */
  public static long bytes(long numQueries, int k, int payloadWidth) {
    return numQueries * (16 + k * (16L + 8L * payloadWidth));
  }

  /** The same, nothing seen yet. */
  public Candidates fresh() {
    return new Candidates(numQueries, k, keepsTies, payloadWidth);
  }

  /** The number m of queries. */
  public int numQueries() {
    return numQueries;
  }

  /** The number k of neighbours sought. */
  public int k() {
    return k;
  }

  /** How many numbers are kept with a row. */
  public int payloadWidth() {
    return payloadWidth;
  }

  /** The distance beyond which a row is of no interest: infinite until k are seen. */
  public double radius(int query) {
    return sizes[query] < k ? Double.POSITIVE_INFINITY : distances[query * k + k - 1];
  }

  /**
   * Takes a row if it is near enough.
   *
   * @param from holds the row's payload from {@code offset} on; copied
   * @return whether it was taken
   */
  public boolean offer(int query, double distance, long id, double[] from, int offset) {
    int first = query * k;
    int size = sizes[query];
    if (size == k) {
      int last = first + k - 1;
      if (distance > distances[last]) {
        return false;
      }
      if (distance == distances[last] && id > ids[last]) {
        tie(query, id, from, offset);
        return keepsTies;
      }
      displaceLast(query, distance);
      size--;
    }
    int at = first + size;
    while (at > first
        && (distances[at - 1] > distance || (distances[at - 1] == distance && ids[at - 1] > id))) {
      at--;
    }
    int behind = first + size - at;
    System.arraycopy(distances, at, distances, at + 1, behind);
    System.arraycopy(ids, at, ids, at + 1, behind);
    System.arraycopy(
        payload, at * payloadWidth, payload, (at + 1) * payloadWidth, behind * payloadWidth);
    distances[at] = distance;
    ids[at] = id;
    System.arraycopy(from, offset, payload, at * payloadWidth, payloadWidth);
    sizes[query] = size + 1;
    return true;
  }

  /** Makes room for a row before the last one, which stays as a tie if its distance is the k-th. */
  private void displaceLast(int query, double distance) {
    if (!keepsTies) {
      return;
    }
    int last = query * k + k - 1;
    double next = k == 1 ? distance : Math.max(distance, distances[last - 1]);
    if (next == distances[last]) {
      tie(query, ids[last], payload, last * payloadWidth);
    } else {
      ties[query] = null;
    }
  }

  private void tie(int query, long id, double[] from, int offset) {
    if (keepsTies) {
      if (ties[query] == null) {
        ties[query] = new Ties();
      }
      ties[query].add(id, from, offset, payloadWidth);
    }
  }

  /**
   * Takes what another has seen of the same queries; {@code other} is not modified.
   *
   * @throws IllegalArgumentException when it is this, or of other dimensions
   */
  public void merge(Candidates other) {
    if (other == this) {
      throw new IllegalArgumentException("candidates merged with themselves");
    }
    if (other.numQueries != numQueries
        || other.k != k
        || other.keepsTies != keepsTies
        || other.payloadWidth != payloadWidth) {
      throw new IllegalArgumentException(
          "candidates: expected " + shape() + ", found " + other.shape());
    }
    for (int q = 0; q < numQueries; q++) {
      for (int i = q * k; i < q * k + other.sizes[q]; i++) {
        offer(q, other.distances[i], other.ids[i], other.payload, i * payloadWidth);
      }
      Ties more = keepsTies ? other.ties[q] : null;
      for (int i = 0; more != null && i < more.size; i++) {
        offer(q, other.radius(q), more.ids[i], more.payload, i * payloadWidth);
      }
    }
  }

  private String shape() {
    return numQueries + " queries, k=" + k + (keepsTies ? " and ties" : "");
  }

  /** The number of neighbours of a query: k, fewer where there are no more, or more with ties. */
  public int count(int query) {
    return sizes[query] + (keepsTies && ties[query] != null ? ties[query].size : 0);
  }

  /**
   * Copies the neighbours of a query, sorted by (distance, id).
   *
   * @param to overwritten; as long as the largest {@link #count} at least
   */
  public void copy(int query, Neighbours to) {
    int kept = sizes[query];
    int first = query * k;
    to.reserve(count(query), payloadWidth);
    System.arraycopy(distances, first, to.distances, 0, kept);
    System.arraycopy(ids, first, to.ids, 0, kept);
    System.arraycopy(payload, first * payloadWidth, to.payload, 0, kept * payloadWidth);
    to.size = count(query);
    if (to.size == kept) {
      return;
    }
    Ties more = ties[query];
    int[] byId =
        IntStream.range(0, more.size)
            .boxed()
            .sorted((a, b) -> Long.compare(more.ids[a], more.ids[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int i = 0; i < byId.length; i++) {
      to.distances[kept + i] = radius(query);
      to.ids[kept + i] = more.ids[byId[i]];
      System.arraycopy(
          more.payload,
          byId[i] * payloadWidth,
          to.payload,
          (kept + i) * payloadWidth,
          payloadWidth);
    }
  }
}
