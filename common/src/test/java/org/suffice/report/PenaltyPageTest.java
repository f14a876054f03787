package org.suffice.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.report.Pages.assertHarmless;
import static org.suffice.report.Pages.assertNothingFetched;
import static org.suffice.report.Pages.assertPicturesAreTitled;
import static org.suffice.report.Pages.coefficientRows;
import static org.suffice.report.Pages.elements;
import static org.suffice.report.Pages.figure;
import static org.suffice.report.Pages.parse;
import static org.suffice.report.Pages.percent;
import static org.suffice.report.Pages.withClass;

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

/** What the page of a penalised fit draws, measured against its own axes. */
class PenaltyPageTest {
  private static final double NAN = Double.NaN;
  private static final List<String> NAMES = List.of("area", "rooms", "age");
  private static final double[] DEVIATIONS = {10, 1, 0.5};

  /** Coordinates are written in tenths of a pixel, or of a thousandth of the width. */
  private static final double PIXEL = 0.11;

  private static final List<PenaltyPath.Step> STEPS =
      List.of(
          PathFits.step(2000, new double[] {0, 0, 0}, 9, 1, 9.5),
          PathFits.step(300, new double[] {0.3, 0, 0}, 6, 0.8, 7.5),
          PathFits.step(40, new double[] {0.5, -2, 0}, 4.5, 0.7, 5.5),
          PathFits.step(5, new double[] {0.6, -3, 4}, 4.1, 0.6, 5),
          PathFits.step(0.7, new double[] {0.7, -3.5, 9}, 4.6, 0.9, 6));

  private static Document page(PenaltyPath path) throws Exception {
    return page(PathFits.model(NAMES, DEVIATIONS, path));
  }

  /** Everything that holds of any page holds of this one. */
  private static Document page(LinearModel model) throws Exception {
    String html = LinearPage.html(model);
    assertFalse(html.contains("NaN") || html.contains("Infinity") || html.contains("null"));
    assertNothingFetched(html);
    return sound(model);
  }

  /** Well-formed, with nothing that acts, and so are the other summaries. */
  private static Document sound(LinearModel model) throws Exception {
    Document page = parse(LinearPage.html(model));
    assertHarmless(page);
    assertPicturesAreTitled(page);
    new LinearSummary(model).text();
    new LinearSummary(model).json();
    return page;
  }

  private static PenaltyPath lasso() {
    return PathFits.path(Penalty.Type.LASSO, STEPS, 3, 3, 2);
  }

  /** The plots of a page, in order: they alone have the role of a picture. */
  private static List<Element> plots(Document page) {
    return elements(page, "svg").stream().filter(svg -> svg.hasAttribute("role")).toList();
  }

