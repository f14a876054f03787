package org.suffice.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.suffice.model.LinearModel;
import org.suffice.read.Text;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.Penalty;
import org.suffice.solve.PenaltyPath;
import org.suffice.solve.Solution;

/** What a person should know before trusting a linear model. */
final class LinearWarnings {
  /** Above this the last digits of a coefficient are in doubt in doubles. */
  private static final double ILL_CONDITIONED = 1e5;

  private final LinearRegression trainer;

  LinearWarnings(LinearRegression trainer) {
    this.trainer = trainer;
  }

  /** The warnings of all targets, each once. */
  List<String> of(LinearModel model) {
    List<String> warnings = new ArrayList<>();
    List<String> labels = model.schema().labels();
    for (int t = 0; t < labels.size(); t++) {
      String target = labels.size() == 1 ? "" : "label " + Text.show(labels.get(t)) + ": ";
      for (String warning : of(model.fits().get(t), model.names())) {
        if (!warnings.contains(warning)) {
          warnings.add(warning.startsWith("column ") ? warning : target + warning);
        }
      }
    }
    return warnings;
  }

  private List<String> of(LeastSquaresFit fit, List<String> names) {
    List<String> warnings = new ArrayList<>();
    if (trainer.penalty().isPresent()) {
      addPenaltyWarnings(fit, warnings);
      return warnings;
    }
    for (LeastSquaresFit.AliasedColumn column : fit.aliased()) {
      warnings.add(ofAliased(column, names));
    }
    if (fit.degreesOfFreedom() == 0) {
      warnings.add("as many coefficients as rows: standard errors are not defined");
    } else if (fit.tss() == 0) {
      warnings.add("the label is constant: R² is not defined");
    } else if (fit.rss()
        <= (trainer.precision() == LinearRegression.Precision.FAST ? 1e-14 : 1e-27) * fit.tss()) {
      warnings.add(
          "the fit is essentially perfect: the residuals are rounding, and so are the errors");
    }
    if (trainer.precision() == LinearRegression.Precision.FAST
        && fit.conditionNumber() > ILL_CONDITIONED) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "condition number %.1e: columns are nearly dependent, about %d digits of the"
                  + " coefficients are in doubt",
              fit.conditionNumber(),
              Math.round(2 * Math.log10(fit.conditionNumber()))));
    }
    return warnings;
  }

  /** What an aliased column is made of. */
  static String ofAliased(LeastSquaresFit.AliasedColumn column, List<String> names) {
    return "column "
        + Text.show(names.get(column.column()))
        + " has no coefficient of its own: it equals "
        + combination(column, names);
  }

  private void addPenaltyWarnings(LeastSquaresFit fit, List<String> warnings) {
    PenaltyPath path = fit.path();
    long unfinished =
        path.steps().stream()
            .filter(step -> step.solution().termination() != Solution.Termination.CONVERGED)
            .count();
    if (unfinished > 0) {
      warnings.add(
          "the solver did not converge for " + unfinished + " of " + path.steps().size() + " λ");
    }
    if (path.steps().size() > 1 && fit.path().chosenBy().startsWith("generalized")) {
      warnings.add(
          "λ was chosen by generalized cross-validation; cross-validation.folds=10 chooses it by"
              + " the error on rows left out");
    }
    int last = path.steps().size() - 1;
    if (last > 0
        && path.lambda() == path.steps().get(last).lambda()
        && path.steps().get(last).lambda() > 0
        && trainer.penalty().get().lambdas().length == 0) {
      warnings.add(
          "the smallest λ of the path is the best: a lower penalty.path-floor may do better");
    }
    if (path.lambda() > 0
        && trainer.penalty().get().penalty().type() == Penalty.Type.RIDGE
        && !trainer.penalty().get().nonNegative()) {
      warnings.add(
          "standard errors are those of a biased estimator: they do not say how far the penalty"
              + " moved the coefficients");
    }
    if (trainer.penalty().get().refit()) {
      warnings.add(
          "coefficients are those of least squares on the columns that the penalty left; their"
              + " errors are not given, for they would not know of the selection");
    }
  }

  /** For instance "2 · 'x' + 'z' − 1". */
  private static String combination(LeastSquaresFit.AliasedColumn column, List<String> names) {
    StringBuilder text = new StringBuilder();
    int terms = 0;
    for (int i = 0; i < column.coefficients().length; i++) {
      double coefficient = column.coefficients()[i];
      if (coefficient != 0) {
        if (terms++ == 6) {
          return text.append(" + …").toString();
        }
        append(text, coefficient, Text.show(names.get(i)));
      }
    }
    if (column.constant() != 0 || terms == 0) {
      append(text, column.constant(), null);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, double factor, String name) {
    String sign = text.isEmpty() ? (factor < 0 ? "−" : "") : (factor < 0 ? " − " : " + ");
    // Zeros at the end of a fraction say nothing, those of 100000 and of 1e+10 do.
    String size =
        String.format(Locale.ROOT, "%.6g", Math.abs(factor))
            .replaceAll("\\.0+(?=e|$)|(\\.\\d*?)0+(?=e|$)", "$1");
    text.append(sign);
    if (name == null) {
      text.append(size);
    } else {
      text.append(size.equals("1") ? "" : size + " · ").append(name);
    }
  }
}
