package org.suffice.train;

import java.util.List;
import java.util.Optional;
import org.suffice.model.DiscriminantModel;
import org.suffice.model.DiscriminantValidation;
import org.suffice.model.DiscriminantValidation.LeaveOneOut;
import org.suffice.pass.Blocks;
import org.suffice.statistic.ClassificationMetrics;
import org.suffice.statistic.PlacedRows;
import org.suffice.statistic.StatisticList;

/** A further pass that tells each row by the fit of all others, in closed form. */
final class LeaveOneOutPass {
  private LeaveOneOutPass() {}

  /**
   * Passes over the rows.
   *
   * @param model of all rows
   * @param rows where its features are in them
   * @param numClasses the number of classes that labels may stand for
   * @return the model with what was found
   */
  static DiscriminantModel over(
      Blocks blocks, DiscriminantModel model, ClassFeatures rows, Priors priors, int numClasses) {
    boolean refit = priors.kind() == Priors.Kind.EMPIRICAL;
    List<ClassificationMetrics> zeros =
        refit ? List.of(zero(model, true), zero(model, false)) : List.of(zero(model, false));
    List<ClassificationMetrics> found =
        blocks
            .pass(new PlacedRows<>(rows.layout(numClasses), new StatisticList<>(zeros)))
            .statistic()
            .parts();
    DiscriminantValidation known =
        new DiscriminantValidation(
            model.validation().path(),
            Optional.of(figures(found.get(0))),
            refit ? Optional.of(figures(found.get(1))) : Optional.empty());
    long undefined = found.get(0).undefined();
    return DiscriminantSearch.withWarnings(
        model.withValidation(known),
        undefined == 0
            ? List.of()
            : List.of(
                "leave-one-out: without "
                    + (undefined == 1 ? "one row" : undefined + " rows")
                    + ", each alone, a covariance is singular; their classes are guesses"));
  }

  private static ClassificationMetrics zero(DiscriminantModel model, boolean refitPriors) {
    return ClassificationMetrics.withoutArea(model.leaveOneOut(refitPriors).scorer());
  }

  private static LeaveOneOut figures(ClassificationMetrics metrics) {
    int c = metrics.numClasses();
    long[] confusion = new long[c * c];
    for (int actual = 0; actual < c; actual++) {
      for (int predicted = 0; predicted < c; predicted++) {
        confusion[actual * c + predicted] = metrics.confusion(actual, predicted);
      }
    }
    return new LeaveOneOut(metrics.accuracy(), metrics.logLoss(), confusion);
  }
}
