package org.suffice.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;
import org.suffice.Tolerance;
import org.suffice.solve.Minimiser.Minimum;
import org.suffice.solve.Solution.Termination;
import org.suffice.solve.ToyObjective.Barrier;
import org.suffice.solve.ToyObjective.Bowl;
import org.suffice.solve.ToyObjective.Logistic;
import org.suffice.solve.ToyObjective.Rosenbrock;

class SmoothMinimisersTest {
  private static final int MANY = 5_000;

  private static Minimum minimise(Minimiser solver, Objective objective, double... start) {
    return solver.minimise(objective, new SolverState(start), IterationListener.NONE);
  }

  static Stream<Minimiser> secondOrder() {
    return secondOrder(1e-9);
  }

  private static Stream<Minimiser> secondOrder(double tolerance) {
    return Stream.of(
        new Newton(tolerance, MANY), new TrustRegion(tolerance, MANY), new Lbfgs(tolerance, MANY));
  }

  private static List<Minimiser> atMost(int iterations) {
    return List.of(
        new Newton(1e-12, iterations),
        new TrustRegion(1e-12, iterations),
        new Lbfgs(1e-12, iterations),
        new GradientDescent(1, 0, iterations));
  }

  @ParameterizedTest
  @MethodSource("secondOrder")
  void badlyConditionedQuadratic(Minimiser solver) {
    Bowl bowl = new Bowl(8, 1e8, 3, 1);
    Minimum minimum = minimise(solver, bowl, new double[8]);
    assertEquals(Termination.CONVERGED, minimum.solution().termination());
    // Values are good to 1e-14 of 3, hence points to √(2·3e-14/λ), λ ≥ 1, at worst.
    Tolerance.absolute(2.5e-7, "rounding of the value").check("θ", bowl.centre, minimum.theta());
    Tolerance.relative(1e-14, "offset").check("value", 3, minimum.solution().objective());
  }

  @ParameterizedTest
  @MethodSource("secondOrder")
  void bentValley(Minimiser solver) {
    for (double[] start : new double[][] {{-1.2, 1}, {0.1, 1}, {0, 3}, {-5, 20}}) {
      Minimum minimum = minimise(solver, new Rosenbrock(), start);
      assertEquals(Termination.CONVERGED, minimum.solution().termination());
      Tolerance.absolute(1e-8, "gradient of 1e-9, least eigenvalue 0.4")
          .check("θ", new double[] {1, 1}, minimum.theta());
      assertTrue(minimum.solution().iterations() < 150, minimum.solution().toString());
    }
  }

  @ParameterizedTest
  @MethodSource("secondOrder")
  void shortensStepsThatLeaveTheDomain(Minimiser solver) {
    for (double start : new double[] {1e-3, 30, 1e6}) {
      Minimum minimum = minimise(solver, new Barrier(), start);
      assertEquals(Termination.CONVERGED, minimum.solution().termination());
      Tolerance.absolute(2e-9, "gradient").check("θ", 1, minimum.theta()[0]);
    }
  }

  @ParameterizedTest
  @MethodSource("secondOrder")
  void refusesStartOutsideTheDomain(Minimiser solver) {
    Failure failure = assertThrows(Failure.class, () -> minimise(solver, new Barrier(), -1));
    assertTrue(failure.getMessage().contains(solver.name()), failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 300})
  void logisticRegressionsAgree(double ridge) {
    Minimum newton =
        minimise(new Newton(1e-12, MANY), Logistic.random(400, 9, ridge, 2), new double[10]);
    assertEquals(Termination.CONVERGED, newton.solution().termination());
    secondOrder(1e-11)
        .forEach(
            solver -> {
              Logistic logistic = Logistic.random(400, 9, ridge, 2);
              Minimum minimum = minimise(solver, logistic, new double[10]);
              assertEquals(Termination.CONVERGED, minimum.solution().termination());
              Tolerance.absolute(1e-8, "gradient 4e-9, least eigenvalue above 4")
                  .check(solver.name(), newton.theta(), minimum.theta());
              assertArrayEquals(logistic.gradient(minimum.theta()), minimum.last().gradient());
              assertEquals(logistic.value(minimum.theta()), minimum.solution().objective());
              assertEquals(
                  Vectors.largest(minimum.last().gradient()), minimum.solution().gradientNorm());
            });
  }

