package org.suffice.report;

import java.util.Locale;

/** What the pages of several algorithms have in common, besides what tells of the run. */
final class PageParts {
  private PageParts() {}

  /**
   * Opens a page with its heading; html, body and main are open after it.
   *
   * @param method what was trained
   * @param label of what
   * @param subtitle the model in one line
   */
  static void open(Html html, String method, String label, String subtitle) {
    html.openPage(method + " of " + label);
    html.open("h1").text(method + " of ").element("bdi", label).close();
    html.element("p", subtitle, "class", "subtitle");
  }

  /** Ends the page that was opened. */
  static String close(Html html) {
    return html.close().close().close().toString();
  }

  /** Says before all else that the training did not end as it should. */
  static void writeAlarm(Html html, String sentence) {
    html.open("section", "class", "warnings");
    html.element("p", sentence).close();
  }

  /** Says below a table how many of its rows there are, where there are more than are shown. */
  static void writeShown(Html html, int shown, int all, String what) {
    if (shown < all) {
      html.element(
          "p",
          String.format(
              Locale.ROOT, "%,d of %,d %s are shown; describe --json has all.", shown, all, what),
          "class",
          "muted");
    }
  }
}
