package org.suffice.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.suffice.model.LinearModel;
import org.suffice.model.TrainingRecord;
import org.suffice.read.Column;
import org.suffice.read.Schema;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.Penalty;
import org.suffice.solve.PenaltyPath;
import org.suffice.solve.Solution;

/** Penalised fits with chosen figures. */
final class PathFits {
  static final int ROWS = 500;

  private PathFits() {}

  /** A step at one λ; errors may be NaN. */
  static PenaltyPath.Step step(
      double lambda, double[] w, double cvError, double cvDeviation, double gcv) {
    return new PenaltyPath.Step(
        lambda, lambda, 1, w, 1 + w.length, 10, gcv, 0, converged(), cvError, cvDeviation);
  }

  private static Solution converged() {
    return new Solution(Solution.Termination.CONVERGED, 3, 1, 0);
  }

  /** A path in which some steps have a name; −1 where there was no cross-validation. */
  static PenaltyPath path(
      Penalty.Type type, List<PenaltyPath.Step> steps, int fit, int least, int simplest) {
    Penalty penalty = new Penalty(type, Penalty.Convention.SUFFICE, 0.5);
    return new PenaltyPath(
        penalty,
        steps.get(fit).lambda(),
        4.5,
        ROWS,
        2,
        least < 0 ? "generalized cross-validation" : "cross-validation, least error",
        least < 0 ? Double.NaN : steps.get(least).lambda(),
        least < 0 ? Double.NaN : steps.get(simplest).lambda(),
        steps);
  }

  /** A fit with an intercept at the chosen step of a path, without errors. */
  static LeastSquaresFit fit(PenaltyPath path) {
    double[] w = PathSteps.chosen(path).coefficients();
    double[] all = new double[w.length + 1];
    all[0] = 7;
    System.arraycopy(w, 0, all, 1, w.length);
    double[] none = new double[all.length];
    Arrays.fill(none, Double.NaN);
    double nan = Double.NaN;
    return new LeastSquaresFit(
        true,
        ROWS,
        3,
        ROWS - 4.5,
        10,
        40,
        0.1421,
        0.75,
        nan,
        nan,
        nan,
        nan,
        nan,
        nan,
        nan,
        0.95,
        all,
        none,
        none,
        none,
        none,
        none,
        List.of(),
        converged(),
        none,
        null,
        path);
  }

  /** A model whose columns have the given standard deviations. */
  static LinearModel model(List<String> names, double[] deviations, PenaltyPath path) {
    return model(List.of("price"), names, deviations, List.of(fit(path)), false);
  }

  static LinearModel model(
      List<String> labels,
      List<String> names,
      double[] deviations,
      List<LeastSquaresFit> fits,
      boolean scores) {
    List<Column> columns = new ArrayList<>();
    names.forEach(name -> columns.add(Column.numeric(name)));
    double[] spreads = Arrays.copyOf(deviations, deviations.length + labels.size());
    double[] means = new double[spreads.length];
    return new LinearModel(
        new Schema(columns, labels, Optional.empty()),
        LinearFits.slots(names.size()),
        fits,
        means,
        spreads,
        scores ? deviations : null,
        TrainingRecord.EMPTY);
  }
}
