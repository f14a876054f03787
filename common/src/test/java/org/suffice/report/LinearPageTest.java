package org.suffice.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.report.Pages.HOSTILE;
import static org.suffice.report.Pages.assertHarmless;
import static org.suffice.report.Pages.assertNothingFetched;
import static org.suffice.report.Pages.assertPicturesAreTitled;
import static org.suffice.report.Pages.coefficientRows;
import static org.suffice.report.Pages.drawn;
import static org.suffice.report.Pages.elements;
import static org.suffice.report.Pages.figure;
import static org.suffice.report.Pages.heading;
import static org.suffice.report.Pages.parse;
import static org.suffice.report.Pages.percent;
import static org.suffice.report.Pages.record;
import static org.suffice.report.Pages.withClass;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.suffice.model.LinearModel;
import org.suffice.model.TrainingRecord;
import org.suffice.read.Column;
import org.suffice.read.Schema;
import org.suffice.solve.ErrorCovariance;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.Penalty;
import org.suffice.solve.PenaltyPath;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class LinearPageTest {
  private static final List<String> NAMES = List.of("area", "rooms", "age", "distance");
  private static final double[] T = {54.2, 7.81, -3.4, 0.62};

  @Test
  void namesNeverBecomeMarkup() throws Exception {
    for (String hostile : HOSTILE) {
      Schema schema =
          new Schema(
              List.of(
                  Column.numeric(hostile),
                  Column.categorical("c" + hostile, List.of(hostile, "b"))),
              hostile,
              Optional.of(hostile));
      double[] t = {1, 2, 3};
      double[] errors = {1, 1, 1};
      LinearModel model =
          LinearFits.model(schema, new int[] {0, 2}, true, t, errors, record(hostile));
      String html = LinearPage.html(model);
      Document page = parse(html);
      assertHarmless(page);
      assertFalse(html.contains("<!--"));
      assertEquals(
          hostile.isBlank() ? "" : Html.visible(hostile), coefficientRows(page).get(1).get(0));
      assertEquals("Linear regression of " + Html.visible(hostile), heading(page));
      html.codePoints()
          .forEach(
              c ->
                  assertTrue(
                      c == '\n'
                          || !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT,
                      () -> "U+" + Integer.toHexString(c)));
    }
  }

  @Test
  void undefinedFiguresAreDashes() throws Exception {
    String html = LinearPage.html(LinearFits.undefined(TrainingRecord.EMPTY));
    assertFalse(html.contains("NaN") || html.contains("Infinity") || html.contains("null"));
    Document page = parse(html);
    assertEquals(List.of("x", "2.00000", "–", "–", "–", "–"), coefficientRows(page).get(1));
    assertEquals("∞", figure(page, "Condition number"));
    assertEquals("–", figure(page, "Residual std. error σ"));
    assertEquals("–", figure(page, "AIC"));
    assertEquals(0, drawn(page).size());
    assertTrue(html.contains("There is nothing to draw"));
    assertTrue(html.contains("No account of rows was recorded."));
  }

  @Test
  void anAliasedColumnIsMarkedAndNotDrawn() throws Exception {
    double[] t = {54.2, Double.NaN, -3.4, 0.62};
    String html = LinearPage.html(LinearFits.ofTValues(NAMES, t, TrainingRecord.EMPTY));
    Document page = parse(html);
    assertEquals(List.of("rooms", "aliased", "–", "–", "–", "–"), coefficientRows(page).get(2));
    assertEquals(3, drawn(page).size());
    assertTrue(html.contains("Not drawn, for want of a t value: 1."));
  }

  @Test
  void theFiguresAreThoseOfTheFit() throws Exception {
    LinearModel model = LinearFits.ofTValues(NAMES, T, TrainingRecord.EMPTY);
    LeastSquaresFit fit = model.fit();
    Document page = parse(LinearPage.html(model));
    assertEquals(Figures.six(fit.r2()), figure(page, "R²"));
    assertEquals(Figures.six(fit.adjustedR2()), figure(page, "Adjusted R²"));
    assertEquals(Figures.six(fit.sigma()), figure(page, "Residual std. error σ"));
    assertEquals(Figures.six(fit.fStatistic()), figure(page, "F statistic"));
    assertEquals(Figures.six(fit.aic()), figure(page, "AIC"));
    assertEquals(Figures.six(fit.bic()), figure(page, "BIC"));
    assertEquals("41.73", figure(page, "Condition number"));
    String text = page.getDocumentElement().getTextContent();
    assertTrue(text.contains("on 96,209 degrees of freedom"));
    assertTrue(text.contains("p <1e-300on 4 and 96,209 df"));
    assertEquals(
        List.of(
            "age",
            Figures.six(fit.coefficients()[3]),
            Figures.six(fit.standardErrors()[3]),
            "-3.400",
            "0.0046**",
            "[" + Figures.six(fit.lower()[3]) + ", " + Figures.six(fit.upper()[3]) + "]"),
        coefficientRows(page).get(3));
  }

  @Test
  void nothingIsFetched() {
    String html = LinearPage.html(LinearFits.ofTValues(NAMES, T, TrainingRecord.EMPTY));
    assertTrue(
        html.contains(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
                + " style-src 'unsafe-inline'\"/>"));
    assertNothingFetched(html);
  }

  @Test
  void everyCoefficientIsInTheTableAndTheStrongestAreDrawn() throws Exception {
    int count = 2_000;
    List<String> names = IntStream.range(0, count).mapToObj(i -> "column " + i).toList();
    double[] t = new double[count];
    Arrays.setAll(t, i -> (i * 7919 % count) * 0.01 * (i % 2 == 0 ? 1 : -1));
    String html = LinearPage.html(LinearFits.ofTValues(names, t, TrainingRecord.EMPTY));
    Document page = parse(html);
    List<String> shown = coefficientRows(page).stream().map(row -> row.get(0)).toList();
    assertEquals("(Intercept)", shown.get(0));
    assertEquals(names, shown.subList(1, shown.size()));
    assertEquals(40, drawn(page).size());
    Set<String> strongest = new HashSet<>();
    for (int i = 0; i < count; i++) {
      if (Math.abs(t[i]) > 19.595) {
        strongest.add(names.get(i));
      }
    }
    assertEquals(40, strongest.size());
    for (Element group : elements(page, "g")) {
      String tip = group.getElementsByTagName("title").item(0).getTextContent();
      assertTrue(strongest.remove(tip.substring(0, tip.indexOf(':'))), tip);
    }
    assertTrue(html.contains("The 40 largest |t| of 2,000 are drawn; the table holds all."));
  }

  @Test
  void oneStrongColumnDoesNotSquashTheOthers() throws Exception {
    double[] t = {2e6, 4, -1, 0.1};
    Document page = parse(LinearPage.html(LinearFits.ofTValues(NAMES, t, TrainingRecord.EMPTY)));
    List<double[]> drawn = drawn(page);
    double[] zeroLine = {percent(withClass(page, "line", "zero").getAttribute("x1"))};
    for (double[] line : drawn) {
      assertTrue(0 <= line[0] && line[0] <= line[1] && line[1] <= line[2] && line[2] <= 100);
    }
    // A telephone leaves the plot some 200 pixels: an interval must stay wider than its mark.
    assertTrue(drawn.get(1)[2] - drawn.get(1)[0] > 5, Arrays.toString(drawn.get(1)));
    assertTrue(drawn.get(1)[0] > zeroLine[0] && drawn.get(2)[2] > zeroLine[0]);
    assertTrue(drawn.get(2)[0] < zeroLine[0]);
    long ticks =
        elements(page, "text").stream().filter(e -> e.getAttribute("class").equals("tick")).count();
    assertTrue(3 <= ticks && ticks <= 7, "ticks " + ticks);
  }

  @Test
  void ticksAreFewAtEveryScale() throws Exception {
    for (double size = 1e-3; size < 1e100; size *= 27) {
      for (double[] t : new double[][] {{size, 1}, {-size, 1}, {size, -size / 2}}) {
        LinearModel model = LinearFits.ofTValues(List.of("a", "b"), t, TrainingRecord.EMPTY);
        Document page = parse(LinearPage.html(model));
        List<Double> at =
            elements(page, "text").stream()
                .filter(e -> e.getAttribute("class").equals("tick"))
                .map(e -> percent(e.getAttribute("x")))
                .sorted()
                .toList();
        assertTrue(2 <= at.size() && at.size() <= 7, "t = " + size + ": " + at);
        for (int i = 1; i < at.size(); i++) {
          assertTrue(at.get(i) - at.get(i - 1) > 5, "t = " + size + ": " + at);
        }
      }
    }
  }

  @Test
  void rowsAddUpAndWhereTheyDoNotThePageSaysSo() throws Exception {
    Map<String, Long> account = new LinkedHashMap<>();
    account.put("read", 100_000L);
    account.put("used", 96_214L);
    account.put("missingDropped", 3_500L);
    account.put("rejected", 6L);
    account.put("zeroWeight", 280L);
    TrainingRecord record = new TrainingRecord(Map.of(), account, List.of(), Map.of());
    String html = LinearPage.html(LinearFits.ofTValues(NAMES, T, record));
    String text = withClass(parse(html), "table", "account").getTextContent();
    for (String count : List.of("96,214", "3,500", "6", "280", "100,000", "96.21%")) {
      assertTrue(text.contains(count), count);
    }
    assertFalse(html.contains("do not add up"));
    account.put("rejected", 7L);
    assertTrue(
        LinearPage.html(LinearFits.ofTValues(NAMES, T, record))
            .contains("The counts do not add up: 100,000 rows read, 100,001 accounted for."));
  }

  @Test
  void theSameModelGivesTheSameBytes() {
    List<String> keys = IntStream.range(0, 50).mapToObj(i -> "key." + i * 37 % 50).toList();
    Map<String, String> forward = new LinkedHashMap<>();
    Map<String, String> backward = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      forward.put(keys.get(i), keys.get(i) + "=");
      String last = keys.get(keys.size() - 1 - i);
      backward.put(last, last + "=");
    }
    Locale before = Locale.getDefault();
    try {
      String one =
          LinearPage.html(
              LinearFits.ofTValues(
                  NAMES, T, new TrainingRecord(forward, Map.of(), List.of(), forward)));
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      String other =
          LinearPage.html(
              LinearFits.ofTValues(
                  NAMES, T, new TrainingRecord(backward, Map.of(), List.of(), backward)));
      assertEquals(one, other);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void optionsProvenanceAndWarningsAreShown() {
    TrainingRecord record =
        new TrainingRecord(
            Map.of("inference.level", "0.95"),
            Map.of(),
            List.of("condition number 2.0e+07"),
            Map.of("input", "houses.csv"));
    String html = LinearPage.html(LinearFits.ofTValues(NAMES, T, record));
    for (String text :
        List.of("inference.level", "0.95", "condition number 2.0e+07", "input", "houses.csv")) {
      assertTrue(html.contains(">" + text + "<"), text);
    }
  }

  @Test
  void referenceLevelsAreNamed() {
    Schema schema =
        new Schema(
            List.of(Column.categorical("town", List.of("Ayr", "Bonn", "Cork"))),
            "price",
            Optional.empty());
    LinearModel model =
        LinearFits.model(
            schema,
            new int[] {1, 2},
            true,
            new double[] {5, 1, -2},
            new double[] {1, 1, 1},
            TrainingRecord.EMPTY);
    assertTrue(LinearPage.html(model).contains("absent from the rows: town = Ayr."));
  }

  @Test
  void inflationAboveTenIsMarked() throws Exception {
    LinearModel model = LinearFits.ofTValues(NAMES, T, TrainingRecord.EMPTY);
    double[] inflation = {Double.NaN, 1.25, 10, 10.5, Double.POSITIVE_INFINITY};
    LinearModel with =
        model.withFits(
            List.of(LinearFits.with(model.fit(), inflation, ErrorCovariance.Kind.CLASSICAL, null)));
    Document page = parse(LinearPage.html(with));
    assertEquals(
        List.of("–", "1.250", "10.00", "10.50▲", "∞▲"),
        coefficientRows(page).stream().map(row -> row.get(6)).toList());
    String caption = elements(page, "caption").get(0).getTextContent();
    assertTrue(caption.endsWith("classical standard errors; ▲ variance inflation above 10"));
  }

  @Test
  void theKindOfErrorsAndTheErrorOnRowsLeftOutAreSaid() throws Exception {
    LinearModel model = LinearFits.ofTValues(NAMES, T, TrainingRecord.EMPTY);
    double[] inflation = {Double.NaN, 1, 1, 1, 1};
    PenaltyPath path =
        PathFits.path(
            Penalty.Type.NONE, List.of(PathFits.step(0, new double[4], 3.5, 0.25, 4)), 0, 0, 0);
    LinearModel with =
        model.withFits(
            List.of(LinearFits.with(model.fit(), inflation, ErrorCovariance.Kind.HC3, path)));
    Document page = parse(LinearPage.html(with));
    String text = page.getDocumentElement().getTextContent();
    assertTrue(text.contains("standard errors HC3"));
    assertTrue(text.contains("by the HC3 estimate the variance of the errors may change"));
    assertFalse(text.contains("variance inflation above 10"));
    assertEquals("3.50000", figure(page, "Cross-validated error"));
    assertEquals("Linear regression of price", heading(page));
    assertEquals(4, drawn(page).size());
  }

  @Test
  void oneOfSeveralTargetsMayBeAliased() throws Exception {
    LinearModel whole = LinearFits.ofTValues(NAMES, T, TrainingRecord.EMPTY);
    double[] t = {54.2, Double.NaN, -3.4, 0.62};
    LinearModel part = LinearFits.ofTValues(NAMES, t, TrainingRecord.EMPTY);
    List<String> labels = List.of("price", "<b>rent</b>", "a", "b", "c");
    LinearModel model =
        PathFits.model(
            labels,
            NAMES,
            new double[4],
            List.of(whole.fit(), part.fit(), whole.fit(), whole.fit(), whole.fit()),
            false);
    String html = LinearPage.html(model);
    assertNothingFetched(html);
    Document page = parse(html);
    assertPicturesAreTitled(page);
    assertEquals("Linear regression of price, <b>rent</b>, a, 2 more", heading(page));
    assertEquals(labels, elements(page, "a").stream().map(Element::getTextContent).toList());
    assertEquals(4 + 3 + 4 + 4 + 4, drawn(page).size());
    assertEquals(1, html.split("Aliased: the column is", -1).length - 1);
    assertEquals(1, html.split("What the numbers mean", -1).length - 1);
    assertTrue(html.contains("Were all 19 coefficients zero in truth, about 0.95 of them"));
  }

  @Test
  void anInterceptAloneIsAPageToo() throws Exception {
    LinearModel model = LinearFits.ofTValues(List.of(), new double[0], TrainingRecord.EMPTY);
    Document page = parse(LinearPage.html(model));
    assertEquals(1, coefficientRows(page).size());
    assertTrue(
        page.getDocumentElement().getTextContent().contains("no coefficient but the intercept"));
  }

  @Test
  void thePictureHasATitleAndTheTablesHaveHeaders() throws Exception {
    Document page = parse(LinearPage.html(LinearFits.ofTValues(NAMES, T, record("x"))));
    assertTrue(elements(page, "svg").get(0).hasAttribute("role"));
    assertPicturesAreTitled(page);
    List<Element> heads = elements(page, "th");
    assertFalse(heads.isEmpty());
    heads.forEach(th -> assertTrue(Set.of("row", "col").contains(th.getAttribute("scope"))));
  }
}
