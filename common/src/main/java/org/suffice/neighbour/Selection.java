package org.suffice.neighbour;

/** Finds a median without sorting everything. */
final class Selection {
  private Selection() {}

  /**
   * Orders keys, and what goes with them, so that those before a place are no larger and those
   * after it no smaller than the one there (Hoare, "Find", CACM 4, 1961, with a median of three).
   *
   * @param keys from [from, to), updated
   * @param items moved along, updated
   */
  static void select(double[] keys, int[] items, int from, int to, int place) {
    int low = from;
    int high = to - 1;
    while (low < high) {
      double pivot = median(keys[low], keys[(low + high) >>> 1], keys[high]);
      int i = low;
      int j = high;
      while (i <= j) {
        while (keys[i] < pivot) {
          i++;
        }
        while (keys[j] > pivot) {
          j--;
        }
        if (i <= j) {
          double key = keys[i];
          keys[i] = keys[j];
          keys[j] = key;
          int item = items[i];
          items[i] = items[j];
          items[j] = item;
          i++;
          j--;
        }
      }
      if (place <= j) {
        high = j;
      } else if (place >= i) {
        low = i;
      } else {
        return;
      }
    }
  }

  private static double median(double a, double b, double c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
