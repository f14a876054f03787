package org.suffice.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.suffice.model.TrainingRecord;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.helpers.DefaultHandler;

/** Reads pages as a browser does, and says what every page has to be. */
final class Pages {
  private Pages() {}

  /** All that a page may hold. */
  private static final Set<String> ELEMENTS =
      Set.of(
          "html",
          "ellipse",
          "head",
          "meta",
          "title",
          "style",
          "body",
          "main",
          "section",
          "h1",
          "h2",
          "p",
          "bdi",
          "dl",
          "div",
          "dt",
          "dd",
          "ul",
          "li",
          "figure",
          "figcaption",
          "svg",
          "desc",
          "g",
          "text",
          "line",
          "circle",
          "table",
          "caption",
          "thead",
          "tbody",
          "tfoot",
          "tr",
          "th",
          "td",
          "nav",
          "a",
          "h3",
          "polyline",
          "polygon",
          "details",
          "summary",
          "span");

  private static final Set<String> ATTRIBUTES =
      Set.of(
          "lang",
          "rx",
          "ry",
          "charset",
          "http-equiv",
          "content",
          "name",
          "class",
          "id",
          "role",
          "scope",
          "aria-labelledby",
          "width",
          "height",
          "overflow",
          "x",
          "y",
          "x1",
          "x2",
          "y1",
          "y2",
          "cx",
          "cy",
          "r",
          "points",
          "viewBox",
          "preserveAspectRatio",
          "href",
          "aria-label",
          "data-label");

  static final List<String> HOSTILE =
      List.of(
          "<script>alert(1)</script>",
          "\"><img onerror=alert(1) src=x>",
          "' onload='alert(1)",
          "</style></title></svg><!-- ]]>",
          "&lt;b&gt; &amp; &#60;",
          "bell\u0007 escape\u001b[31m nul\u0000 line\r\nbreak\u2028",
          "turned\u202Eround, half\uD83D, none\uFFFF");

  static TrainingRecord record(String text) {
    return new TrainingRecord(
        Map.of(text, text),
        Map.of("read", 10L, "used", 10L, text, 3L),
        List.of(text),
        Map.of("input", text));
  }

  /** Parses strictly: whatever breaks out of its place breaks the well-formedness, or is seen. */
  static Document parse(String page) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    DocumentBuilder builder = factory.newDocumentBuilder();
    builder.setErrorHandler(new DefaultHandler()); // throws, and prints nothing
    return builder.parse(new InputSource(new StringReader(page)));
  }

  static List<Element> elements(Document page, String tag) {
    NodeList found = page.getElementsByTagName(tag);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  static Element withClass(Document page, String tag, String name) {
    return elements(page, tag).stream()
        .filter(e -> e.getAttribute("class").equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The cells of the rows of the table of coefficients. */
  static List<List<String>> coefficientRows(Document page) {
    Element table = withClass(page, "table", "coefficients");
    NodeList rows =
        ((Element) table.getElementsByTagName("tbody").item(0)).getElementsByTagName("tr");
    List<List<String>> cells = new ArrayList<>();
    for (int i = 0; i < rows.getLength(); i++) {
      List<String> row = new ArrayList<>();
      for (Node cell = rows.item(i).getFirstChild(); cell != null; cell = cell.getNextSibling()) {
        if (cell instanceof Element) {
          row.add(cell.getTextContent().strip());
        }
      }
      cells.add(row);
    }
    return cells;
  }

  /** The lines drawn in the plot: their ends and the mark between, in percent of the width. */
  static List<double[]> drawn(Document page) {
    List<double[]> drawn = new ArrayList<>();
    for (Element group : elements(page, "g")) {
      Element line = (Element) group.getElementsByTagName("line").item(0);
      Element mark = (Element) group.getElementsByTagName("circle").item(0);
      drawn.add(
          new double[] {
            percent(line.getAttribute("x1")),
            percent(mark.getAttribute("cx")),
            percent(line.getAttribute("x2"))
          });
    }
    return drawn;
  }

  static double percent(String text) {
    assertTrue(text.endsWith("%"), text);
    return Double.parseDouble(text.substring(0, text.length() - 1));
  }

  static String heading(Document page) {
    return elements(page, "h1").get(0).getTextContent();
  }

  static String figure(Document page, String name) {
    Element term =
        elements(page, "dt").stream()
            .filter(e -> e.getTextContent().equals(name))
            .findFirst()
            .orElseThrow();
    return term.getNextSibling().getTextContent();
  }

  /** Links inside the page lead nowhere else. */
  static void assertNothingFetched(String html) {
    String rest = html.replace("http-equiv", "").replaceAll("<a href=\"#target-\\d+\">", "");
    Pattern fetching =
        Pattern.compile(
            "https?:|//|\\b(src|srcset|href|action|data|poster)\\s*=|url\\(|@import|@font-face"
                + "|<(script|link|img|iframe|object|embed|use|image|base|form)\\b|javascript:"
                + "|\\son\\w+=",
            Pattern.CASE_INSENSITIVE);
    Matcher found = fetching.matcher(rest);
    assertFalse(found.find(), () -> found.group());
  }

  /** Every element and every attribute is one of those that a page may hold. */
  static void assertHarmless(Document page) {
    for (Element element : elements(page, "*")) {
      assertTrue(ELEMENTS.contains(element.getTagName()), element.getTagName());
      for (int i = 0; i < element.getAttributes().getLength(); i++) {
        String name = element.getAttributes().item(i).getNodeName();
        assertTrue(ATTRIBUTES.contains(name), name);
      }
    }
  }

  /** Every id stands once, and what labels a picture is there. */
  static void assertPicturesAreTitled(Document page) {
    Set<String> ids = new HashSet<>();
    for (Element element : elements(page, "*")) {
      if (element.hasAttribute("id")) {
        assertTrue(ids.add(element.getAttribute("id")), element.getAttribute("id"));
      }
    }
    for (Element svg : elements(page, "svg")) {
      if (svg.hasAttribute("role")) {
        assertTrue(ids.containsAll(List.of(svg.getAttribute("aria-labelledby").split(" "))));
      }
    }
    for (Element link : elements(page, "a")) {
      assertTrue(ids.contains(link.getAttribute("href").substring(1)));
    }
  }
}
