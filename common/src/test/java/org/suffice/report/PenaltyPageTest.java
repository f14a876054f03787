package org.suffice.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.report.Pages.coefficientRows;
import static org.suffice.report.Pages.elements;
import static org.suffice.report.Pages.figure;
import static org.suffice.report.Pages.withClass;
import static org.suffice.report.PenaltyPages.DEVIATIONS;
import static org.suffice.report.PenaltyPages.NAMES;
import static org.suffice.report.PenaltyPages.STEPS;
import static org.suffice.report.PenaltyPages.in;
import static org.suffice.report.PenaltyPages.lasso;
import static org.suffice.report.PenaltyPages.page;
import static org.suffice.report.PenaltyPages.plots;
import static org.suffice.report.PenaltyPages.sound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.suffice.model.LinearModel;
import org.suffice.solve.Penalty;
import org.suffice.solve.PenaltyPath;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The page of a penalised fit around its plots, and pages that have none. */
class PenaltyPageTest {
  @Test
  void twoThousandColumnsAreAPageOfAFewMegabytes() throws Exception {
    int count = 2_000;
    List<String> names = IntStream.range(0, count).mapToObj(i -> "some column " + i).toList();
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    List<PenaltyPath.Step> steps = new ArrayList<>();
    for (int s = 0; s < 100; s++) {
      double[] w = new double[count];
      for (int j = 0; j < count; j++) {
        w[j] = (j * 7919 % count - 1000.5) * Math.exp(-0.001 * j) * s / 99;
      }
      steps.add(PathFits.step(Math.pow(0.9, s), w, 5, 1, 5));
    }
    PenaltyPath path = PathFits.path(Penalty.Type.RIDGE, steps, 60, 60, 30);
    LinearModel model = PathFits.model(names, ones, path);
    String html = LinearPage.html(model);
    assertTrue(html.length() < 2_000_000, "characters " + html.length());
    Document page = page(model);
    assertEquals(PathPlot.NAMED + PathPlot.GREY, in(plots(page).get(0), "polyline", null).size());
    assertTrue(html.contains("Not drawn, being smaller all along the path: 1,840."));
    assertEquals(count + 1, coefficientRows(page).size());
  }

  @Test
  void namesNeverBecomeMarkup() throws Exception {
    List<String> hostile = new ArrayList<>(Pages.HOSTILE);
    hostile.add("x".repeat(20_000));
    hostile.add("عمود الأسعار");
    hostile.add("👩‍👩‍👧‍👦 面積 🏠".repeat(20));
    hostile.add("   ");
    double[] ones = new double[hostile.size()];
    double[] w = new double[hostile.size()];
    Arrays.fill(ones, 1);
    Arrays.setAll(w, i -> i + 1);
    w[1] = 0;
    List<PenaltyPath.Step> steps =
        List.of(PathFits.step(10, new double[w.length], 3, 1, 2), PathFits.step(1, w, 2, 1, 1));
    PenaltyPath path = PathFits.path(Penalty.Type.LASSO, steps, 1, 1, 0);
    LinearModel model =
        PathFits.model(
            List.of(hostile.get(0), hostile.get(3)),
            hostile,
            ones,
            List.of(PathFits.fit(path), PathFits.fit(path)),
            false);
    Document page = sound(model);
    for (Element text : elements(page, "text")) {
      int letters = text.getTextContent().codePointCount(0, text.getTextContent().length());
      assertTrue(letters <= 40, text.getTextContent());
    }
    List<Element> zeros = in(withClass(page, "details", "zeros"), "li", null);
    assertEquals(List.of(hostile.get(1)), zeros.stream().map(Element::getTextContent).toList());
  }

  @Test
  void aPenalisedTableHasNoTests() throws Exception {
    Document page = page(lasso());
    assertEquals(
        List.of("Name", "Coefficient", "× deviation"),
        in(withClass(page, "table", "coefficients"), "th", null).subList(0, 3).stream()
            .map(Element::getTextContent)
            .toList());
    assertEquals(List.of("area", Figures.six(0.6), Figures.four(6)), coefficientRows(page).get(1));
    assertEquals("3", figure(page, "Non-zero coefficients"));
    assertEquals("5.00000", figure(page, "λ"));
    assertEquals("4.10000", figure(page, "Cross-validated error"));
    assertEquals(0, page.getElementsByTagName("circle").getLength());
    String text = page.getDocumentElement().getTextContent();
    assertTrue(text.contains("scikit-learn: alpha " + Figures.six(5.0 / 2 / PathFits.ROWS)));
    assertEquals("Lasso of price", Pages.heading(page));
  }

  @Test
  void onePenaltyHasNoPath() throws Exception {
    for (double lambda : new double[] {3, 0}) {
      List<PenaltyPath.Step> steps =
          List.of(PathFits.step(lambda, new double[] {1, 2, 3}, 4, 1, 5));
      Document page = page(PathFits.path(Penalty.Type.RIDGE, steps, 0, 0, 0));
      assertEquals(0, plots(page).size());
      assertTrue(page.getDocumentElement().getTextContent().contains("one λ was given"));
    }
  }

  /** The other conventions divide by the deviation of the label. */
  @Test
  void aConstantLabelIsAPageToo() throws Exception {
    List<PenaltyPath.Step> steps =
        List.of(
            PathFits.step(10, new double[3], 0, 0, 0), PathFits.step(1, new double[3], 0, 0, 0));
    PenaltyPath path = PathFits.path(Penalty.Type.RIDGE, steps, 1, 1, 0);
    PenaltyPath constant =
        new PenaltyPath(path.penalty(), 1, 1, PathFits.ROWS, 0, "given", 1, 10, steps);
    String text = page(constant).getDocumentElement().getTextContent();
    assertTrue(text.contains("scikit-learn: alpha 1.00000"));
    assertFalse(text.contains("glmnet"));
  }

  @Test
  void noColumnsAreAPageToo() throws Exception {
    List<PenaltyPath.Step> steps =
        List.of(
            PathFits.step(10, new double[0], 3, 1, 1), PathFits.step(1, new double[0], 3, 1, 1));
    PenaltyPath path = PathFits.path(Penalty.Type.LASSO, steps, 0, 0, 0);
    Document page = page(PathFits.model(List.of(), new double[0], path));
    assertEquals(0, plots(page).size());
    assertEquals(1, coefficientRows(page).size());
  }

  @Test
  void eachTargetHasItsSection() throws Exception {
    PenaltyPath other = PathFits.path(Penalty.Type.LASSO, STEPS, 1, 1, 0);
    LinearModel model =
        PathFits.model(
            List.of("price", "rent"),
            NAMES,
            DEVIATIONS,
            List.of(PathFits.fit(lasso()), PathFits.fit(other)),
            false);
    Document page = page(model);
    assertEquals("Lasso of price, rent", Pages.heading(page));
    List<List<String>> contents = new ArrayList<>();
    for (Element row : in(withClass(page, "table", "contents"), "tr", null)) {
      contents.add(in(row, "td", null).stream().map(Element::getTextContent).toList());
    }
    assertEquals(List.of("0.7500", "0.1421", "5.000", "3"), contents.get(1));
    assertEquals(List.of("0.7500", "0.1421", "300.0", "1"), contents.get(2));
    assertEquals(4, plots(page).size());
    List<String> parts = elements(page, "h2").stream().map(Element::getTextContent).toList();
    assertEquals(
        List.of("price", "rent", "What the numbers mean", "Rows", "Options", "Provenance"), parts);
  }
}
