package org.suffice.solve;

import java.util.Arrays;

/**
 * Chooses the rows of a sub-problem: half of those that violate the optimality conditions most on
 * either side (Joachims, "Making large-scale SVM learning practical", 1999), and of the set before
 * those that are still between their bounds, which keeps rounds from undoing each other (Wen et
 * al., "ThunderSVM", JMLR 19, 2018). Ties go to the row that comes first.
 */
final class WorkingSet {
  private final DualProblem problem;
  private int[] last = new int[0];

  WorkingSet(DualProblem problem) {
    this.problem = problem;
  }

  /**
   * The rows to solve next.
   *
   * @param size the most of them
   * @param least the least f of rows that can rise
   * @param most the largest f of rows that can fall
   * @return positions in the problem, ascending
   */
  int[] choose(int size, double least, double most) {
    int n = problem.size();
    boolean[] in = new boolean[n];
    int count = 0;
    int keep = size / 2;
    for (int i : last) {
      if (count < keep && problem.isFree(i)) {
        in[i] = true;
        count++;
      }
    }
    int half = (size - count) / 2;
    count += take(most(half, in, true, most), in);
    count += take(most(size - count, in, false, least), in);
    int[] chosen = new int[count];
    for (int i = 0, at = 0; i < n; i++) {
      if (in[i]) {
        chosen[at++] = i;
      }
    }
    last = chosen;
    return chosen;
  }

  private static int take(int[] rows, boolean[] in) {
    for (int i : rows) {
      in[i] = true;
    }
    return rows.length;
  }

  /**
   * The rows not chosen yet that violate most, on one side: a heap whose root is the least of them.
   */
  private int[] most(int size, boolean[] in, boolean rising, double bound) {
    int[] heap = new int[size];
    double[] keys = new double[size];
    int count = 0;
    for (int i = 0; i < problem.size(); i++) {
      if (in[i] || !(rising ? problem.canRise(i) : problem.canFall(i))) {
        continue;
      }
      double f = problem.gradient(i);
      double key = rising ? bound - f : f - bound;
      if (!(key > 0)) {
        continue;
      }
      if (count < size) {
        up(heap, keys, count++, i, key);
      } else if (size > 0 && key > keys[0]) {
        down(heap, keys, count, i, key);
      }
    }
    return Arrays.copyOf(heap, count);
  }

  private static boolean below(double key, int row, double otherKey, int otherRow) {
    return key < otherKey || key == otherKey && row > otherRow;
  }

  private static void up(int[] heap, double[] keys, int at, int row, double key) {
    int place = at;
    while (place > 0) {
      int parent = (place - 1) / 2;
      if (!below(key, row, keys[parent], heap[parent])) {
        break;
      }
      heap[place] = heap[parent];
      keys[place] = keys[parent];
      place = parent;
    }
    heap[place] = row;
    keys[place] = key;
  }

  private static void down(int[] heap, double[] keys, int count, int row, double key) {
    int place = 0;
    while (true) {
      int child = 2 * place + 1;
      if (child >= count) {
        break;
      }
      if (child + 1 < count && below(keys[child + 1], heap[child + 1], keys[child], heap[child])) {
        child++;
      }
      if (!below(keys[child], heap[child], key, row)) {
        break;
      }
      heap[place] = heap[child];
      keys[place] = keys[child];
      place = child;
    }
    heap[place] = row;
    keys[place] = key;
  }
}
