package org.suffice.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.report.Pages.assertHarmless;
import static org.suffice.report.Pages.assertNothingFetched;
import static org.suffice.report.Pages.assertPicturesAreTitled;
import static org.suffice.report.Pages.elements;
import static org.suffice.report.Pages.figure;
import static org.suffice.report.Pages.parse;
import static org.suffice.report.Pages.percent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.suffice.LogisticFits;
import org.suffice.model.LogisticModel;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.LogisticPath;
import org.suffice.solve.Penalty;
import org.suffice.solve.Solution.Termination;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What a person and a program read of a logistic regression. */
class LogisticReportTest {
  private static final List<String> XZ = List.of("x", "z");
  private static final List<String> THREE = List.of("ant", "bee", "cicada");

  private static LogisticModel binary(double... coefficients) {
    LogisticFit fit = LogisticFits.fit(true, 2, coefficients, null);
    return LogisticFits.model(XZ, List.of("no", "yes"), fit, null);
  }

  private static LogisticModel penalised(Penalty.Type type, boolean validated) {
    double[] w = {0.5, 2, 0, -1, 0.25, 0, 0.5, 0, 0};
    LogisticPath path =
        LogisticFits.path(
            type,
            validated ? new double[] {9, 3, 1} : new double[] {3},
            validated ? 2 : 0,
            validated,
            w);
    return LogisticFits.model(XZ, THREE, LogisticFits.fit(false, 3, w, path), null);
  }

  private static JsonNode json(LogisticModel model) {
    return ModelSummary.of(model).json();
  }

  private static Document page(LogisticModel model) throws Exception {
    String html = LogisticPage.html(model);
    assertFalse(html.contains("NaN") || html.contains("Infinity") || html.contains(">null<"));
    assertEquals(html, LogisticPage.html(model));
    assertNothingFetched(html);
    Document page = parse(html);
    assertHarmless(page);
    assertPicturesAreTitled(page);
    return page;
  }

  @Test
  void theTableIsThatOfEachFunction() {
    String text = ModelSummary.of(binary(0.5, 2, -1)).text();
    assertTrue(
        text.startsWith("Logistic regression of kind on 2 columns\n\nyes against no\n"), text);
    for (String part :
        List.of(
            "x                 2.00000     0.500000     4.000    0.0100 *    [1.00000, 3.00000]",
            "odds ratio  90% interval",
            "x                 7.38906  [2.71828, 20.0855]",
            "n = 21 rows: no 10, yes 11",
            "null deviance 32.0000 on 20, residual deviance 16.0000 on 18 degrees of freedom",
            "pseudo-R² (McFadden) 0.500000; log-likelihood -8.00000, AIC 22.0000, BIC 25.1336",
            "solver newton: converged after 7 iterations, 9 passes over the data",
            "Warning: a warning")) {
      assertTrue(text.contains(part), part + " in\n" + text);
    }
    assertFalse(text.contains("(Intercept)       1.64872"), "odds ratios are of columns");
  }

  @Test
  void jsonHasTheNamesOfTheContract() {
    JsonNode json = json(binary(0.5, 2, -1));
    assertEquals("logistic-regression", json.path("algorithm").asText());
    assertEquals(21, json.path("rows").asLong());
    assertEquals("[\"x\",\"z\"]", json.path("features").toString());
    assertEquals("[\"no\",\"yes\"]", json.path("classes").toString());
    assertEquals("CONVERGED", json.path("solution").path("status").asText());
    assertEquals("{\"yes\":0.5}", json.path("intercepts").toString());
    assertEquals("{\"yes\":{\"x\":2.0,\"z\":-1.0}}", json.path("coefficients").toString());
    assertEquals(
        "{\"yes\":{\"(Intercept)\":0.5,\"x\":0.5,\"z\":0.5}}",
        json.path("standardErrors").toString());
    assertEquals(-2, json.path("zValues").path("yes").path("z").asDouble());
    assertEquals(0.01, json.path("pValues").path("yes").path("(Intercept)").asDouble());
    assertEquals("[1.0,3.0]", json.path("confidenceIntervals").path("yes").path("x").toString());
    assertEquals(0.9, json.path("confidenceLevel").asDouble());
    JsonNode odds = json.path("oddsRatios").path("yes");
    assertEquals(2, odds.size());
    assertEquals(Math.exp(2), odds.path("x").path("value").asDouble(), 1e-14);
    assertEquals(Math.exp(3), odds.path("x").path("interval").get(1).asDouble(), 1e-14);
    assertEquals(-8, json.path("logLikelihood").asDouble());
    assertEquals(16, json.path("deviance").asDouble());
    assertEquals(32, json.path("nullDeviance").asDouble());
    assertEquals(22, json.path("aic").asDouble());
    assertEquals(16 + 3 * Math.log(21), json.path("bic").asDouble(), 1e-13);
    assertEquals(0.5, json.path("pseudoR2").asDouble());
    assertEquals(0, json.path("lambda").asDouble(-1));
    assertEquals("newton", json.path("solver").asText());
    assertEquals(9, json.path("passes").asInt());
    assertEquals("no", json.path("referenceClass").asText());
    assertFalse(json.has("path") || json.has("penalty"));
    assertEquals(1, json.path("warnings").size());
    assertEquals("java", json.path("provenance").path("blas").asText());
  }

