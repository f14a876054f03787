package org.suffice.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.report.Pages.HOSTILE;
import static org.suffice.report.Pages.parse;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class HtmlTest {
  @Test
  void whatIsNotSeenIsShownAsItsCode() {
    assertEquals("a\\u001b[31m\\u000a\\u202eé𝛽", Html.visible("a\u001b[31m\n\u202Eé𝛽"));
    assertEquals("\\ud83d\\uffff\\U000e0001", Html.visible("\uD83D\uFFFF\uDB40\uDC01"));
  }

  /** WCAG 2.1, success criterion 1.4.3: 4.5 to 1 for text, in both schemes. */
  @Test
  void coloursHaveContrast() {
    String[] schemes = PageStyle.CSS.split("@media screen", 2);
    for (String scheme : schemes) {
      for (String paper : List.of("paper", "panel", "caution")) {
        for (String ink : List.of("ink", "muted", "accent")) {
          double a = luminance(scheme, paper);
          double b = luminance(scheme, ink);
          double contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          assertTrue(contrast >= 4.5, ink + " on " + paper + ": " + contrast);
        }
      }
      for (int i = 0; i < PathPlot.NAMED; i++) { // 1.4.11: 3 to 1 for what is drawn
        double a = luminance(scheme, "paper");
        double b = luminance(scheme, "c" + i);
        double contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        assertTrue(contrast >= 3, "curve " + i + ": " + contrast);
      }
    }
  }

  private static double luminance(String scheme, String name) {
    Matcher colour = Pattern.compile("--" + name + ": #([0-9a-f]{6});").matcher(scheme);
    assertTrue(colour.find(), name);
    int rgb = Integer.parseInt(colour.group(1), 16);
    double sum = 0;
    double[] parts = {0.2126, 0.7152, 0.0722};
    for (int i = 0; i < 3; i++) {
      double c = (rgb >> (16 - 8 * i) & 255) / 255.0;
      sum += parts[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  @Test
  void anAttributeCannotBeLeft() throws Exception {
    for (String hostile : HOSTILE) {
      Element root = parse(new Html().empty("p", "class", hostile).toString()).getDocumentElement();
      assertEquals(1, root.getAttributes().getLength());
      assertEquals(Html.visible(hostile), root.getAttribute("class"));
    }
  }

  @Test
  void anElementLeftOpenIsAnError() {
    assertThrows(IllegalStateException.class, () -> new Html().open("p").toString());
    assertThrows(IllegalArgumentException.class, () -> new Html().style("</style>"));
  }
}
