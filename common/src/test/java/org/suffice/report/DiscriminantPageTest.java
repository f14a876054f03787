package org.suffice.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.report.Pages.HOSTILE;
import static org.suffice.report.Pages.elements;
import static org.suffice.report.Pages.percent;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.suffice.block.DenseBlock;
import org.suffice.model.DiscriminantModel;
import org.suffice.model.TrainingRecord;
import org.suffice.pass.LocalBlocks;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.solve.DiscriminantFit.Kind;
import org.suffice.train.DiscriminantAnalysis;
import org.suffice.train.LinearRegression.Precision;
import org.suffice.train.Priors;
import org.suffice.train.Shrinkage;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The page of a discriminant analysis: pictures that show the fit, names that stay names. */
class DiscriminantPageTest {
  /** Classes whose means go round a circle, twenty rows each. */
  private static DiscriminantModel model(
      Kind kind, String label, List<String> columns, List<String> classes) {
    return model(kind, label, columns, classes, Priors.EMPIRICAL);
  }

  private static DiscriminantModel model(
      Kind kind, String label, List<String> columns, List<String> classes, Priors priors) {
    Schema schema =
        new Schema(columns.stream().map(Column::numeric).toList(), label, Optional.empty())
            .withClasses(classes);
    int c = classes.size();
    int d = columns.size();
    Random random = new Random(7);
    double[] x = new double[20 * c * d];
    double[] labels = new double[20 * c];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % c;
      double angle = 2 * Math.PI * labels[i] / c;
      for (int j = 0; j < d; j++) {
        double mean = j == 0 ? 5 * Math.cos(angle) : j == 1 ? 3 * Math.sin(angle) : 0;
        x[i * d + j] = mean + random.nextGaussian();
      }
    }
    FeatureEncoder encoder = FeatureEncoder.ofFeatures(schema);
    DiscriminantAnalysis analysis =
        new DiscriminantAnalysis(kind, priors, Shrinkage.NONE, 0, Precision.EXACT);
    return analysis.solve(
        analysis.reduce(
            LocalBlocks.of(List.of(List.of(DenseBlock.of(d, x, labels, null))), 1), encoder, c),
        schema,
        encoder,
        schema.classes());
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> prefix + String.format(java.util.Locale.ROOT, "%03d", i))
        .toList();
  }

  private static Document page(DiscriminantModel model) throws Exception {
    String html = DiscriminantPage.html(model);
    assertFalse(html.contains("NaN") || html.contains("Infinity"));
    Document page = Pages.parse(html);
    Pages.assertHarmless(page);
    Pages.assertPicturesAreTitled(page);
    return page;
  }

  private static List<Element> groups(Document page) {
    return elements(page, "g").stream()
        .filter(g -> g.getAttribute("class").startsWith("class "))
        .toList();
  }

  private static List<String> labels(Document page) {
    return elements(page, "text").stream()
        .filter(text -> text.getAttribute("class").startsWith("label"))
        .map(Element::getTextContent)
        .toList();
  }

  @Test
  void tenClassesHaveRingsAndNames() throws Exception {
    List<String> classes = names("kind ", 10);
    DiscriminantModel model = model(Kind.LDA, "kind", names("x", 3), classes);
    Document page = page(model);
    Pages.assertNothingFetched(DiscriminantPage.html(model));
    assertEquals(10, elements(page, "ellipse").size());
    assertEquals(classes, labels(page).stream().sorted().toList());
    double[] means = new double[10];
    double[] drawn = new double[10];
    for (int k = 0; k < 10; k++) {
      Element group = groups(page).get(k);
      assertEquals(classes.get(k), group.getFirstChild().getTextContent());
      Element ring = (Element) group.getElementsByTagName("ellipse").item(0);
      drawn[k] = percent(ring.getAttribute("cx"));
      assertTrue(drawn[k] > percent(ring.getAttribute("rx")), "within the plot");
      for (int j = 0; j < 3; j++) {
        int r = model.fit().numDiscriminants();
        means[k] += model.fit().means()[k * 3 + j] * model.fit().scaling()[j * r];
      }
    }
    // Distances across are those along LD1.
    double scale = (drawn[5] - drawn[0]) / (means[5] - means[0]);
    for (int k = 0; k < 10; k++) {
      assertEquals(drawn[0] + scale * (means[k] - means[0]), drawn[k], 0.02);
    }
    Element ring = elements(page, "ellipse").get(0);
    // Half of a normal distribution in two dimensions: P(χ² ≤ r²) = 1 − exp(−r²/2).
    double radius = percent(ring.getAttribute("rx")) / Math.abs(scale);
    assertEquals(0.5, 1 - Math.exp(-radius * radius / 2), 0.002);
  }

  @Test
  void manyClassesAreDotsAndTheyFit() throws Exception {
    Document page = page(model(Kind.LDA, "kind", names("x", 2), names("", 200)));
    assertEquals(0, elements(page, "ellipse").size());
    assertEquals(200, groups(page).size());
    assertEquals(List.of(), labels(page));
    String text = page.getDocumentElement().getTextContent();
    assertTrue(text.contains("With more than 30 classes, dots have no names"), text);
    assertTrue(
        DiscriminantPage.html(model(Kind.LDA, "k", names("x", 2), names("", 200))).length()
            < 100_000);
  }

  @Test
  void twoClassesHaveDensitiesAndABorder() throws Exception {
    DiscriminantModel model = model(Kind.LDA, "kind", names("x", 2), List.of("no", "yes"));
    Document page = page(model);
    assertEquals(2, elements(page, "polyline").size());
    assertEquals(List.of("no", "yes"), labels(page).stream().sorted().toList());
    Element border = Pages.withClass(page, "g", "mark");
    assertTrue(border.getTextContent().startsWith("border: LD1 = "), border.getTextContent());
    // Equal priors: half way between the means, which are symmetric about the origin.
    String number = border.getTextContent().replace("border: LD1 = ", "").strip();
    assertEquals(0, Double.parseDouble(number), 1e-9);
  }

  /** At the border the model gives both classes one half. */
  @Test
  void theBorderFollowsThePriors() throws Exception {
    Priors priors = Priors.of(Map.of("no", 0.9, "yes", 0.1));
    DiscriminantModel model = model(Kind.LDA, "kind", List.of("x"), List.of("no", "yes"), priors);
    Element border = Pages.withClass(page(model), "g", "mark");
    double at =
        Double.parseDouble(border.getTextContent().replace("border: LD1 = ", "").replace('−', '-'));
    double[] out = new double[3];
    double x = model.fit().origin()[0] + at / model.fit().scaling()[0];
    model.outputs().compute(DenseBlock.of(1, new double[] {x}, new double[1], null), out);
    assertEquals(0.5, out[1], 1e-4);
  }

  @Test
  void oneColumnHasNoCorrelationsAndQdaNoDirections() throws Exception {
    Document one = page(model(Kind.LDA, "kind", List.of("x"), List.of("a", "b", "c")));
    assertEquals(3, elements(one, "polyline").size());
    assertTrue(elements(one, "table").stream().noneMatch(t -> isShaded(t)));
    Document qda = page(model(Kind.QDA, "kind", names("x", 3), List.of("a", "b", "c")));
    assertEquals(0, elements(qda, "svg").size());
  }

  private static boolean isShaded(Element table) {
    return table.getAttribute("class").equals("shaded");
  }

  @Test
  void correlationsAreThoseOfTheCovariance() throws Exception {
    DiscriminantModel model = model(Kind.LDA, "kind", names("x", 20), names("k", 4));
    Document page = page(model);
    Element table = elements(page, "table").stream().filter(t -> isShaded(t)).findFirst().get();
    assertEquals(12 * 12, table.getElementsByTagName("td").getLength());
    Element cell = (Element) table.getElementsByTagName("td").item(12 + 3);
    double[] s = model.fit().covariances();
    double r = s[20 + 3] / Math.sqrt(s[20 + 1] * s[60 + 3]);
    double shown = Double.parseDouble(cell.getTextContent().replace('−', '-'));
    assertEquals(r, shown, 0.0051);
    String side = r < 0 ? "against" : "with";
    assertEquals(side + " s" + Math.round(10 * Math.abs(r)), cell.getAttribute("class"));
  }

  @Test
  void namesNeverBecomeMarkup() throws Exception {
    for (String hostile : HOSTILE) {
      for (List<String> classes :
          List.of(List.of(hostile, "b"), List.of("a", hostile, "c"), List.of("x", hostile))) {
        for (Kind kind : Kind.values()) {
          TrainingRecord record = Pages.record(hostile);
          DiscriminantModel model =
              model(kind, hostile, List.of(hostile, "z"), classes).withRecord(record);
          Document page = page(model);
          assertTrue(
              elements(page, "bdi").stream()
                  .anyMatch(e -> e.getTextContent().equals(Html.visible(hostile))));
        }
      }
    }
  }
}
