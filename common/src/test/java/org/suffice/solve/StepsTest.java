package org.suffice.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Tolerance;
import org.suffice.solve.ToyObjective.Barrier;
import org.suffice.solve.ToyObjective.Bowl;
import org.suffice.solve.ToyObjective.Rosenbrock;

/** What solvers make their steps of. */
class StepsTest {
  private static final double[] DIAGONAL = {1, 5, 0.2, 30, 2, 1, 9, 4};
  private static final Preconditioner PRECONDITIONER = Preconditioner.diagonal(DIAGONAL);

  private static double length(double[] step) {
    double sum = 0;
    for (int j = 0; j < step.length; j++) {
      sum += DIAGONAL[j] * step[j] * step[j];
    }
    return Math.sqrt(sum);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.5, 2, 5, 1e3})
  void aTruncatedStepStaysWithinItsRadius(double radius) {
    Bowl bowl = new Bowl(8, 1e3, 0, 21);
    double[] theta = new double[8];
    double[] gradient = bowl.gradient(theta);
    TruncatedNewtonStep inner =
        TruncatedNewtonStep.search(bowl, theta, gradient, PRECONDITIONER, radius);
    Tolerance rounding = Tolerance.relative(1e-12, "a few recurrences");
    rounding.check("length", length(inner.step()), inner.length());
    rounding.check(
        "promised", bowl.value(theta) - bowl.value(inner.step()), inner.promised(gradient));
    if (inner.atBoundary()) {
      rounding.check("radius", radius, inner.length());
    } else {
      assertTrue(inner.length() < radius);
      double[] left = bowl.gradient(inner.step());
      assertTrue(dual(left) <= 0.1 * dual(gradient) * (1 + 1e-12));
    }
    assertEquals(radius < 3, inner.atBoundary());
  }

  private static double dual(double[] gradient) {
    double[] z = new double[gradient.length];
    PRECONDITIONER.apply(gradient, z);
    return Math.sqrt(Vectors.dot(gradient, z));
  }

  @Test
  void aTruncatedStepFollowsNegativeCurvatureToItsRadius() {
    Rosenbrock valley = new Rosenbrock();
    double[] theta = {0.1, 1}; // the Hessian's first entry is −386
    double[] gradient = valley.gradient(theta);
    TruncatedNewtonStep inner =
        TruncatedNewtonStep.search(valley, theta, gradient, Preconditioner.IDENTITY, 0.3);
    assertTrue(inner.atBoundary());
    Tolerance.relative(1e-12, "rounding").check("radius", 0.3, Vectors.norm(inner.step()));
    double[] product = valley.hessianTimes(theta, inner.step());
    double change = Vectors.dot(gradient, inner.step()) + Vectors.dot(product, inner.step()) / 2;
    assertTrue(change < 0);
    Tolerance.relative(1e-12, "rounding").check("promised", -change, inner.promised(gradient));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 1e-4, 0.1, 1, 7, 1e3, 1e7})
  void aSearchFindsBothConditionsOfWolfe(double first) {
    check(new Rosenbrock(), first, -1.2, 1);
    check(new Rosenbrock(), first, 0, 3);
    check(new Barrier(), first, 1e-3);
    check(new Barrier(), first, 50);
    check(new Bowl(5, 1e4, 3, 22), first, 1, 2, 3, 4, 5);
  }

  private static void check(ToyObjective objective, double first, double... theta) {
    double[] direction = Vectors.times(-1, objective.gradient(theta));
    double value = objective.value(theta);
    double slope = -Vectors.dot(direction, direction);
    IterativeMinimiser.Step step =
        new WolfeSearch(
                theta,
                direction,
                value,
                slope,
                0,
                next -> {
                  Objective.Evaluation at = objective.evaluate(next, false);
                  return Double.isFinite(at.value()) ? at : null;
                })
            .from(first);
    double t = (step.theta()[0] - theta[0]) / direction[0];
    assertTrue(step.evaluation().value() <= value + 1e-4 * t * slope * (1 - 1e-9));
    double after = Vectors.dot(step.evaluation().gradient(), direction);
    assertTrue(Math.abs(after) <= -0.9 * slope, after + " of " + slope);
    assertTrue(objective.passes < 45, "passes " + objective.passes);
  }

  @Test
  void aSearchUphillFindsNothing() {
    Bowl bowl = new Bowl(2, 1, 0, 23);
    double[] direction = bowl.gradient(new double[2]);
    double slope = -Vectors.dot(direction, direction); // a lie
    assertNull(
        new WolfeSearch(
                new double[2],
                direction,
                bowl.value(new double[2]),
                slope,
                0,
                next -> bowl.evaluate(next, false))
            .from(1));
  }

  @Test
  void halvingTakesTheBestOfManySteps() {
    Barrier barrier = new Barrier();
    double[] theta = {30};
    double[] direction = {-30 * 29}; // Newton's step from 30 leaves the domain
    double slope = barrier.gradient(theta)[0] * direction[0];
    double t =
        StepHalving.search(
            barrier, AbsolutePenalty.NONE, theta, direction, barrier.value(theta), slope);
    assertEquals(1.0 / 32, t); // of 30 − 870t > 0 the nearest to 1 is 30 − 27.2
    assertEquals(1, barrier.passes);
    double[] l1 = {1};
    double far =
        StepHalving.search(
            barrier,
            AbsolutePenalty.of(l1),
            new double[] {0.6},
            new double[] {1e5},
            barrier.value(new double[] {0.6}) + 0.6,
            -1e-9);
    assertEquals(0, far); // beyond ½ the penalty rises by more than the rest falls
  }

  @Test
  void aRidgeIsAddedWhereNeededOnly() {
    double[] regular = {4e20, 1e10, 1e10, 1};
    RidgedFactor factor = RidgedFactor.of(2, regular);
    assertTrue(factor.regular());
    double[] d = factor.newtonDirection(new double[] {-6e10, -3});
    Tolerance.relative(1e-14, "rounding").check("direction", new double[] {1e-10, 2}, d);
    for (double[] hessian :
        new double[][] {{1, 1, 1, 1}, {0, 0, 0, 1}, {1, 0, 0, -5}, {0, 0, 0, 0}, {1, 9, 9, 1}}) {
      factor = RidgedFactor.of(2, hessian);
      assertFalse(factor.regular());
      double[] gradient = {1, 2};
      double[] direction = factor.newtonDirection(gradient);
      assertTrue(Vectors.finite(direction));
      assertTrue(Vectors.dot(gradient, direction) < 0);
    }
    // A ridge of more than rounding would turn the step from (−½, −½).
    double[] flat =
        RidgedFactor.of(2, new double[] {1, 1, 1, 1}).newtonDirection(new double[] {1, 1});
    Tolerance.relative(1e-12, "ridge of 100 roundings")
        .check("direction", new double[] {-0.5, -0.5}, flat);
  }

  @Test
  void olderPairsAreForgotten() {
    Bowl bowl = new Bowl(15, 50, 0, 24);
    SolverState state = new SolverState(new double[15]);
    LimitedMemory memory = new LimitedMemory(state, Preconditioner.IDENTITY);
    for (int i = 0; i < 13; i++) {
      double[] step = new double[15];
      step[i] = 1 + i;
      memory.add(step, bowl.hessianTimes(step, step));
    }
    assertEquals(2 * LimitedMemory.MEMORY, state.arrays().size());
    for (int i = 0; i < LimitedMemory.MEMORY; i++) {
      assertEquals(4 + i, state.arrays().get("step." + i)[3 + i]);
      // y of its own pair
      double[] step = state.arrays().get("step." + i);
      Tolerance.relative(0, "the same product")
          .check("y", bowl.hessianTimes(step, step), state.arrays().get("change." + i));
    }
    // The last pair holds exactly: H·y = s.
    double[] last = state.arrays().get("step.9");
    double[] back = memory.direction(state.arrays().get("change.9"));
    Tolerance.absolute(1e-12, "rounding").check("s", last, Vectors.times(-1, back));
    memory.add(last, Vectors.times(-1, last)); // negative curvature
    assertEquals(13, state.arrays().get("step.9")[12]);
    memory.clear();
    assertTrue(state.arrays().isEmpty());
  }

  @Test
  void thoseHeldDoNotMove() {
    Bowl bowl = new Bowl(4, 50, 0, 25);
    SolverState state = new SolverState(new double[4]);
    LimitedMemory memory = new LimitedMemory(state, Preconditioner.IDENTITY);
    double[] s = {1, -2, 0, 0};
    memory.add(new double[] {0.3, 0.1, 2, 1}, bowl.hessianTimes(s, new double[] {0.3, 0.1, 2, 1}));
    double[] y = bowl.hessianTimes(s, s);
    memory.add(s, y);
    boolean[] free = {true, true, false, false};
    double[] direction = memory.directionAmong(free, new double[] {y[0], y[1], 0, 0});
    // Among the free parameters the secant equation holds: H·y = s.
    Tolerance.absolute(1e-13, "rounding").check("−s", new double[] {-1, 2, 0, 0}, direction);
  }

  @Test
  void negativeCurvatureIsFollowedDownhill() {
    ToyObjective hill =
        new Bowl(1, 1, 0, 26) {
          @Override
          double[] gradient(double[] theta) {
            return Vectors.times(-1, super.gradient(theta));
          }

          @Override
          double[] hessian(double[] theta) {
            return Vectors.times(-1, super.hessian(theta));
          }
        };
    double[] theta = {5}; // right of the top
    TruncatedNewtonStep inner =
        TruncatedNewtonStep.search(hill, theta, hill.gradient(theta), Preconditioner.IDENTITY, 100);
    assertEquals(100, inner.step()[0]);
    assertTrue(inner.cutShort());
  }

  @Test
  void absoluteValuesPromiseWhatTheyChange() {
    AbsolutePenalty penalty = AbsolutePenalty.of(new double[] {2, 2, 2, 2, 0});
    double[] theta = {1, -1, 0, 3, 1};
    double[] next = {3, 2, -4, 0, -1};
    double[] gradient = {10, 10, 10, 10, 10};
    double d = 2 + 3 - 4 - 3 - 2;
    double absolute = 2 * (2 + 1 + 4 - 3);
    assertEquals(10 * d + absolute, penalty.slope(theta, next, gradient));
    assertEquals(absolute, penalty.value(next) - penalty.value(theta));
  }
}
