package org.suffice.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Tolerance;
import org.suffice.solve.Minimiser.Minimum;
import org.suffice.solve.Solution.Termination;
import org.suffice.solve.ToyObjective.Barrier;
import org.suffice.solve.ToyObjective.Bowl;
import org.suffice.solve.ToyObjective.Logistic;

/** Solvers of smooth functions plus absolute values. */
class AbsoluteMinimisersTest {
  private static final int MANY = 5_000;

  private static List<Minimiser> solvers(double tolerance, int iterations, double[] l1) {
    return List.of(
        new ProximalNewton(tolerance, iterations, l1), new Owlqn(tolerance, iterations, l1));
  }

  private static Minimum minimise(Minimiser solver, Objective objective, double... start) {
    return solver.minimise(objective, new SolverState(start), IterationListener.NONE);
  }

  /** The same weight for all parameters but the first. */
  private static double[] weights(int m, double weight) {
    double[] l1 = new double[m];
    Arrays.fill(l1, weight);
    l1[0] = 0;
    return l1;
  }

  /** The conditions of Karush, Kuhn and Tucker, from their definition. */
  private static void checkConditions(
      ToyObjective objective, double[] l1, Minimum minimum, double allowed) {
    double[] theta = minimum.theta();
    double[] g = objective.gradient(theta);
    double worst = 0;
    double value = objective.value(theta);
    for (int j = 0; j < theta.length; j++) {
      value += l1[j] * Math.abs(theta[j]);
      double missed =
          theta[j] > 0
              ? Math.abs(g[j] + l1[j])
              : theta[j] < 0 ? Math.abs(g[j] - l1[j]) : Math.max(0, Math.abs(g[j]) - l1[j]);
      worst = Math.max(worst, missed);
    }
    assertTrue(worst <= allowed, worst + " > " + allowed);
    assertEquals(worst, minimum.solution().gradientNorm());
    Tolerance.relative(1e-15, "two ways to sum")
        .check("value", value, minimum.solution().objective());
    assertEquals(objective.value(theta), minimum.last().value());
  }

