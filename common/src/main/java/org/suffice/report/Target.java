package org.suffice.report;

import java.util.Arrays;
import java.util.List;
import org.suffice.model.LinearModel;
import org.suffice.solve.LeastSquaresFit;

/**
 * One label of a model with its fit, as a page shows it.
 *
 * @param names of the coefficients, the intercept first where there is one
 * @param id that no other target of the page has
 * @param heading the tag of the headings inside
 */
record Target(
    LinearModel model,
    String label,
    LeastSquaresFit fit,
    List<String> names,
    String id,
    String heading) {
  static final String DASH = "–";

  /** 1 where the first coefficient is the intercept, else 0. */
  int first() {
    return fit.intercept() ? 1 : 0;
  }

  /** The level of the intervals as a percentage. */
  String level() {
    return Figures.percent(fit.level());
  }

  /** The names of the columns, without the intercept. */
  List<String> columns() {
    return names.subList(first(), names.size());
  }

  /**
   * What the coefficient of each column is multiplied by to be the change of the label for one
   * standard deviation more: 1 where coefficients are those of z scores.
   */
  double[] deviations() {
    double[] deviations = new double[names.size() - first()];
    if (model.scales() != null) {
      Arrays.fill(deviations, 1);
      return deviations;
    }
    double[] all = model.standardDeviations();
    int[] slots = model.columns();
    Arrays.setAll(deviations, j -> Double.isFinite(all[slots[j]]) ? all[slots[j]] : 0);
    return deviations;
  }

  /** A name that is seen. */
  static String shown(String name) {
    return name.isBlank() ? "(no name)" : name;
  }

  /** A figure with its name and notes, inside a list of them. */
  static void writeFigure(Html html, String name, String value, String... notes) {
    html.open("div").element("dt", name).element("dd", value, "class", "value");
    for (String note : notes) {
      html.element("dd", note, "class", "note");
    }
    html.close();
  }

  /** The head of a table. */
  static void writeHead(Html html, String... heads) {
    html.open("thead").open("tr");
    for (String head : heads) {
      html.element("th", head, "scope", "col");
    }
    html.close().close();
  }

  /** A cell of a table that is a card where the page is narrow. */
  static void writeCell(Html html, String head, String value) {
    html.element("td", value, "data-label", head);
  }
}