  @Test
  void whatIsNotDefinedIsNull() {
    JsonNode aliased = json(binary(0.5, 2, Double.NaN));
    assertTrue(aliased.path("coefficients").path("yes").get("z").isNull());
    assertTrue(aliased.path("oddsRatios").path("yes").path("z").get("value").isNull());
    assertTrue(aliased.path("confidenceIntervals").path("yes").get("z").isNull());
    assertTrue(ModelSummary.of(binary(0.5, 2, Double.NaN)).text().contains("aliased"));
    JsonNode penalised = json(penalised(Penalty.Type.LASSO, true));
    assertTrue(penalised.path("standardErrors").path("bee").get("x").isNull());
    assertTrue(penalised.path("confidenceIntervals").path("bee").get("(Intercept)").isNull());
    assertTrue(penalised.path("oddsRatios").path("bee").path("x").get("interval").isNull());
    assertTrue(penalised.get("referenceClass").isNull());
    // exp(800) is no number: it is not written as one
    JsonNode large = json(binary(0.5, 800, -800));
    assertTrue(large.path("oddsRatios").path("yes").path("x").get("value").isNull());
    assertEquals(0, large.path("oddsRatios").path("yes").path("z").get("value").asDouble());
  }

  @Test
  void aPathOfPenalties() {
    LogisticModel model = penalised(Penalty.Type.LASSO, true);
    JsonNode json = json(model);
    assertEquals(1, json.path("lambda").asDouble());
    assertEquals(2, json.path("penalty").path("sklearn").path("lambda").asDouble());
    assertEquals(1 / 800.0, json.path("penalty").path("glmnet").path("lambda").asDouble());
    JsonNode steps = json.path("path");
    assertEquals(3, steps.size());
    JsonNode middle = steps.get(1);
    assertEquals(3, middle.path("lambda").asDouble());
    assertEquals(3, middle.path("given").asDouble());
    assertEquals(-1 / 3.0, middle.path("intercepts").path("bee").asDouble(), 1e-15);
    assertEquals(2 / 3.0, middle.path("coefficients").path("ant").path("x").asDouble(), 1e-15);
    assertEquals(2, middle.path("nonZero").asInt());
    assertEquals(30, middle.path("deviance").asDouble());
    assertEquals(0.6, middle.path("cvError").asDouble(), 1e-15);
    assertEquals(0.01, middle.path("cvStandardError").asDouble());
    assertEquals("CONVERGED", middle.path("status").asText());
    assertEquals("MAX_ITERATIONS", steps.get(0).path("status").asText());
    String text = ModelSummary.of(model).text();
    for (String part :
        List.of(
            "Lasso logistic regression of kind",
            "cicada against all classes",
            "z                       .",
            "λ = 1.00000, chosen: cross-validation, least error; sklearn C 2.00000; glmnet"
                + " 0.00125000",
            "zero: 1 of 2 columns: z",
            "CV log loss",
            "2       28.0000     0.500000      0.01000  ← this fit  least error")) {
      assertTrue(text.contains(part), part + " in\n" + text);
    }
    assertFalse(text.contains("p value") || text.contains("***"), text);
  }

  /** λ = 0 has no C: it is none, not infinite, and null for a program. */
  @Test
  void noPenaltyHasNoC() {
    double[] w = {0.5, 2, -1};
    LogisticPath path = LogisticFits.path(Penalty.Type.RIDGE, new double[] {1, 0}, 1, true, w);
    LogisticModel model =
        LogisticFits.model(XZ, List.of("no", "yes"), LogisticFits.fit(true, 2, w, path), null);
    assertTrue(ModelSummary.of(model).text().contains("sklearn C none; glmnet 0.00000"));
    assertTrue(json(model).path("penalty").path("sklearn").get("lambda").isNull());
  }

  @ParameterizedTest
  @CsvSource({
    "MAX_ITERATIONS, NOT CONVERGED",
    "SEPARATED, CLASSES SEPARATED",
    "STALLED, NOT CONVERGED",
    "DIVERGED, DIVERGED",
    "SINGULAR, NO UNIQUE SOLUTION"
  })
  void aFitThatIsNoOptimumSaysSo(Termination end, String said) throws Exception {
    LogisticFit fit = LogisticFits.fit(true, 2, new double[] {0.5, 2, -1}, null, end);
    LogisticModel model = LogisticFits.model(XZ, List.of("no", "yes"), fit, null);
    assertTrue(ModelSummary.of(model).text().contains(said));
    assertEquals(end.name(), json(model).path("solution").path("status").asText());
    Document page = page(model);
    assertTrue(
        elements(page, "p").stream()
            .anyMatch(p -> p.getTextContent().startsWith("This is no optimum: ")));
    assertEquals(
        end == Termination.SEPARATED,
        page.getDocumentElement().getTextContent().contains("or set a penalty"));
  }

