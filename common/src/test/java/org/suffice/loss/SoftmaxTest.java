package org.suffice.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

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
}