  @Test
  void newtonPassesOnceAnIteration() {
    for (double ridge : new double[] {0, 1, 300}) {
      Logistic logistic = Logistic.random(400, 9, ridge, 3);
      Minimum minimum = minimise(new Newton(1e-10, MANY), logistic, new double[10]);
      assertEquals(minimum.solution().iterations() + 1, logistic.passes);
      assertTrue(minimum.solution().iterations() <= 8);
      assertArrayEquals(logistic.hessian(minimum.theta()), minimum.last().hessian());
    }
  }

  @Test
  void lbfgsPassesLittleMoreThanOnceAnIteration() {
    Logistic logistic = Logistic.random(400, 30, 1, 4);
    Minimum minimum = minimise(new Lbfgs(1e-8, MANY), logistic, new double[31]);
    int iterations = minimum.solution().iterations();
    assertTrue(logistic.passes <= 1.15 * iterations + 1, logistic.passes + " of " + iterations);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-12, 1e-16, 0})
  void endsWhereDoublesDo(double tolerance) {
    secondOrder(tolerance)
        .forEach(
            solver -> {
              Logistic logistic = Logistic.random(2_000, 20, 0, 5);
              Minimum minimum = minimise(solver, logistic, new double[21]);
              assertEquals(Termination.CONVERGED, minimum.solution().termination());
              assertTrue(minimum.solution().iterations() < 150);
              assertTrue(minimum.solution().gradientNorm() < 2e-9);
            });
  }

  @Test
  void resumesToTheSameBits() {
    Logistic logistic = Logistic.random(300, 12, 0.1, 6);
    for (Minimiser solver : atMost(40)) {
      checkResumes(solver, logistic);
    }
  }

  /** Breaks a run after every iteration and goes on from what was stored then. */
  static void checkResumes(Minimiser solver, Objective objective) {
    List<SolverState> stored = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    Minimum whole =
        solver.minimise(
            objective,
            new SolverState(new double[objective.size()]),
            (state, value, norm) -> {
              stored.add(copy(state));
              values.add(value);
            });
    assertTrue(whole.solution().iterations() > 3, whole.solution().toString());
    assertEquals(whole.solution().iterations() + 1, stored.size());
    for (int i = 0; i < stored.size(); i++) {
      assertEquals(i, stored.get(i).iteration());
      List<Double> again = new ArrayList<>();
      Minimum rest =
          solver.minimise(objective, copy(stored.get(i)), (state, value, norm) -> again.add(value));
      assertArrayEquals(whole.theta(), rest.theta());
      assertEquals(whole.solution(), rest.solution());
      assertEquals(values.subList(i == 0 ? 0 : i + 1, values.size()), again);
    }
  }

  private static SolverState copy(SolverState state) {
    SortedMap<String, double[]> arrays = new TreeMap<>();
    state.arrays().forEach((name, array) -> arrays.put(name, array.clone()));
    return new SolverState(state.theta(), state.iteration(), arrays);
  }

  @Test
  void gradientDescentIsTheLoopOfTheNotes() {
    Logistic logistic = Logistic.random(200, 4, 0, 7);
    double[] theta = new double[5];
    for (int iteration = 0; iteration < 25; iteration++) {
      double[] gradient = logistic.gradient(theta);
      for (int j = 0; j < 5; j++) {
        theta[j] -= 0.1 / 200 * gradient[j];
      }
    }
    logistic.passes = 0;
    Minimum minimum = minimise(new GradientDescent(0.1, 0, 25), logistic, new double[5]);
    assertArrayEquals(theta, minimum.theta());
    assertEquals(Termination.MAX_ITERATIONS, minimum.solution().termination());
    assertEquals(25, minimum.solution().iterations());
    assertEquals(26, logistic.passes);
  }

  @Test
  void gradientDescentStopsAtTheLastGoodPoint() {
    Bowl bowl = new Bowl(3, 10, 0, 8);
    Minimum minimum = minimise(new GradientDescent(10, 0, MANY), bowl, 1, 2, 3);
    assertEquals(Termination.DIVERGED, minimum.solution().termination());
    assertTrue(Double.isFinite(minimum.solution().objective()));
    assertTrue(Double.isFinite(minimum.solution().gradientNorm()));
    assertTrue(Vectors.finite(minimum.theta()));
    assertTrue(minimum.solution().iterations() < MANY);
    assertEquals(bowl.value(minimum.theta()), minimum.solution().objective());
  }

  @Test
  void gradientDescentConverges() {
    Bowl bowl = new Bowl(3, 4, 0, 8);
    Minimum minimum = minimise(new GradientDescent(0.4, 1e-10, MANY), bowl, 1, 2, 3);
    assertEquals(Termination.CONVERGED, minimum.solution().termination());
    Tolerance.absolute(2e-10, "gradient").check("θ", bowl.centre, minimum.theta());
  }

  @Test
  void flatDirectionsAreSaid() {
    int n = 300;
    double[] x = new double[n * 4];
    double[] z = new double[n];
    Random random = new Random(9);
    for (int i = 0; i < n; i++) {
      x[i * 4] = 1;
      x[i * 4 + 1] = random.nextGaussian();
      x[i * 4 + 2] = random.nextGaussian();
      x[i * 4 + 3] = x[i * 4 + 1] + x[i * 4 + 2];
      z[i] = random.nextGaussian() + x[i * 4 + 1] > 0 ? 1 : -1;
    }
    Logistic logistic = new Logistic(n, 4, x, z, 0);
    for (double tolerance : new double[] {1e-9, 0}) {
      Minimum minimum = minimise(new Newton(tolerance, MANY), logistic, new double[4]);
      assertEquals(Termination.SINGULAR, minimum.solution().termination());
      assertTrue(minimum.solution().gradientNorm() < 1e-9 * n);
      assertTrue(Vectors.largest(minimum.theta()) < 10);
    }
  }

  @Test
  void preconditionersSavePasses() {
    int d = 30;
    double[] spread = new double[d + 1];
    for (int j = 0; j <= d; j++) {
      spread[j] = Math.pow(100, j / (double) d);
    }
    for (boolean limitedMemory : new boolean[] {false, true}) {
      int[] passes = new int[2];
      for (int i = 0; i < 2; i++) {
        Logistic logistic = Logistic.random(400, d, 1, 15).withUnits(spread);
        double[] h = logistic.hessian(new double[d + 1]);
        double[] diagonal = new double[d + 1];
        for (int j = 0; j <= d; j++) {
          diagonal[j] = h[j * (d + 1) + j];
        }
        Preconditioner preconditioner =
            i == 0 ? Preconditioner.IDENTITY : Preconditioner.diagonal(diagonal);
        Minimiser solver =
            limitedMemory
                ? new Lbfgs(1e-6, MANY, preconditioner)
                : new TrustRegion(1e-6, MANY, preconditioner);
        Minimum minimum = minimise(solver, logistic, new double[d + 1]);
        assertEquals(Termination.CONVERGED, minimum.solution().termination());
        passes[i] = logistic.passes;
      }
      assertTrue(passes[1] < passes[0] / 4, passes[1] + " instead of " + passes[0]);
    }
  }

  @Test
  void aPassThatFailsLeavesTheStateGood() {
    for (Minimiser solver : atMost(12)) {
      checkSurvivesFailures(solver, Logistic.random(200, 8, 0.1, 16));
    }
  }

  /** Goes on from the very state that a failed pass left behind, whichever pass it was. */
  static void checkSurvivesFailures(Minimiser solver, Logistic logistic) {
    double[] expected = minimise(solver, logistic, new double[logistic.size()]).theta();
    int passes = logistic.passes;
    for (int failing = 1; failing <= passes; failing++) {
      SolverState state = new SolverState(new double[logistic.size()]);
      logistic.passes = 0;
      logistic.failAt = failing;
      assertThrows(
          IllegalStateException.class,
          () -> solver.minimise(logistic, state, IterationListener.NONE));
      logistic.failAt = 0;
      Minimum rest = solver.minimise(logistic, state, IterationListener.NONE);
      assertArrayEquals(expected, rest.theta(), solver.name() + " after failure " + failing);
    }
  }

  @Test
  void saysWhenIterationsRunOut() {
    for (Minimiser solver : atMost(3)) {
      Logistic logistic = Logistic.random(200, 8, 0.1, 16);
      Minimum minimum = minimise(solver, logistic, new double[9]);
      assertEquals(Termination.MAX_ITERATIONS, minimum.solution().termination());
      assertEquals(3, minimum.solution().iterations());
      Minimum none = solver.minimise(logistic, stored(minimum.theta(), 3), IterationListener.NONE);
      assertEquals(3, none.solution().iterations());
    }
  }

  private static SolverState stored(double[] theta, int iteration) {
    return new SolverState(theta, iteration, new TreeMap<>());
  }

  @Test
  void saysWhenDerivativesPromiseWhatValuesDoNotKeep() {
    // The gradient points uphill by mistake, as that of a wrong loss would.
    ToyObjective wrong =
        new Bowl(3, 10, 1, 17) {
          @Override
          double[] gradient(double[] theta) {
            return Vectors.times(-1, super.gradient(theta));
          }

          @Override
          double value(double[] theta) {
            return 1 - super.value(theta) + Math.pow(Vectors.largest(theta), 2) * 100;
          }
        };
    for (Minimiser solver :
        List.of(
            new TrustRegion(1e-9, MANY),
            new Lbfgs(1e-9, MANY),
            new Newton(1e-9, MANY),
            new Owlqn(1e-9, MANY, new double[3]),
            new ProximalNewton(1e-9, MANY, new double[3]))) {
      Minimum minimum = minimise(solver, wrong, new double[3]);
      assertEquals(Termination.STALLED, minimum.solution().termination(), solver.name());
      assertTrue(minimum.solution().gradientNorm() > 0.1);
    }
  }

  /** Sums along a line and sums at a point round otherwise, of far values by much. */
  @Test
  void newtonDoesNotRiseWhereOnlyTheLinePromisesLess() {
    Objective promising =
        new Objective() {
          @Override
          public int size() {
            return 1;
          }

          @Override
          public double scale() {
            return 1;
          }

          @Override
          public Evaluation evaluate(double[] theta, boolean hessian) {
            double value = theta[0] == 0 ? 1 : 1 + 1e-6;
            return new Evaluation(value, new double[] {1}, new double[] {1});
          }

          @Override
          public double[] hessianTimes(double[] theta, double[] vector) {
            return vector.clone();
          }

          @Override
          public double[] along(double[] theta, double[] direction, double[] steps) {
            return Arrays.stream(steps).map(t -> 1 - t / 2).toArray();
          }
        };
    Minimum minimum = minimise(new Newton(1e-9, 50), promising, new double[1]);
    assertEquals(Termination.STALLED, minimum.solution().termination());
    assertEquals(0, minimum.theta()[0]);
  }

  @Test
  void anInfiniteHessianIsNoConvergence() {
    ToyObjective infinite =
        new Bowl(3, 10, 1, 17) {
          @Override
          double[] hessian(double[] theta) {
            double[] h = super.hessian(theta);
            h[0] = Double.POSITIVE_INFINITY;
            return h;
          }
        };
    Minimum minimum = minimise(new TrustRegion(1e-9, MANY), infinite, new double[3]);
    assertEquals(Termination.STALLED, minimum.solution().termination());
    minimum = minimise(new Lbfgs(1e-9, MANY), infinite, new double[3]); // needs only its first step
    assertEquals(Termination.CONVERGED, minimum.solution().termination());
    assertThrows(Failure.class, () -> minimise(new Newton(1e-9, MANY), infinite, new double[3]));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 1e-12, 0})
  void endsOnSeparatedClasses(double tolerance) {
    double[] x = new double[40 * 2];
    double[] z = new double[40];
    Random random = new Random(18);
    for (int i = 0; i < 40; i++) {
      z[i] = i % 2 == 0 ? 1 : -1;
      x[2 * i] = 1;
      x[2 * i + 1] = z[i] * (0.1 + random.nextDouble());
    }
    for (Minimiser solver :
        List.of(
            new Newton(tolerance, 1_000),
            new TrustRegion(tolerance, 1_000),
            new Lbfgs(tolerance, 1_000),
            new Owlqn(tolerance, 1_000, new double[2]),
            new ProximalNewton(tolerance, 1_000, new double[2]))) {
      Minimum minimum = minimise(solver, new Logistic(40, 2, x, z, 0), new double[2]);
      assertTrue(Vectors.finite(minimum.theta()));
      assertTrue(minimum.solution().objective() < 1e-3);
      assertTrue(tolerance == 0 || minimum.solution().gradientNorm() <= 40 * tolerance);
    }
  }

  @Test
  void valuesFallFromFarAway() {
    for (double far : new double[] {0, 5, -20}) {
      for (Minimiser solver : secondOrder().toList()) {
        checkFalls(solver, far);
      }
    }
  }

  static void checkFalls(Minimiser solver, double far) {
    double[] start = new double[10];
    for (int j = 0; j < 10; j++) {
      start[j] = j % 2 == 0 ? far : -far / 3;
    }
    double[] last = {Double.POSITIVE_INFINITY};
    Minimum minimum =
        solver.minimise(
            Logistic.random(300, 9, 0.01, 19),
            new SolverState(start),
            (state, value, norm) -> {
              assertTrue(value <= last[0] * (1 + 1e-13), solver.name() + " rises to " + value);
              last[0] = value;
            });
    assertEquals(Termination.CONVERGED, minimum.solution().termination());
    assertEquals(last[0], minimum.solution().objective());
  }
}
