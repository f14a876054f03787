package org.suffice.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.suffice.block.DenseBlock;
import org.suffice.pass.LocalBlocks;
import org.suffice.statistic.LogisticPoint;

/**
 * Against the Hessian itself, at the model of constants, where the two are each other's inverse.
 */
class LogisticPreconditionerTest {
  private static final int ROWS = 500;
  private static final int COLUMNS = 5;

  /**
   * A case.
   *
   * @param lambda of the squares of all coefficients but the last
   */
  private record Case(int classes, boolean reference, boolean intercept, double lambda) {
    LocalBlocks blocks() {
      Random random = new Random(3);
      double[] x = new double[ROWS * COLUMNS];
      double[] labels = new double[ROWS];
      for (int i = 0; i < ROWS; i++) {
        double common = random.nextGaussian();
        for (int j = 0; j < COLUMNS; j++) {
          x[i * COLUMNS + j] = 3 * common + random.nextGaussian(); // correlated
        }
        labels[i] = random.nextInt(3) == 0 ? 0 : random.nextInt(classes); // unequal classes
      }
      return LocalBlocks.of(List.of(List.of(DenseBlock.of(COLUMNS, x, labels, null))), 1);
    }

    int functions() {
      return reference ? classes - 1 : classes;
    }

    LogisticPoint layout() {
      int q = COLUMNS + (intercept ? 1 : 0);
      double[] scale = {1, 2, 3, 1, 2};
      double[] theta = new double[functions() * q];
      return new LogisticPoint(
          classes, COLUMNS, intercept, reference, new double[COLUMNS], scale, null, theta);
    }

    LogisticObjective objective() {
      double[] squares = new double[layout().numCoefficients()];
      Arrays.fill(squares, 0, COLUMNS - 1, lambda);
      return new LogisticObjective(blocks(), layout(), squares, ROWS);
    }

    /** With an intercept constants that give the shares; without, all classes are as probable. */
    double[] theta(double[] shares) {
      int q = layout().numCoefficients();
      double[] theta = new double[functions() * q];
      double rest = reference ? 1 - Arrays.stream(shares).sum() : 1;
      for (int r = 0; r < functions() && intercept; r++) {
        theta[r * q + COLUMNS] = Math.log(shares[r] / rest);
      }
      return theta;
    }

    double[] shares() {
      double[] shares = new double[functions()];
      double all = classes * (classes + 1) / 2.0;
      Arrays.setAll(shares, r -> intercept ? (r + (reference ? 2 : 1)) / all : 1.0 / classes);
      return shares;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(2, true, true, 0),
        new Case(2, true, true, 40),
        new Case(2, true, false, 40),
        new Case(4, true, true, 0),
        new Case(4, false, true, 40), // one column and the constants have nothing but the anchor
        new Case(4, false, false, 40));
  }

  @TestFactory
  Stream<DynamicTest> invertsTheHessianOfConstants() {
    return cases().map(each -> DynamicTest.dynamicTest(each.toString(), () -> check(each)));
  }

  private static void check(Case of) {
    LogisticObjective objective = of.objective();
    double[] shares = of.shares();
    double[] theta = of.theta(shares);
    Preconditioner inverse =
        LogisticPreconditioner.of(objective, shares, objective.crossProducts());
    double[] vector = new Random(4).doubles(theta.length, -1, 1).toArray();
    double[] product = objective.hessianTimes(theta, vector);
    double[] back = new double[vector.length];
    inverse.apply(product, back);
    for (int i = 0; i < vector.length; i++) {
      assertEquals(vector[i], back[i], 1e-10, "parameter " + i);
    }
  }

  @TestFactory
  Stream<DynamicTest> theDiagonalIsThatOfTheHessian() {
    return cases().map(each -> DynamicTest.dynamicTest(each.toString(), () -> checkDiagonal(each)));
  }

  private static void checkDiagonal(Case of) {
    LogisticObjective objective = of.objective();
    double[] shares = of.shares();
    double[] products = objective.crossProducts();
    int q = of.layout().numCoefficients();
    double[] squares = new double[q];
    Arrays.setAll(squares, j -> products[j * q + j]);
    double[] hessian = objective.evaluate(of.theta(shares), true).hessian();
    int m = objective.size();
    double[] ones = new double[m];
    Arrays.fill(ones, 1);
    double[] inverse = new double[m];
    LogisticPreconditioner.ofDiagonal(objective, shares, squares).apply(ones, inverse);
    for (int i = 0; i < m; i++) {
      assertEquals(1, inverse[i] * hessian[i * m + i], 1e-11, "parameter " + i);
    }
  }

  @Test
  void aColumnOfZerosIsLeftAlone() {
    LogisticPoint layout =
        new LogisticPoint(2, 1, true, true, new double[1], new double[] {1}, null, new double[2]);
    DenseBlock zeros = DenseBlock.of(1, new double[4], new double[] {0, 1, 0, 1}, null);
    LocalBlocks blocks = LocalBlocks.of(List.of(List.of(zeros)), 1);
    LogisticObjective objective = new LogisticObjective(blocks, layout, new double[2], 4);
    double[] products = objective.crossProducts();
    for (Preconditioner each :
        List.of(
            LogisticPreconditioner.of(objective, new double[] {0.5}, products),
            LogisticPreconditioner.ofDiagonal(
                objective, new double[] {0.5}, new double[] {0, 4}))) {
      double[] out = new double[2];
      each.apply(new double[] {0, 1}, out);
      assertEquals(0, out[0]);
      assertEquals(1, out[1], 1e-6); // a ridge is added to a block that is singular
    }
  }

  @Test
  void manyColumnsAreNotMultiplied() {
    assertTrue(LogisticPreconditioner.isWorthwhile(wide(100)));
    assertEquals(false, LogisticPreconditioner.isWorthwhile(wide(100_000)));
  }

  private static LogisticPoint wide(int d) {
    return new LogisticPoint(
        3, d, true, false, new double[d], new double[d], null, new double[3 * (d + 1)]);
  }
}
