package org.suffice.neighbour;

/** The neighbours of one query, nearest first; reused from query to query. */
public final class Neighbours {
  int size;
  double[] distances = new double[0];
  long[] ids = new long[0];
  double[] payload = new double[0];
  private int payloadWidth;

  void reserve(int count, int width) {
    payloadWidth = width;
    if (distances.length < count) {
      distances = new double[count];
      ids = new long[count];
    }
    if (payload.length < count * width) {
      payload = new double[count * width];
    }
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** How far the i-th is, from 0 on. */
  public double distance(int i) {
    return distances[i];
  }

  /** The id of the i-th. */
  public long id(int i) {
    return ids[i];
  }

  /** A number that was kept with the i-th. */
  public double payload(int i, int column) {
    return payload[i * payloadWidth + column];
  }
}
