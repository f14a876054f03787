package org.suffice.linalg;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.netlib.util.intW;
import org.suffice.Failure;

/** Run in a JVM of its own by {@link NativeLibrariesTest}: says what was chosen, and checks it. */
final class Probe {
  private static final int[] SIZES = {1, 2, 7, 8, 9, 63, 64, 65};

  private Probe() {}

  public static void main(String[] arguments) throws Exception {
    try {
      say("backend", NativeLibraries.backend());
    } catch (Failure e) {
      say("failure", e.getMessage());
      return;
    }
    say("description", NativeLibraries.description());
    say("blas", NativeLibraries.blas().getClass().getSimpleName());
    say("lapack", NativeLibraries.lapack().getClass().getSimpleName());
    if (System.getProperty("probe.answers") != null) {
      say("worst", worst());
    }
    if (System.getProperty("probe.threads") != null) {
      say("instances", instances());
      say("busy", busy());
    }
  }

  private static void say(String key, Object value) {
    System.out.println(key + "=" + value);
  }

  /** The largest error of any answer in units of its bound: at most 1 where all are right. */
  private static double worst() {
    double worst = 0;
    Random random = new Random(42);
    for (int m : SIZES) {
      for (int k : SIZES) {
        worst = Math.max(worst, dgemm(m, k, random));
        worst = Math.max(worst, dsyrk(m, k, random));
      }
      worst = Math.max(worst, dpotrf(m, random));
    }
    return worst;
  }

  /** C (m×m) = 2·A·B + 3·C, column-major, A is m×k, B is k×m. */
  private static double dgemm(int m, int k, Random random) {
    double[] a = normals(m * k, random);
    double[] b = normals(k * m, random);
    double[] c = normals(m * m, random);
    double[] answer = c.clone();
    NativeLibraries.blas().dgemm("N", "N", m, m, k, 2, a, m, b, k, 3, answer, m);
    double worst = 0;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        double sum = 3 * c[i + j * m];
        double magnitude = Math.abs(sum);
        for (int l = 0; l < k; l++) {
          double term = 2 * a[i + l * m] * b[l + j * k];
          sum += term;
          magnitude += Math.abs(term);
        }
        worst = Math.max(worst, ratio(answer[i + j * m] - sum, k, magnitude));
      }
    }
    return worst;
  }

  /** The upper triangle of C (m×m) = A·Aᵀ, column-major, A is m×k; the lower one is not touched. */
  private static double dsyrk(int m, int k, Random random) {
    double[] a = normals(m * k, random);
    double[] answer = new double[m * m];
    NativeLibraries.blas().dsyrk("U", "N", m, k, 1, a, m, 0, answer, m);
    double worst = 0;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        double sum = 0;
        double magnitude = 0;
        for (int l = 0; l < k && i <= j; l++) {
          double term = a[i + l * m] * a[j + l * m];
          sum += term;
          magnitude += Math.abs(term);
        }
        worst = Math.max(worst, ratio(answer[i + j * m] - sum, k, magnitude));
      }
    }
    return worst;
  }

  /**
   * A = L·Lᵀ for a positive definite A (n×n). Higham, Accuracy and Stability of Numerical
   * Algorithms (2002), Theorem 10.3: |A − L·Lᵀ| is at most γ(n+1)·|L|·|Lᵀ| in every element.
   */
  private static double dpotrf(int n, Random random) {
    double[] root = normals(n * n, random);
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int l = 0; l < n; l++) {
          a[i + j * n] += root[i + l * n] * root[j + l * n];
        }
      }
      a[i + i * n] += n;
    }
    double[] lower = a.clone();
    intW info = new intW(-1);
    NativeLibraries.lapack().dpotrf("L", n, lower, n, info);
    if (info.val != 0) {
      return Double.POSITIVE_INFINITY;
    }
    double worst = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        double magnitude = 0;
        for (int l = 0; l <= j; l++) {
          double term = lower[i + l * n] * lower[j + l * n];
          sum += term;
          magnitude += Math.abs(term);
        }
        worst = Math.max(worst, ratio(a[i + j * n] - sum, n, magnitude));
      }
    }
    return worst;
  }

  /** Both the answer and the naive sum may be off by γ(terms + 3) of the sum of magnitudes. */
  private static double ratio(double error, int terms, double magnitude) {
    double unit = Math.ulp(1.0) / 2;
    double bound = 2 * (terms + 3) * unit * magnitude;
    return error == 0 ? 0 : Math.abs(error) / bound;
  }

  private static double[] normals(int count, Random random) {
    return random.doubles(count, -1, 1).toArray();
  }

  /**
   * How many different files of OpenBLAS are mapped: a second one would have threads of its own.
   */
  private static long instances() throws Exception {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines
          .filter(line -> line.contains("libopenblas"))
          .map(line -> line.trim().split("\\s+")[4]) // the inode
          .distinct()
          .count();
    }
  }

  /** CPU seconds per second while this thread alone multiplies two large matrices. */
  private static double busy() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    int n = 1200;
    double[] a = normals(n * n, new Random(1));
    double[] c = new double[n * n];
    NativeLibraries.blas().dgemm("N", "N", n, n, n, 1, a, n, a, n, 0, c, n);
    long cpu = system.getProcessCpuTime();
    long wall = System.nanoTime();
    for (int i = 0; i < 3; i++) {
      NativeLibraries.blas().dgemm("N", "N", n, n, n, 1, a, n, a, n, 0, c, n);
    }
    return (system.getProcessCpuTime() - cpu) / (double) (System.nanoTime() - wall);
  }
}