  private static int zeros(double[] theta) {
    return (int) Arrays.stream(theta).filter(x -> x == 0).count();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 5, 20, 60})
  void bothFindTheSparseOptimum(double weight) {
    double[] l1 = weights(21, weight);
    Minimum[] found = new Minimum[2];
    for (int i = 0; i < 2; i++) {
      Logistic logistic = Logistic.random(500, 20, 0, 11);
      Minimiser solver = solvers(1e-11, MANY, l1).get(i);
      found[i] = minimise(solver, logistic, new double[21]);
      assertEquals(Termination.CONVERGED, found[i].solution().termination());
      checkConditions(logistic, l1, found[i], 1e-11 * 500);
      assertTrue(logistic.passes < 90, solver.name() + " passed " + logistic.passes + " times");
    }
    assertEquals(zeros(found[0].theta()), zeros(found[1].theta()));
    assertTrue(weight < 5 || zeros(found[0].theta()) > 3);
    Tolerance.absolute(1e-8, "gradients 5e-9, least eigenvalue above 1")
        .check("θ", found[0].theta(), found[1].theta());
  }

  @Test
  void elasticNet() {
    double[] l1 = weights(11, 8);
    Minimum[] found = new Minimum[2];
    for (int i = 0; i < 2; i++) {
      Logistic logistic = Logistic.random(300, 10, 20, 12);
      found[i] = minimise(solvers(1e-12, MANY, l1).get(i), logistic, new double[11]);
      assertEquals(Termination.CONVERGED, found[i].solution().termination());
      checkConditions(logistic, l1, found[i], 3e-10);
    }
    Tolerance.absolute(1e-10, "gradients").check("θ", found[0].theta(), found[1].theta());
  }

  @Test
  void aLassoIsThatOfCoordinateDescent() {
    Bowl bowl = new Bowl(12, 1e3, 0, 13);
    double[] l1 = weights(12, 3);
    double[] products = Vectors.plus(new double[12], -1, bowl.gradient(new double[12]));
    double square = 2 * bowl.value(new double[12]);
    Quadratic quadratic = new Quadratic(12, bowl.hessian(new double[12]), products, square, 1, 12);
    double[] expected =
        new CoordinateDescent(quadratic).solve(l1, new double[12], false, null).coefficients();
    assertTrue(zeros(expected) > 0);
    for (Minimiser solver : solvers(1e-10, MANY, l1)) {
      Minimum minimum = minimise(solver, bowl, new double[12]);
      assertTrue(minimum.solution().iterations() < 300, minimum.solution().toString());
      assertEquals(Termination.CONVERGED, minimum.solution().termination());
      Tolerance.absolute(1e-9, "gradients").check(solver.name(), expected, minimum.theta());
    }
  }

  @Test
  void allIsZeroBeyondTheLargestDerivative() {
    Logistic logistic = Logistic.random(200, 6, 0, 14);
    double[] start =
        minimise(new Newton(1e-12, MANY), Logistic.random(200, 6, 1e9, 14), new double[7]).theta();
    double largest = 0;
    double[] g = logistic.gradient(new double[] {start[0], 0, 0, 0, 0, 0, 0});
    for (int j = 1; j < 7; j++) {
      largest = Math.max(largest, Math.abs(g[j]));
    }
    for (Minimiser solver : solvers(1e-10, MANY, weights(7, 1.01 * largest))) {
      assertEquals(6, zeros(minimise(solver, logistic, new double[7]).theta()));
      double[] far = {1, -1, 2, -2, 1, -1, 2};
      assertEquals(6, zeros(minimise(solver, logistic, far).theta()));
    }
    for (Minimiser solver : solvers(1e-10, MANY, weights(7, 0.99 * largest))) {
      assertEquals(5, zeros(minimise(solver, logistic, new double[7]).theta()));
    }
  }

  @Test
  void withoutWeightsTheyAreNewton() {
    Logistic logistic = Logistic.random(400, 9, 0, 2);
    double[] expected = minimise(new Newton(1e-12, MANY), logistic, new double[10]).theta();
    for (Minimiser solver : solvers(1e-11, MANY, new double[10])) {
      Minimum minimum = minimise(solver, logistic, new double[10]);
      Tolerance.absolute(1e-8, "gradients").check(solver.name(), expected, minimum.theta());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-12, 1e-16, 0})
  void endsWhereDoublesDo(double tolerance) {
    double[] l1 = weights(21, 10);
    for (Minimiser solver : solvers(tolerance, MANY, l1)) {
      Logistic logistic = Logistic.random(2_000, 20, 0, 5);
      Minimum minimum = minimise(solver, logistic, new double[21]);
      assertEquals(Termination.CONVERGED, minimum.solution().termination());
      assertTrue(minimum.solution().iterations() < 200);
      checkConditions(logistic, l1, minimum, 2e-9);
    }
  }

  @Test
  void proximalNewtonPassesOnceAnIteration() {
    Logistic logistic = Logistic.random(500, 20, 0, 11);
    Minimum minimum =
        minimise(new ProximalNewton(1e-10, MANY, weights(21, 10)), logistic, new double[21]);
    assertEquals(minimum.solution().iterations() + 1, logistic.passes);
    assertTrue(minimum.solution().iterations() <= 7);
    assertArrayEquals(logistic.hessian(minimum.theta()), minimum.last().hessian());
  }

  @Test
  void shortenStepsThatLeaveTheDomain() {
    // −log θ + θ + |θ|/2 is least at 2/3
    for (double start : new double[] {1e-3, 30, 1e6}) {
      for (Minimiser solver : solvers(1e-9, MANY, new double[] {0.5})) {
        Minimum minimum = minimise(solver, new Barrier(), start);
        assertEquals(Termination.CONVERGED, minimum.solution().termination());
        Tolerance.absolute(2e-9, "gradient").check(solver.name(), 2 / 3.0, minimum.theta()[0]);
      }
    }
  }

  @Test
  void resumeToTheSameBits() {
    Logistic logistic = Logistic.random(300, 12, 0.1, 6);
    double[] l1 = weights(13, 3);
    for (Minimiser solver : solvers(1e-12, 40, l1)) {
      SmoothMinimisersTest.checkResumes(solver, logistic);
    }
  }

  @Test
  void refuseWeightsThatAreNone() {
    for (double weight : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      double[] l1 = {0, weight};
      assertThrows(IllegalArgumentException.class, () -> new Owlqn(1e-9, MANY, l1));
      assertThrows(IllegalArgumentException.class, () -> new ProximalNewton(1e-9, MANY, l1));
    }
    for (Minimiser solver : solvers(1e-9, MANY, new double[3])) {
      assertThrows(IllegalArgumentException.class, () -> minimise(solver, new Barrier(), 1.0));
    }
  }

  @Test
  void aPassThatFailsLeavesTheStateGood() {
    for (Minimiser solver : solvers(1e-10, 12, weights(9, 3))) {
      SmoothMinimisersTest.checkSurvivesFailures(solver, Logistic.random(200, 8, 0, 16));
    }
  }

  @Test
  void valuesFallFromFarAway() {
    for (double far : new double[] {0, 5, -20}) {
      for (Minimiser solver : solvers(1e-9, MANY, weights(10, 2))) {
        SmoothMinimisersTest.checkFalls(solver, far);
      }
    }
  }
}
