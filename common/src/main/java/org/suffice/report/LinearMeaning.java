package org.suffice.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.suffice.model.LinearModel;
import org.suffice.read.Column;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.Penalty;

/** What the numbers of a linear regression mean, in words, for the kind of fit that it is. */
final class LinearMeaning {
  /** Columns, and levels of each, that the note on reference levels names. */
  private static final int NOTED = 12;

  private final Html html;
  private final LinearModel model;

  LinearMeaning(Html html, LinearModel model) {
    this.html = html;
    this.model = model;
  }

  void write() {
    html.open("section").element("h2", "What the numbers mean");
    String coefficient =
        "A coefficient is the change of the expected label for one "
            + (model.scales() == null ? "unit" : "standard deviation")
            + " more of its column, the others held fixed; that of column=level compares the level"
            + " with the reference level. ";
    if (LinearSummary.isPenalised(model.fit())) {
      html.element("p", coefficient + penalty(model.fit().path().penalty()));
      html.element(
          "p",
          "Effective degrees count how many free coefficients the fit is worth. σ is the typical"
              + " distance of the label from the fit, in the label's own unit. Errors on rows left"
              + " out, and GCV, compare the λ with each other: the least of many is itself a little"
              + " too good.");
    } else {
      html.element("p", coefficient + inference());
      html.element(
          "p",
          byChance()
              + "σ is the typical distance of the label from the fit, in the label's own unit. AIC"
              + " and BIC compare models of the same label on the same rows. The condition number"
              + " tells how nearly columns repeat each other: above about 1,000 single coefficients"
              + " are hard to tell apart, above 1,000,000 their last digits are in doubt. VIF, the"
              + " variance inflation factor, tells the same of one column: how many times larger"
              + " the others make the variance of its coefficient.");
    }
    writeReferences();
    html.close();
  }

  private static String penalty(Penalty penalty) {
    String effect =
        switch (penalty.type()) {
          case RIDGE -> "Ridge draws all coefficients towards zero, and none quite to it";
          case LASSO -> "The lasso draws coefficients towards zero and the weakest exactly to it";
          default ->
              "The elastic net draws coefficients towards zero, the weakest exactly to it, and"
                  + " those of columns that resemble each other together";
        };
    return effect
        + ": a larger λ draws harder. The coefficients are biased for the sake of a smaller error"
        + " on other rows; one that is zero does not prove that its column has no effect.";
  }

  private String inference() {
    LeastSquaresFit fit = model.fit();
    boolean robust = fit.covariance() != null && fit.covariance().kind().isRobust();
    String weighting = model.schema().weight().isPresent() ? " (after weighting)" : "";
    return "Standard errors, t, p and intervals suppose a linear relation and independent errors"
        + (robust
            ? "; by the "
                + fit.covariance().kind().text()
                + " estimate the variance of the errors may change from row to row. F, σ, AIC and"
                + " BIC still suppose errors of equal variance"
                + weighting
                + "."
            : " of equal variance" + weighting + ".")
        + " p is the chance of a |t| at least as large if the true coefficient were zero; F asks"
        + " the same of all coefficients at once. A small p says that an effect is distinguishable"
        + " from zero, not that it is large or a cause.";
  }

  /** How many of some tests find an effect where there is none. */
  private String byChance() {
    int tests = 0;
    for (LeastSquaresFit fit : model.fits()) {
      tests += fit.rank() - (fit.intercept() ? 1 : 0);
    }
    if (tests < 2) {
      return "";
    }
    double found = 0.05 * tests;
    return String.format(
        Locale.ROOT,
        "Were all %,d coefficients zero in truth, about %s of them would still show p < 0.05. ",
        tests,
        String.format(Locale.ROOT, found < 1 ? "%.2f" : found < 10 ? "%.1f" : "%,.0f", found));
  }

  /** The levels without a coefficient, which the others of their column are compared with. */
  private void writeReferences() {
    boolean[] fitted = new boolean[model.encoder().numFeatures()];
    for (int slot : model.columns()) {
      fitted[slot] = true;
    }
    List<Column> columns = model.schema().features();
    List<String> notes = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      if (model.encoder().isCategorical(c)) {
        int start = model.encoder().firstSlot(c);
        List<String> levels = columns.get(c).levels();
        List<String> left =
            IntStream.range(0, levels.size())
                .filter(l -> !fitted[start + l])
                .mapToObj(levels::get)
                .toList();
        if (!left.isEmpty()) {
          notes.add(columns.get(c).name() + " = " + some(left, " or "));
        }
      }
    }
    if (!notes.isEmpty()) {
      html.element(
          "p",
          "Levels without a coefficient, the reference of their column or absent from the rows: "
              + some(notes, "; ")
              + ".",
          "class",
          "muted");
    }
  }

  private static String some(List<String> all, String between) {
    String listed = String.join(between, all.subList(0, Math.min(NOTED, all.size())));
    return all.size() <= NOTED
        ? listed
        : listed + between + String.format(Locale.ROOT, "… (%,d in all)", all.size());
  }
}
