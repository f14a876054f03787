package org.suffice.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.suffice.report.Pages.assertHarmless;
import static org.suffice.report.Pages.assertNothingFetched;
import static org.suffice.report.Pages.assertPicturesAreTitled;
import static org.suffice.report.Pages.elements;
import static org.suffice.report.Pages.parse;
import static org.suffice.report.Pages.percent;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.suffice.model.LinearModel;
import org.suffice.solve.Penalty;
import org.suffice.solve.PenaltyPath;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Pages of penalised fits, and what their plots draw, measured against their own axes. */
final class PenaltyPages {
  static final double NAN = Double.NaN;
  static final List<String> NAMES = List.of("area", "rooms", "age");
  static final double[] DEVIATIONS = {10, 1, 0.5};

  /** Coordinates are written in tenths of a pixel, or of a thousandth of the width. */
  static final double PIXEL = 0.11;

  static final List<PenaltyPath.Step> STEPS =
      List.of(
          PathFits.step(2000, new double[] {0, 0, 0}, 9, 1, 9.5),
          PathFits.step(300, new double[] {0.3, 0, 0}, 6, 0.8, 7.5),
          PathFits.step(40, new double[] {0.5, -2, 0}, 4.5, 0.7, 5.5),
          PathFits.step(5, new double[] {0.6, -3, 4}, 4.1, 0.6, 5),
          PathFits.step(0.7, new double[] {0.7, -3.5, 9}, 4.6, 0.9, 6));

  private PenaltyPages() {}

  static Document page(PenaltyPath path) throws Exception {
    return page(PathFits.model(NAMES, DEVIATIONS, path));
  }

  /** Everything that holds of any page holds of this one. */
  static Document page(LinearModel model) throws Exception {
    String html = LinearPage.html(model);
    assertFalse(html.contains("NaN") || html.contains("Infinity") || html.contains("null"));
    assertNothingFetched(html);
    return sound(model);
  }

  /** Well-formed, with nothing that acts, and so are the other summaries. */
  static Document sound(LinearModel model) throws Exception {
    Document page = parse(LinearPage.html(model));
    assertHarmless(page);
    assertPicturesAreTitled(page);
    new LinearSummary(model).text();
    new LinearSummary(model).json();
    return page;
  }

  static PenaltyPath lasso() {
    return PathFits.path(Penalty.Type.LASSO, STEPS, 3, 3, 2);
  }

  /** The plots of a page, in order: they alone have the role of a picture. */
  static List<Element> plots(Document page) {
    return elements(page, "svg").stream().filter(svg -> svg.hasAttribute("role")).toList();
  }

  static List<Element> in(Element root, String tag, String css) {
    var found = root.getElementsByTagName(tag);
    return IntStream.range(0, found.getLength())
        .mapToObj(i -> (Element) found.item(i))
        .filter(e -> css == null || (" " + e.getAttribute("class") + " ").contains(" " + css + " "))
        .toList();
  }

  static double number(String text) {
    return Double.parseDouble(text.replace('−', '-').replace(",", ""));
  }

  /** Pixels down of a value, read off two labels of the axis. */
  static double down(Element plot, double value, boolean logarithmic) {
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
  static double across(Element plot, double lambda) {
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

  static double[][] points(Element shape) {
    return Arrays.stream(shape.getAttribute("points").split(" "))
        .map(p -> Arrays.stream(p.split(",")).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }

  static Element named(Element plot, String name) {
    return in(plot, "g", null).stream()
        .filter(g -> g.getElementsByTagName("title").item(0) != null)
        .filter(
            g -> g.getElementsByTagName("title").item(0).getTextContent().startsWith(name + ": "))
        .findFirst()
        .orElseThrow();
  }
}
