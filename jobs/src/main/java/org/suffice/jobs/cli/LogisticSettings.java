package org.suffice.jobs.cli;

import org.suffice.Failure;
import org.suffice.solve.Penalty;
import org.suffice.train.ClassWeights;
import org.suffice.train.LogisticRegression;
import org.suffice.train.SolverPlan;

/** What the settings say of a logistic regression. */
final class LogisticSettings {
  private LogisticSettings() {}

  static LogisticRegression trainer(Settings settings) {
    return new LogisticRegression(
        settings.flag("intercept"),
        settings.number("inference.level"),
        settings.flag("features.standardize"),
        classWeights(settings),
        PenaltySettings.penalty(settings, Penalty.Family.LOG_LOSS),
        CrossValidationSettings.folds(settings),
        SolverSettings.plan(settings));
  }

  /**
   * Whether the solver is plain gradient descent, of which the cost is what one watches.
   *
   * @param solver of the trainer
   */
  static boolean isGradientDescent(SolverPlan solver) {
    return solver.name().equals(SolverSettings.GRADIENT_DESCENT);
  }

  /** The weights of classes. */
  static ClassWeights classWeights(Settings settings) {
    return switch (settings.text("class-weights")) {
      case "none" -> ClassWeights.NONE;
      case "balanced" -> ClassWeights.BALANCED;
      default -> {
        if (settings.map("class-weights").isEmpty()) {
          throw Failure.usage(
              "class-weights: {} names no class; write none, balanced or {class=number, …}");
        }
        yield ClassWeights.of(settings.map("class-weights"));
      }
    };
  }
}
