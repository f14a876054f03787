package org.suffice.report;

import org.suffice.model.LinearModel;

/** The summary of a linear regression as one self-contained page. */
public final class LinearPage {
  private LinearPage() {}

  /** The page as HTML. */
  public static String html(LinearModel model) {
    String text =
        new LinearSummary(model)
            .text()
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;");
    return "<!doctype html>\n<meta charset=\"utf-8\">\n<title>Suffice</title>\n<pre>"
        + text
        + "</pre>\n";
  }
}
