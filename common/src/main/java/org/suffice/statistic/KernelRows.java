package org.suffice.statistic;

import java.io.Serializable;
import java.util.Arrays;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.kernel.Kernel;
import org.suffice.linalg.Blas;

/**
 * Some rows z, q of them, with which kernel values K(x, z) of other rows x are taken, panel by
 * panel of up to 256 of the q, so that a panel of values stays in the cache.
 *
 * <p>Dense rows are multiplied by dgemm. A sparse row x is multiplied entry by entry with the
 * columns of a panel stored by column; where there are too many columns to store them all, z is
 * looked up in x written out.
 */
public final class KernelRows implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The rows z of a panel. */
  static final int PANEL = 256;

  /**
   * The rows x that are worked on together. Results are the same however rows are cut in blocks.
   */
  public static final int SLICE = 512;

  /** Up to so many columns panels are stored whole. */
  private static final int MOST_STORED = 4096;

  private final Kernel kernel;
  private final Block rows;
  private final int q;
  private transient volatile Panels panels;

  /** Takes kernel values with all rows of a block, which is kept. */
  public KernelRows(Kernel kernel, Block rows) {
    this.kernel = kernel;
    this.rows = rows;
    this.q = rows.numRows();
  }

  /** The number q of rows z. */
  public int size() {
    return q;
  }

  /** The rows z. */
  public Block rows() {
    return rows;
  }

  /** The kernel. */
  public Kernel kernel() {
    return kernel;
  }

  /** Takes the values of a panel. */
  @FunctionalInterface
  public interface Panel {
    /**
     * Kernel values of m rows x with some rows z.
     *
     * @param from the first of the rows z
     * @param count how many they are
     * @param values m×count row-major, valid until this returns; may be longer
     */
    void take(int from, int count, double[] values);
  }

  /** Arrays that one thread uses again and again. */
  public static final class Scratch {
    private double[] x = new double[0];
    private double[] values = new double[0];
    private double[] norms = new double[0];
    private double[] written = new double[0];
  }

  /** What is derived from the rows z: their norms, and the panels in the form that is needed. */
  private static final class Panels {
    private final double[] norms;
    private double[][] byRow;
    private double[][] byColumn;

    Panels(Block rows) {
      norms = new double[rows.numRows()];
      squaredNorms(rows, null, rows.numRows(), norms);
    }
  }

  private Panels panels() {
    Panels made = panels;
    if (made == null) {
      synchronized (this) {
        made = panels == null ? new Panels(rows) : panels;
        panels = made;
      }
    }
    return made;
  }

  /** ‖z‖² of every row. */
  public double[] squaredNorms() {
    return panels().norms.clone();
  }

  /** The panels with each z a row: count×d row-major. */
  private double[][] byRow() {
    Panels all = panels();
    synchronized (all) {
      if (all.byRow == null) {
        double[][] made = new double[numPanels()][];
        int d = rows.numFeatures();
        double[] row = new double[d];
        for (int p = 0; p < made.length; p++) {
          made[p] = new double[Math.multiplyExact(count(p), d)];
          for (int j = 0; j < count(p); j++) {
            rows.copyRow(p * PANEL + j, row);
            System.arraycopy(row, 0, made[p], j * d, d);
          }
        }
        all.byRow = made;
      }
      return all.byRow;
    }
  }

  /** The panels with each z a column: d×count row-major. */
  private double[][] byColumn() {
    Panels all = panels();
    synchronized (all) {
      if (all.byColumn == null) {
        double[][] made = new double[numPanels()][];
        int d = rows.numFeatures();
        double[] row = new double[d];
        for (int p = 0; p < made.length; p++) {
          int count = count(p);
          made[p] = new double[Math.multiplyExact(count, d)];
          for (int j = 0; j < count; j++) {
            rows.copyRow(p * PANEL + j, row);
            for (int k = 0; k < d; k++) {
              made[p][k * count + j] = row[k];
            }
          }
        }
        all.byColumn = made;
      }
      return all.byColumn;
    }
  }

  private int numPanels() {
    return (q + PANEL - 1) / PANEL;
  }

  private int count(int panel) {
    return Math.min(PANEL, q - panel * PANEL);
  }

  /**
   * Takes kernel values of some rows of a block with all rows z.
   *
   * @param block not modified
   * @param selected positions of rows of the block, {@code m} of them; null for the first m
   */
  public void forEachPanel(Block block, int[] selected, int m, Scratch scratch, Panel panel) {
    if (m == 0 || q == 0) {
      return;
    }
    if (block.numFeatures() != rows.numFeatures()) {
      throw new IllegalArgumentException(
          "kernel: expected d=" + rows.numFeatures() + ", found d=" + block.numFeatures());
    }
    scratch.norms = atLeast(scratch.norms, m);
    squaredNorms(block, selected, m, scratch.norms);
    scratch.values = atLeast(scratch.values, m * Math.min(PANEL, q));
    boolean dense = block instanceof DenseBlock;
    double[] x = dense ? gathered((DenseBlock) block, selected, m, scratch) : null;
    boolean stored = rows.numFeatures() <= MOST_STORED;
    double[] norms = panels().norms;
    for (int p = 0; p < numPanels(); p++) {
      int count = count(p);
      int from = p * PANEL;
      if (dense) {
        // V (m×count) = X·Zᵀ
        int d = rows.numFeatures();
        Blas.rowProducts(m, d, x, count, byRow()[p], d, scratch.values);
      } else if (stored) {
        addByColumn((SparseBlock) block, selected, m, byColumn()[p], count, scratch.values);
      } else {
        lookUp((SparseBlock) block, selected, m, from, count, scratch);
      }
      for (int i = 0; i < m; i++) {
        kernel.applyInPlace(scratch.norms[i], norms, from, scratch.values, i * count, count);
      }
      panel.take(from, count, scratch.values);
    }
  }

  private static double[] atLeast(double[] array, int length) {
    return array.length >= length ? array : new double[length];
  }

  private static double[] gathered(DenseBlock block, int[] selected, int m, Scratch scratch) {
    if (selected == null) {
      return block.values();
    }
    int d = block.numFeatures();
    scratch.x = atLeast(scratch.x, m * d);
    for (int i = 0; i < m; i++) {
      System.arraycopy(block.values(), selected[i] * d, scratch.x, i * d, d);
    }
    return scratch.x;
  }

  private static void addByColumn(
      SparseBlock block, int[] selected, int m, double[] columns, int count, double[] values) {
    int[] starts = block.rowStarts();
    int[] indices = block.indices();
    double[] entries = block.values();
    Arrays.fill(values, 0, m * count, 0);
    for (int i = 0; i < m; i++) {
      int row = selected == null ? i : selected[i];
      int e = starts[row];
      for (; e + 3 < starts[row + 1]; e += 4) {
        addFour(entries, indices, e, columns, values, i * count, count);
      }
      for (; e < starts[row + 1]; e++) {
        double factor = entries[e];
        int at = indices[e] * count;
        int offset = i * count;
        for (int j = 0; j < count; j++) {
          values[offset + j] += factor * columns[at + j];
        }
      }
    }
  }

  /** Four entries at a time, so that a sum is loaded and stored a quarter as often. */
  private static void addFour(
      double[] entries, int[] indices, int e, double[] columns, double[] to, int offset, int n) {
    double a = entries[e];
    double b = entries[e + 1];
    double c = entries[e + 2];
    double d = entries[e + 3];
    int atA = indices[e] * n;
    int atB = indices[e + 1] * n;
    int atC = indices[e + 2] * n;
    int atD = indices[e + 3] * n;
    for (int j = 0; j < n; j++) {
      to[offset + j] +=
          (a * columns[atA + j] + b * columns[atB + j])
              + (c * columns[atC + j] + d * columns[atD + j]);
    }
  }

  /** Inner products by entries: of a sparse row x, written out, with sparse z; or with dense z. */
  private void lookUp(
      SparseBlock block, int[] selected, int m, int from, int count, Scratch scratch) {
    int[] starts = block.rowStarts();
    if (rows instanceof DenseBlock dense) {
      int d = rows.numFeatures();
      for (int i = 0; i < m; i++) {
        int row = selected == null ? i : selected[i];
        for (int j = 0; j < count; j++) {
          double sum = 0;
          for (int e = starts[row]; e < starts[row + 1]; e++) {
            sum += block.values()[e] * dense.values()[(from + j) * d + block.indices()[e]];
          }
          scratch.values[i * count + j] = sum;
        }
      }
      return;
    }
    scratch.written = atLeast(scratch.written, block.numFeatures());
    for (int i = 0; i < m; i++) {
      int row = selected == null ? i : selected[i];
      for (int e = starts[row]; e < starts[row + 1]; e++) {
        scratch.written[block.indices()[e]] = block.values()[e];
      }
      for (int j = 0; j < count; j++) {
        scratch.values[i * count + j] = product((SparseBlock) rows, from + j, scratch.written);
      }
      for (int e = starts[row]; e < starts[row + 1]; e++) {
        scratch.written[block.indices()[e]] = 0;
      }
    }
  }

  private static double product(SparseBlock rows, int z, double[] written) {
    double sum = 0;
    for (int e = rows.rowStarts()[z]; e < rows.rowStarts()[z + 1]; e++) {
      sum += rows.values()[e] * written[rows.indices()[e]];
    }
    return sum;
  }

  /**
   * ‖x‖² of some rows.
   *
   * @param selected positions of rows, {@code m} of them; null for the first m
   * @param norms m or more places, overwritten
   */
  public static void squaredNorms(Block block, int[] selected, int m, double[] norms) {
    int d = block.numFeatures();
    for (int i = 0; i < m; i++) {
      int row = selected == null ? i : selected[i];
      double sum = 0;
      if (block instanceof DenseBlock dense) {
        for (int k = row * d; k < (row + 1) * d; k++) {
          sum += dense.values()[k] * dense.values()[k];
        }
      } else {
        SparseBlock sparse = (SparseBlock) block;
        for (int e = sparse.rowStarts()[row]; e < sparse.rowStarts()[row + 1]; e++) {
          sum += sparse.values()[e] * sparse.values()[e];
        }
      }
      norms[i] = sum;
    }
  }

  /**
   * The matrix of kernel values of the rows with each other.
   *
   * @return q×q row-major, symmetric to the bit
   */
  public double[] matrix(Scratch scratch) {
    double[] all = new double[Math.multiplyExact(q, q)];
    for (int start = 0; start < q; start += SLICE) {
      int m = Math.min(SLICE, q - start);
      int begin = start;
      int[] selected = new int[m];
      Arrays.setAll(selected, i -> begin + i);
      forEachPanel(
          rows,
          selected,
          m,
          scratch,
          (from, count, values) -> {
            for (int i = 0; i < m; i++) {
              System.arraycopy(values, i * count, all, (begin + i) * q + from, count);
            }
          });
    }
    for (int i = 0; i < q; i++) {
      for (int j = 0; j < i; j++) {
        all[j * q + i] = all[i * q + j];
      }
    }
    return all;
  }
}