  /** Marks stand at the logarithms of their odds ratios, that is at the coefficients. */
  @Test
  void theForestPlotIsLogarithmic() throws Exception {
    Document page = page(binary(0.5, 2, -1));
    List<Element> marks =
        elements(page, "circle").stream()
            .filter(c -> ((Element) c.getParentNode()).getAttribute("class").matches("(un)?clear"))
            .toList();
    List<Element> ticks =
        elements(page, "text").stream()
            .filter(t -> t.getAttribute("class").equals("tick"))
            .toList();
    assertEquals(2, marks.size());
    Element left = ticks.get(0);
    Element right = ticks.get(ticks.size() - 1);
    double from = Math.log(Double.parseDouble(left.getTextContent()));
    double to = Math.log(Double.parseDouble(right.getTextContent()));
    double unit =
        (percent(right.getAttribute("x")) - percent(left.getAttribute("x"))) / (to - from);
    double[] coefficients = {2, -1};
    for (int i = 0; i < 2; i++) {
      assertEquals(
          percent(left.getAttribute("x")) + unit * (coefficients[i] - from),
          percent(marks.get(i).getAttribute("cx")),
          0.05);
    }
    // An interval that ends at 1 does not leave it out.
    assertEquals("clear", ((Element) marks.get(0).getParentNode()).getAttribute("class"));
    assertEquals("unclear", ((Element) marks.get(1).getParentNode()).getAttribute("class"));
  }

  @Test
  void thePageSaysItInWords() throws Exception {
    Document page = page(binary(0.5, 2, -1));
    String text = page.getDocumentElement().getTextContent().replaceAll("\\s+", " ");
    assertTrue(
        text.contains("For example, one more of x multiplies the odds of yes against no by 7.389."),
        text);
    assertTrue(text.contains("no (reference)"), text);
    assertTrue(figure(page, "Residual deviance").contains("16.0000"));
    assertTrue(figure(page, "Pseudo-R²").contains("0.500000"));
  }

  @Test
  void thePageOfAPathHasItsCurves() throws Exception {
    Document page = page(penalised(Penalty.Type.ELASTIC_NET, true));
    String text = page.getDocumentElement().getTextContent().replaceAll("\\s+", " ");
    assertTrue(text.contains("mean log loss on rows left out"), text);
    assertTrue(text.contains("did not converge at 1 of the 3 λ"), text);
    assertTrue(text.contains("geometric mean of all classes"), text);
    assertTrue(text.contains("scikit-learn: C"), text);
    long curves =
        elements(page, "g").stream()
            .filter(g -> g.getAttribute("class").startsWith("curve "))
            .count();
    assertEquals(2, curves, "x of ant and of bee: those of cicada are zero throughout");
    Document single = page(penalised(Penalty.Type.RIDGE, false));
    assertTrue(single.getDocumentElement().getTextContent().contains("one λ was given"));
  }

  /** Names are data: none becomes markup, an escape of a terminal, or a forged line. */
  @Test
  void namesAreEscaped() throws Exception {
    String bad = "<script>alert(1)</script>";
    LogisticFit fit = LogisticFits.fit(true, 2, new double[] {0.5, 2, -1}, null);
    LogisticModel model =
        LogisticFits.model(
            List.of(bad, "a\u001b[31m\nb"), List.of("\"><b>", "b&\u202ec"), fit, null);
    Document page = page(model);
    assertEquals(0, elements(page, "script").size());
    assertEquals(0, elements(page, "b").size());
    String text = ModelSummary.of(model).text();
    assertFalse(text.contains("\u001b") || text.contains("\u202e"), text);
    assertTrue(json(model).path("coefficients").path("b&\u202ec").has(bad));
  }

  @Test
  void manyClassesAreCutShort() throws Exception {
    int c = 40;
    List<String> names =
        java.util.stream.IntStream.range(100, 100 + c).mapToObj(k -> "k" + k).toList();
    double[] w = new double[(c - 1) * 3];
    java.util.Arrays.setAll(w, i -> 0.1 * (i % 7) - 0.3);
    LogisticModel model = LogisticFits.model(XZ, names, LogisticFits.fit(true, c, w, null), null);
    String text = ModelSummary.of(model).text();
    assertTrue(text.contains("The tables of 31 more classes: describe --json"), text);
    assertTrue(text.contains("… (40 classes)"), text);
    assertEquals(c - 1, json(model).path("coefficients").size());
    assertTrue(
        page(model).getDocumentElement().getTextContent().contains("12 of 39 classes are shown"));
  }
}
