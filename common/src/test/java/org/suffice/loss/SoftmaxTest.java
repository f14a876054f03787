package org.suffice.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftmaxTest {
  /** Theorem 4 of the paper allows 5 roundings of the division and of a logarithm of its own. */
  @Test
  void logarithmsOfOneAndALittleKeepTheirDigits() {
    for (double x = 1e-320; x < 1e10; x *= 1.37) {
      double expected = StrictMath.log1p(x);
      assertEquals(expected, Softmax.log1p(x), 5 * Math.ulp(expected), "x=" + x);
    }
    assertEquals(0, Softmax.log1p(0));
  }

  @Test
  void sharesAddUpAndTheLossIsThatOfTheClass() {
    double[] eta = {1, -2, 0.5};
    double[] shares = new double[2];
    double loss = Softmax.probabilities(eta, 0, 3, false, 1, shares, 0);
    double sum = Math.exp(1) + Math.exp(-2) + Math.exp(0.5);
    assertEquals(Math.exp(-2) / sum, eta[1], 1e-15);
    assertEquals(1, shares[0] + shares[1], 1e-15);
    assertEquals(Math.log(sum) + 2, loss, 1e-14);
  }

  /** Many rows at once say what rows one by one do, with and without a reference class. */
  @ParameterizedTest
  @CsvSource({"1,true", "2,true", "9,true", "2,false", "10,false"})
  void rowsTogetherAreRowsOneByOne(int functions, boolean reference) {
    int n = 500;
    Random random = new Random(functions);
    double[] together = new double[n * functions];
    double[] labels = new double[n];
    for (int i = 0; i < n; i++) {
      labels[i] = random.nextInt(functions + (reference ? 1 : 0));
      double scale = Math.pow(10, random.nextDouble() * 4 - 2); // up to 100, and some beyond
      for (int k = 0; k < functions; k++) {
        together[i * functions + k] = scale * random.nextGaussian();
      }
    }
    double[] alone = together.clone();
    double[] shares = new double[2];
    SoftmaxRows rows = new SoftmaxRows();
    int skipped = 7; // labels of a block whose later rows are looked at
    double[] labelsOfBlock = new double[n + skipped];
    System.arraycopy(labels, 0, labelsOfBlock, skipped, n);
    rows.powers(n, functions, reference, labelsOfBlock, skipped, together);
    for (int i = 0; i < n; i++) {
      int label = (int) labels[i];
      double largest = 0;
      for (int k = 0; k < functions; k++) {
        largest = Math.max(largest, Math.abs(alone[i * functions + k]));
      }
      double roundings = (8 + 4 * largest) * Math.ulp(1.0);
      double loss =
          Softmax.probabilities(alone, i * functions, functions, reference, label, shares, 0);
      assertEquals(
          loss, rows.probabilities(i, label, together), roundings * Math.max(loss, 1e-300));
      assertEquals(shares[0], rows.others(), roundings * shares[0]);
      assertEquals(shares[1], rows.own(), roundings * shares[1]);
      for (int k = i * functions; k < (i + 1) * functions; k++) {
        assertEquals(alone[k], together[k], roundings * alone[k]);
      }
    }
  }
}
