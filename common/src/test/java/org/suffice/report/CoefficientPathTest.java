package org.suffice.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.report.Pages.coefficientRows;
import static org.suffice.report.Pages.percent;
import static org.suffice.report.Pages.withClass;
import static org.suffice.report.PenaltyPages.DEVIATIONS;
import static org.suffice.report.PenaltyPages.NAMES;
import static org.suffice.report.PenaltyPages.NAN;
import static org.suffice.report.PenaltyPages.PIXEL;
import static org.suffice.report.PenaltyPages.STEPS;
import static org.suffice.report.PenaltyPages.across;
import static org.suffice.report.PenaltyPages.down;
import static org.suffice.report.PenaltyPages.in;
import static org.suffice.report.PenaltyPages.lasso;
import static org.suffice.report.PenaltyPages.named;
import static org.suffice.report.PenaltyPages.page;
import static org.suffice.report.PenaltyPages.plots;
import static org.suffice.report.PenaltyPages.points;

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

/** The plot of coefficients by λ, measured against its own axes. */
class CoefficientPathTest {
  @Test
  void curvesRunThroughTheData() throws Exception {
    Element plot = plots(page(lasso())).get(0);
    for (int j = 0; j < NAMES.size(); j++) {
      List<Element> lines = in(named(plot, NAMES.get(j)), "polyline", null);
      assertEquals(1, lines.size());
      double[][] points = points(lines.get(0));
      // Of a run of equal values only the ends are written: age is 0 at the first three λ.
      int[] written = j == 2 ? new int[] {0, 2, 3, 4} : new int[] {0, 1, 2, 3, 4};
      assertEquals(written.length, points.length);
      for (int i = 0; i < written.length; i++) {
        PenaltyPath.Step step = STEPS.get(written[i]);
        double value = step.coefficients()[j] * DEVIATIONS[j];
        assertEquals(across(plot, step.lambda()), points[i][0], 2 * PIXEL);
        assertEquals(down(plot, value, false), points[i][1], 2 * PIXEL);
      }
    }
  }

  @Test
  void namedPenaltiesAreVerticalLines() throws Exception {
    Document page = page(lasso());
    for (Element plot : plots(page)) {
      Element fit = in(plot, "g", "fit").get(0);
      Element simplest = in(plot, "g", "simplest").get(0);
      assertEquals("λ.min = this fit", in(fit, "text", null).get(0).getTextContent());
      assertEquals("λ.1se", in(simplest, "text", null).get(0).getTextContent());
      assertEquals(0, in(plot, "g", "least").size());
      for (Element mark : List.of(fit, simplest)) {
        Element line = in(mark, "line", null).get(0);
        double lambda = mark == fit ? 5 : 40;
        assertEquals(across(plot, lambda) / 10, percent(line.getAttribute("x1")), 0.02);
        assertEquals(line.getAttribute("x1"), line.getAttribute("x2"));
        assertEquals(line.getAttribute("x1"), in(mark, "text", null).get(0).getAttribute("x"));
      }
    }
  }

  @Test
  void countsOfCoefficientsStandAboveTheirPenalties() throws Exception {
    Element plot = plots(page(lasso())).get(0);
    List<Element> counts = in(plot, "text", "count");
    assertEquals(
        List.of("0", "1", "2", "3", "3"), counts.stream().map(Element::getTextContent).toList());
    for (int i = 0; i < 5; i++) {
      double x = percent(counts.get(i).getAttribute("x"));
      assertEquals(across(plot, STEPS.get(i).lambda()) / 10, x, 0.02);
    }
  }

  @Test
  void namesAtTheEdgeDoNotOverlap() throws Exception {
    int count = 30;
    List<String> names = IntStream.range(0, count).mapToObj(i -> "column " + i).toList();
    for (double spread : new double[] {0, 1e-3, 1, 100}) {
      for (double sign : new double[] {1, -1}) {
        double[] w = new double[count];
        Arrays.setAll(w, i -> sign * (1000 + spread * i));
        List<PenaltyPath.Step> steps =
            List.of(
                PathFits.step(10, new double[count], NAN, NAN, 2),
                PathFits.step(1, w, NAN, NAN, 1));
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        PenaltyPath path = PathFits.path(Penalty.Type.LASSO, steps, 1, -1, -1);
        Element plot = plots(page(PathFits.model(names, ones, path))).get(0);
        double[] y =
            in(plot, "text", "end").stream()
                .mapToDouble(e -> Double.parseDouble(e.getAttribute("y")))
                .sorted()
                .toArray();
        assertEquals(PathPlot.NAMED, y.length);
        for (int i = 1; i < y.length; i++) {
          assertTrue(y[i] - y[i - 1] >= 15.9, Arrays.toString(y)); // letters are 13 high
        }
        assertTrue(y[0] > -20 && y[y.length - 1] <= PlotFrame.HEIGHT + 5, Arrays.toString(y));
      }
    }
  }

