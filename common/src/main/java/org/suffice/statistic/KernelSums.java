package org.suffice.statistic;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.linalg.Blas;
import org.suffice.read.RowAccount;

/**
 * Σ_j c_j K(x_i, z_j) for every row x_i, in the order of the rows: by how much the gradients of
 * dual problems change when the multipliers of some rows z do. The arithmetic of a row depends on
 * its block alone, and nothing is added across rows: the result has the same bits however blocks
 * are spread.
 */
public final class KernelSums implements Statistic<KernelSums> {
  private static final long serialVersionUID = 1L;

  /**
   * Sums that rows of one or two classes are to have.
   *
   * @param first the position of a class
   * @param second that of the other; the same again for one class, -1 for rows of every class
   * @param numRows how many such rows there are
   * @param rows the q rows z
   * @param numSums the number s of sums of a row
   * @param coefficients q×s row-major
   */
  public record Group(
      int first, int second, int numRows, KernelRows rows, int numSums, double[] coefficients)
      implements Serializable {
    /** Checks the shapes. */
    public Group {
      if (coefficients.length != rows.size() * numSums) {
        throw new IllegalArgumentException(
            "expected "
                + rows.size()
                + "×"
                + numSums
                + " coefficients, found "
                + coefficients.length);
      }
    }

    /** Whether rows with this label are of the group. */
    public boolean has(double label) {
      return second < 0 || label == first || label == second;
    }
  }

  private final List<Group> groups;
  private final double[][] sums;
  private final int[] lengths;
  private final RowAccount account = new RowAccount();
  private transient KernelRows.Scratch scratch;
  private transient int[] selected;
  private transient double[] coefficients;
  private transient double[] products;

  /**
   * An empty statistic.
   *
   * @param groups shared, not copied
   */
  public KernelSums(List<Group> groups) {
    this.groups = groups;
    this.sums = new double[groups.size()][0];
    this.lengths = new int[groups.size()];
  }

  @Override
  public KernelSums fresh() {
    return new KernelSums(groups);
  }

  @Override
  public long sizeInBytes() {
    return groups.stream().mapToLong(group -> 8L * group.numRows() * group.numSums()).sum();
  }

  @Override
  public void add(Block block) {
    account.merge(block.account());
    if (scratch == null) {
      scratch = new KernelRows.Scratch();
      selected = new int[KernelRows.SLICE];
    }
    for (int start = 0; start < block.numRows(); start += KernelRows.SLICE) {
      int end = Math.min(block.numRows(), start + KernelRows.SLICE);
      for (int g = 0; g < groups.size(); g++) {
        int m = 0;
        for (int i = start; i < end; i++) {
          if (groups.get(g).has(block.labels()[i])) {
            selected[m++] = i;
          }
        }
        if (m > 0) {
          add(block, m, g);
        }
      }
    }
  }

  /** Adds the selected rows of a block to a group. */
  private void add(Block block, int m, int g) {
    Group group = groups.get(g);
    int s = group.numSums();
    int at = lengths[g];
    int length = Math.addExact(at, Math.multiplyExact(m, s));
    if (sums[g].length < length) {
      sums[g] = Arrays.copyOf(sums[g], Math.max(length, 2 * at));
    }
    double[] out = sums[g];
    Arrays.fill(out, at, length, 0);
    boolean whole = block instanceof DenseBlock && m == block.numRows();
    group
        .rows()
        .forEachPanel(
            block,
            whole ? null : selected,
            m,
            scratch,
            (from, count, values) -> addPanel(group, m, from, count, values, out, at));
    lengths[g] = length;
  }

  private void addPanel(
      Group group, int m, int from, int count, double[] values, double[] out, int at) {
    int s = group.numSums();
    if (s == 1) {
      for (int i = 0; i < m; i++) {
        out[at + i] += dot(values, i * count, group.coefficients(), from, count);
      }
      return;
    }
    if (coefficients == null || coefficients.length < count * s) {
      coefficients = new double[KernelRows.PANEL * s];
    }
    if (products == null || products.length < m * s) {
      products = new double[KernelRows.SLICE * s];
    }
    System.arraycopy(group.coefficients(), from * s, coefficients, 0, count * s);
    // P (m×s) = V (m×count) · C (count×s)
    Blas.product(m, count, s, values, coefficients, products);
    for (int i = 0; i < m * s; i++) {
      out[at + i] += products[i];
    }
  }

  /** xᵀy in four strands. */
  private static double dot(double[] x, int offsetX, double[] y, int offsetY, int n) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      a += x[offsetX + i] * y[offsetY + i];
      b += x[offsetX + i + 1] * y[offsetY + i + 1];
      c += x[offsetX + i + 2] * y[offsetY + i + 2];
      d += x[offsetX + i + 3] * y[offsetY + i + 3];
    }
    for (; i < n; i++) {
      a += x[offsetX + i] * y[offsetY + i];
    }
    return a + b + (c + d);
  }

  @Override
  public void finish() {
    scratch = null;
    selected = null;
    coefficients = null;
    products = null;
  }

  @Override
  public KernelSums merge(KernelSums other) {
    if (other == this) {
      throw new IllegalArgumentException("kernel sums merged with themselves");
    }
    if (other.groups.size() != groups.size()) {
      throw new IllegalArgumentException(
          "kernel sums: expected " + groups.size() + " groups, found " + other.groups.size());
    }
    account.merge(other.account);
    for (int g = 0; g < sums.length; g++) {
      int length = Math.addExact(lengths[g], other.lengths[g]);
      if (sums[g].length < length) {
        sums[g] = Arrays.copyOf(sums[g], Math.max(length, 2 * lengths[g]));
      }
      System.arraycopy(other.sums[g], 0, sums[g], lengths[g], other.lengths[g]);
      lengths[g] = length;
    }
    return this;
  }

  @Override
  public RowAccount account() {
    return account;
  }

  /** The number of rows of a group that were seen. */
  public int numRows(int group) {
    return lengths[group] / groups.get(group).numSums();
  }

  /** The sums of a group's rows, n×s row-major; not a copy, may be longer. */
  public double[] sums(int group) {
    return sums[group];
  }
}
