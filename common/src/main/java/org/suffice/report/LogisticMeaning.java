package org.suffice.report;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.Solution;

/** What the numbers of a logistic regression mean, in words, for the kind of fit that it is. */
final class LogisticMeaning {
  private final Html html;
  private final LogisticView view;
  private final LogisticFit fit;

  LogisticMeaning(Html html, LogisticView view) {
    this.html = html;
    this.view = view;
    fit = view.fit();
  }

  void write() {
    html.open("section").element("h2", "What the numbers mean");
    writeExample();
    html.element(
        "p",
        "A coefficient is the change of the log odds for one "
            + unit()
            + " more of its column, the others held fixed; that of column=level compares the level"
            + " with the reference level. exp(coefficient), the odds ratio, is the factor of the"
            + " odds: 1 is no effect. The deviance is −2 log L; AIC and BIC compare models of the"
            + " same label on the same rows.");
    if (!fit.reference()) {
      html.element(
          "p",
          "Every class has coefficients of its own, which the penalty makes unique: the odds are"
              + " those of the class against the geometric mean of all classes, and the constants"
              + " sum to zero.");
    }
    html.element("p", view.isPenalised() ? penalty() : inference());
    if (fit.solution().termination() == Solution.Termination.SEPARATED) {
      html.element(
          "p",
          "The classes are separated: some combination of columns tells them apart without error,"
              + " so that ever larger coefficients fit ever better and none is the best. These are"
              + " where the solver stopped. Leave out the column that gives the class away, or set"
              + " a penalty.");
    }
    html.close();
  }

  private String unit() {
    return view.model().scales() == null ? "unit" : "standard deviation";
  }

  /** One coefficient in a sentence: that of the largest |z|, or largest itself. */
  private void writeExample() {
    double[] rank = view.hasErrors() ? fit.zValues() : fit.coefficients();
    int first = view.offset(0) + view.first();
    int best =
        IntStream.range(first, view.offset(1))
            .filter(i -> Double.isFinite(rank[i]) && fit.coefficients()[i] != 0)
            .boxed()
            .max(Comparator.comparingDouble(i -> Math.abs(rank[i])))
            .orElse(-1);
    if (best < 0) {
      return;
    }
    html.open("p").text("For example, one " + one()).element("bdi", name(best));
    html.text(" multiplies the odds of ");
    html.element("bdi", view.nameOf(0)).text(" against ").element("bdi", view.against());
    html.text(" by " + Figures.four(view.oddsRatio(best)) + ".").close();
  }

  private String one() {
    return view.model().scales() == null ? "more of " : "standard deviation more of ";
  }

  private String name(int i) {
    return Target.shown(view.names().get(i));
  }

  private String inference() {
    return "Standard errors are those of the curvature of the likelihood; z is coefficient ÷ error,"
        + " p the chance of a |z| at least as large if the true coefficient were zero (Wald)."
        + " They suppose independent rows and hold for many of them; with few rows of a class, or"
        + " coefficients beyond about ±10, they are in doubt. A small p says that an effect is"
        + " distinguishable from zero, not that it is large or a cause.";
  }

  private static String penalty() {
    return "The penalty draws coefficients towards zero, harder for a larger λ: they are biased for"
        + " the sake of a smaller error on other rows, and one that is zero does not prove that its"
        + " column has no effect. The deviance is that of the fit without the penalty.";
  }
}
