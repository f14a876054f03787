package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.kernel.Kernel;
import org.suffice.read.RowAccount;

/** Kernel values of dense and sparse rows, panel by panel, against the formulas. */
class KernelRowsTest {
  private static final Kernel[] KERNELS = {
    Kernel.LINEAR, Kernel.rbf(0.3), Kernel.polynomial(0.5, 1, 3), Kernel.sigmoid(0.1, -0.2)
  };

  private static double[] values(int n, int d, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[n * d];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextInt(3) == 0 ? random.nextDouble() * 4 - 2 : 0;
    }
    return x;
  }

  private static Block dense(int n, int d, double[] x) {
    return DenseBlock.of(d, x, new double[n], null);
  }

  private static Block sparse(int n, int d, double[] x) {
    int[] starts = new int[n + 1];
    int[] indices = new int[x.length];
    double[] values = new double[x.length];
    int e = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        if (x[i * d + j] != 0) {
          indices[e] = j;
          values[e++] = x[i * d + j];
        }
      }
      starts[i + 1] = e;
    }
    return new SparseBlock(
        n,
        d,
        starts,
        indices,
        values,
        new double[n],
        null,
        0,
        new long[n],
        RowAccount.of(n, 0, 0, 0));
  }

  private static double naive(Kernel kernel, double[] x, int i, double[] z, int j, int d) {
    double dot = 0;
    double distance = 0;
    for (int k = 0; k < d; k++) {
      dot += x[i * d + k] * z[j * d + k];
      distance += (x[i * d + k] - z[j * d + k]) * (x[i * d + k] - z[j * d + k]);
    }
    return switch (kernel.kind()) {
      case LINEAR -> dot;
      case RBF -> StrictMath.exp(-kernel.gamma() * distance);
      case POLYNOMIAL -> Math.pow(kernel.gamma() * dot + kernel.coef0(), kernel.degree());
      case SIGMOID -> Math.tanh(kernel.gamma() * dot + kernel.coef0());
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 9, 63, 64, 65, 255, 256, 257, 600})
  void equalsTheFormulas(int q) {
    int d = 11;
    int n = 37;
    double[] x = values(n, d, 1);
    double[] z = values(q, d, 2);
    for (Kernel kernel : KERNELS) {
      for (Block rows : new Block[] {dense(q, d, z), sparse(q, d, z)}) {
        for (Block block : new Block[] {dense(n, d, x), sparse(n, d, x)}) {
          assertValues(kernel, rows, block, x, z, n, d);
        }
      }
    }
  }

  private static void assertValues(
      Kernel kernel, Block rows, Block block, double[] x, double[] z, int n, int d) {
    int[] selected = IntStream.range(0, n).filter(i -> i % 3 != 1).toArray();
    new KernelRows(kernel, rows)
        .forEachPanel(
            block,
            selected,
            selected.length,
            new KernelRows.Scratch(),
            (from, count, values) -> {
              for (int i = 0; i < selected.length; i++) {
                for (int j = 0; j < count; j++) {
                  double expected = naive(kernel, x, selected[i], z, from + j, d);
                  assertEquals(
                      expected,
                      values[i * count + j],
                      1e-13 * Math.max(1, Math.abs(expected)),
                      kernel.kind() + " of " + block.getClass().getSimpleName());
                }
              }
            });
  }

  /** More columns than panels are stored for. */
  @Test
  void wideSparseRows() {
    int d = 6000;
    int n = 5;
    int q = 9;
    double[] x = values(n, d, 3);
    double[] z = values(q, d, 4);
    Kernel kernel = Kernel.rbf(1e-4);
    for (Block rows : new Block[] {dense(q, d, z), sparse(q, d, z)}) {
      assertValues(kernel, rows, sparse(n, d, x), x, z, n, d);
    }
  }

  @Test
  void theMatrixIsSymmetricToTheBit() {
    int d = 11;
    int q = 700;
    double[] z = values(q, d, 5);
    double[] matrix =
        new KernelRows(Kernel.rbf(0.3), dense(q, d, z)).matrix(new KernelRows.Scratch());
    for (int i = 0; i < q; i++) {
      for (int j = 0; j <= i; j++) {
        assertEquals(matrix[i * q + j], matrix[j * q + i]);
        assertEquals(naive(Kernel.rbf(0.3), z, i, z, j, d), matrix[i * q + j], 1e-14);
      }
    }
  }

  /** The Gaussian of every distance, large and small, to four units of the last place of 1. */
  @Test
  void theExponentialIsExact() {
    int d = 1;
    double[] distances = IntStream.range(0, 5000).mapToDouble(i -> i * i * 4e-5).toArray();
    double[] values = new double[distances.length];
    new KernelRows(Kernel.rbf(1), dense(1, d, new double[] {0}))
        .forEachPanel(
            dense(values.length, d, java.util.Arrays.stream(distances).map(Math::sqrt).toArray()),
            null,
            values.length,
            new KernelRows.Scratch(),
            (from, count, panel) -> System.arraycopy(panel, 0, values, 0, values.length));
    double[] expected =
        java.util.Arrays.stream(distances)
            .map(Math::sqrt)
            .map(root -> StrictMath.exp(-root * root))
            .toArray();
    assertArrayEquals(expected, values, 9e-16);
  }

  @Test
  void otherWidthsAreRefused() {
    KernelRows rows = new KernelRows(Kernel.LINEAR, dense(1, 2, new double[2]));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            rows.forEachPanel(
                dense(1, 3, new double[3]),
                null,
                1,
                new KernelRows.Scratch(),
                (from, count, values) -> {}));
  }
}