  @Test
  void theLargestOfTheFitHaveNamesAndTheOthersAreGrey() throws Exception {
    int count = 40;
    List<String> names = IntStream.range(0, count).mapToObj(i -> "column " + i).toList();
    double[] last = new double[count];
    double[] atFit = new double[count];
    double[] deviations = new double[count];
    for (int i = 0; i < count; i++) {
      deviations[i] = Math.pow(10, i % 5 - 2);
      atFit[i] = i < 12 ? (i + 1) / deviations[i] : 0; // 3 to 12 are the ten largest
      last[i] = i < 30 ? 100 / deviations[i] : 0; // and ten are never other than zero
    }
    List<PenaltyPath.Step> steps =
        List.of(PathFits.step(10, atFit, NAN, NAN, 1), PathFits.step(1, last, NAN, NAN, 2));
    PenaltyPath path = PathFits.path(Penalty.Type.LASSO, steps, 0, -1, -1);
    Document page = page(PathFits.model(names, deviations, path));
    Element plot = plots(page).get(0);
    assertEquals(10, in(plot, "g", "curve").size());
    assertEquals(20, in(plot, "g", "other").size());
    for (int i = 2; i < 12; i++) {
      assertTrue(named(plot, "column " + i).getAttribute("class").startsWith("curve"), "" + i);
    }
    String text = page.getDocumentElement().getTextContent();
    assertTrue(text.contains("The 10 largest in this fit have a colour and a name, 20 others"));
    assertTrue(text.contains("Zero at every λ drawn: 10."));
  }

  @Test
  void aLongPathIsDrawnInPart() throws Exception {
    List<PenaltyPath.Step> steps = new ArrayList<>();
    for (int s = 0; s < 5_000; s++) {
      steps.add(
          PathFits.step(5_000 - s, new double[] {s, Math.sqrt(s), 1}, 5 + 1.0 / (s + 1), 1, 1));
    }
    Document page = page(PathFits.path(Penalty.Type.RIDGE, steps, 1234, 1234, 77));
    double[][] line = points(in(plots(page).get(0), "polyline", null).get(0));
    assertTrue(line.length <= 202, "points " + line.length);
    String text = page.getDocumentElement().getTextContent();
    assertTrue(text.contains("Of 5,000 λ, 202 are drawn."));
    assertTrue(text.contains("14 of 5,000 λ"));
  }

  @Test
  void coefficientsOfScoresAreNotScaledAgain() throws Exception {
    LinearModel model =
        PathFits.model(List.of("price"), NAMES, DEVIATIONS, List.of(PathFits.fit(lasso())), true);
    Document page = page(model);
    assertEquals(List.of("area", Figures.six(0.6)), coefficientRows(page).get(1));
    Element plot = plots(page).get(0);
    double[][] points = points(in(named(plot, "area"), "polyline", null).get(0));
    assertEquals(down(plot, 0.7, false), points[points.length - 1][1], 2 * PIXEL);
    assertTrue(page.getDocumentElement().getTextContent().contains("coefficients of z scores"));
  }

  @Test
  void coefficientsThatAreAllZeroAreAPathToo() throws Exception {
    List<PenaltyPath.Step> steps =
        List.of(
            PathFits.step(10, new double[3], 0, 0, 0), PathFits.step(1, new double[3], 0, 0, 0));
    Document page = page(PathFits.path(Penalty.Type.LASSO, steps, 0, 0, 0));
    Element plot = plots(page).get(0);
    assertEquals(0, in(plot, "polyline", null).size());
    assertEquals(0, in(plot, "text", "end").size());
    assertEquals(3, in(withClass(page, "details", "zeros"), "li", null).size());
    assertEquals(1, coefficientRows(page).size());
    double[][] error = points(in(plots(page).get(1), "polyline", null).get(0));
    assertEquals(150, error[0][1]);
  }

  @Test
  void noPenaltyStandsApartAtTheRight() throws Exception {
    List<PenaltyPath.Step> steps = new ArrayList<>(STEPS);
    steps.add(PathFits.step(0, new double[] {0.75, -3.6, 10}, 4.8, 1, 7));
    Document page = page(PathFits.path(Penalty.Type.LASSO, steps, 5, 3, 2));
    for (Element plot : plots(page)) {
      Element zero =
          in(plot, "text", "tick").stream()
              .filter(e -> e.getTextContent().equals("0"))
              .filter(e -> !e.getAttribute("class").contains("count"))
              .findFirst()
              .orElseThrow();
      assertEquals(98, percent(zero.getAttribute("x")));
      assertTrue(across(plot, 0.7) < 900);
      Element mark = in(in(plot, "g", "fit").get(0), "line", null).get(0);
      assertEquals(98, percent(mark.getAttribute("x1")));
      // A mark for λ = 0, and no curve that leads there through an infinite distance.
      for (Element curve : in(plot, "polyline", null)) {
        double[][] points = points(curve);
        assertTrue(points[points.length - 1][0] < 900);
      }
    }
    Element age = named(plots(page).get(0), "age");
    double y = Double.parseDouble(in(age, "circle", null).get(0).getAttribute("cy"));
    assertEquals(down(plots(page).get(0), 5, false), y, 2 * PIXEL);
  }

  @Test
  void coefficientsOutOfRangeAreLeftOutOfTheCurve() throws Exception {
    List<PenaltyPath.Step> steps = new ArrayList<>(STEPS);
    steps.set(2, PathFits.step(40, new double[] {NAN, 1e308, 1}, 4.5, 0.7, 5.5));
    Element plot = plots(page(PathFits.path(Penalty.Type.RIDGE, steps, 3, 3, 3))).get(0);
    assertEquals(2, in(named(plot, "area"), "polyline", null).size());
    assertEquals(2, in(named(plot, "rooms"), "polyline", null).size());
  }
}