  private static List<Element> in(Element root, String tag, String css) {
    var found = root.getElementsByTagName(tag);
    return IntStream.range(0, found.getLength())
        .mapToObj(i -> (Element) found.item(i))
        .filter(e -> css == null || (" " + e.getAttribute("class") + " ").contains(" " + css + " "))
        .toList();
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace('−', '-').replace(",", ""));
  }

  /** Pixels down of a value, read off two labels of the axis. */
  private static double down(Element plot, double value, boolean logarithmic) {
    List<Element> levels = in(plot, "text", "level");
    Element a = levels.get(0);
    Element b = levels.get(levels.size() - 1);
    double from = number(a.getTextContent());
    double to = number(b.getTextContent());
    double share =
        logarithmic ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
    double first = Double.parseDouble(a.getAttribute("y")) - 4;
    double last = Double.parseDouble(b.getAttribute("y")) - 4;
    return first + share * (last - first);
  }

  /** Units across of a λ, read off two labels of the axis. */
  private static double across(Element plot, double lambda) {
    List<Element> ticks =
        in(plot, "text", "tick").stream()
            .filter(e -> !e.getAttribute("class").contains("count"))
            .filter(e -> !e.getTextContent().equals("0"))
            .toList();
    Element a = ticks.get(0);
    Element b = ticks.get(ticks.size() - 1);
    double share =
        Math.log(lambda / number(a.getTextContent()))
            / Math.log(number(b.getTextContent()) / number(a.getTextContent()));
    double first = percent(a.getAttribute("x"));
    double last = percent(b.getAttribute("x"));
    return 10 * (first + share * (last - first));
  }

  private static double[][] points(Element shape) {
    return Arrays.stream(shape.getAttribute("points").split(" "))
        .map(p -> Arrays.stream(p.split(",")).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }

  private static Element named(Element plot, String name) {
    return in(plot, "g", null).stream()
        .filter(g -> g.getElementsByTagName("title").item(0) != null)
        .filter(
            g -> g.getElementsByTagName("title").item(0).getTextContent().startsWith(name + ": "))
        .findFirst()
        .orElseThrow();
  }

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
  void theErrorHasABandOfOneStandardError() throws Exception {
    Element plot = plots(page(lasso())).get(1);
    double[][] line = points(in(plot, "polyline", null).get(0));
    double[][] band = points(in(plot, "polygon", null).get(0));
    assertEquals(STEPS.size(), line.length);
    assertEquals(2 * STEPS.size(), band.length);
    for (int i = 0; i < line.length; i++) {
      PenaltyPath.Step step = STEPS.get(i);
      double[] upper = band[i];
      double[] lower = band[band.length - 1 - i];
      assertEquals(across(plot, step.lambda()), line[i][0], 2 * PIXEL);
      assertEquals(line[i][0], upper[0]);
      assertEquals(line[i][0], lower[0]);
      double error = step.cvError();
      assertEquals(down(plot, error, false), line[i][1], 2 * PIXEL);
      double deviation = step.cvStandardError();
      assertEquals(down(plot, error + deviation, false), upper[1], 2 * PIXEL);
      assertEquals(down(plot, error - deviation, false), lower[1], 2 * PIXEL);
    }
  }

  @Test
  void withoutFoldsTheCurveIsThatOfGeneralizedCrossValidation() throws Exception {
    List<PenaltyPath.Step> steps =
        STEPS.stream()
            .map(s -> PathFits.step(s.lambda(), s.coefficients(), NAN, NAN, s.gcv()))
            .toList();
    Document page = page(PathFits.path(Penalty.Type.RIDGE, steps, 3, -1, -1));
    Element plot = plots(page).get(1);
    assertEquals(0, in(plot, "polygon", null).size());
    double[][] line = points(in(plot, "polyline", null).get(0));
    for (int i = 0; i < line.length; i++) {
      assertEquals(down(plot, steps.get(i).gcv(), false), line[i][1], 2 * PIXEL);
    }
    assertEquals("this fit", in(in(plot, "g", "fit").get(0), "text", null).get(0).getTextContent());
    assertFalse(page.getDocumentElement().getTextContent().contains("CV error"));
  }

  @Test
  void errorsFarApartAreDrawnByTheirLogarithm() throws Exception {
    double[] errors = {1, 3, 20, 1e3, 1e6};
    List<PenaltyPath.Step> steps = new ArrayList<>();
    for (int i = 0; i < errors.length; i++) {
      steps.add(
          PathFits.step(
              Math.pow(10, 3 - i), STEPS.get(i).coefficients(), errors[i], errors[i] * 2, 1));
    }
    Document page = page(PathFits.path(Penalty.Type.LASSO, steps, 0, 0, 0));
    Element plot = plots(page).get(1);
    double[][] line = points(in(plot, "polyline", null).get(0));
    for (int i = 0; i < line.length; i++) {
      assertEquals(down(plot, errors[i], true), line[i][1], 2 * PIXEL);
    }
    for (double[] point : points(in(plot, "polygon", null).get(0))) {
      assertTrue(0 <= point[1] && point[1] <= PlotFrame.HEIGHT, Arrays.toString(point));
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
  void onePenaltyHasNoPath() throws Exception {
    for (double lambda : new double[] {3, 0}) {
      List<PenaltyPath.Step> steps =
          List.of(PathFits.step(lambda, new double[] {1, 2, 3}, 4, 1, 5));
      Document page = page(PathFits.path(Penalty.Type.RIDGE, steps, 0, 0, 0));
      assertEquals(0, plots(page).size());
      assertTrue(page.getDocumentElement().getTextContent().contains("one λ was given"));
    }
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
  void errorsThatAreNotDefinedAreGaps() throws Exception {
    double[] errors = {9, 8, NAN, 5, NAN};
    List<PenaltyPath.Step> steps = new ArrayList<>();
    for (int i = 0; i < errors.length; i++) {
      PenaltyPath.Step step = STEPS.get(i);
      double gcv = i == 3 ? Double.POSITIVE_INFINITY : NAN;
      steps.add(PathFits.step(step.lambda(), step.coefficients(), errors[i], NAN, gcv));
    }
    Document page = page(PathFits.path(Penalty.Type.LASSO, steps, 0, 0, 0));
    Element plot = plots(page).get(1);
    assertEquals(2, points(in(plot, "polyline", null).get(0)).length);
    assertEquals(1, in(plot, "circle", null).size());
    assertTrue(page.getDocumentElement().getTextContent().contains("Not defined at 2 of the λ."));
    List<PenaltyPath.Step> none =
        steps.stream()
            .map(s -> PathFits.step(s.lambda(), s.coefficients(), NAN, NAN, s.gcv()))
            .toList();
    Document without = page(PathFits.path(Penalty.Type.LASSO, none, 0, -1, -1));
    assertEquals(1, plots(without).size());
    assertTrue(without.getDocumentElement().getTextContent().contains("no error is defined"));
  }

  @Test
  void coefficientsOutOfRangeAreLeftOutOfTheCurve() throws Exception {
    List<PenaltyPath.Step> steps = new ArrayList<>(STEPS);
    steps.set(2, PathFits.step(40, new double[] {NAN, 1e308, 1}, 4.5, 0.7, 5.5));
    Element plot = plots(page(PathFits.path(Penalty.Type.RIDGE, steps, 3, 3, 3))).get(0);
    assertEquals(2, in(named(plot, "area"), "polyline", null).size());
    assertEquals(2, in(named(plot, "rooms"), "polyline", null).size());
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
