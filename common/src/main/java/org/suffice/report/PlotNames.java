package org.suffice.report;

/** Names of columns inside plots: cut to the room there is, on a wide page and on a narrow one. */
final class PlotNames {
  private PlotNames() {}

  /**
   * Writes a name.
   *
   * @param wide letters that fit a wide page
   * @param narrow letters that fit a telephone
   * @param css a class besides
   */
  static void write(Html html, String name, int wide, int narrow, String css, String x, double y) {
    String shown = Html.visible(name);
    String whole = cut(shown, wide);
    String part = cut(shown, narrow);
    String at = coordinate(y);
    if (whole.equals(part)) {
      html.element("text", whole, "class", css, "x", x, "y", at);
    } else {
      html.element("text", whole, "class", css + " wide", "x", x, "y", at);
      html.element("text", part, "class", css + " narrow", "x", x, "y", at);
    }
  }

  /** A length in pixels, without needless digits. */
  static String coordinate(double y) {
    long tenths = Math.round(y * 10);
    String sign = tenths < 0 ? "-" : "";
    long size = Math.abs(tenths);
    return sign + size / 10 + (size % 10 == 0 ? "" : "." + size % 10);
  }

  /** Leaves out the middle: levels of a column differ at the end. */
  private static String cut(String name, int room) {
    int[] letters = name.codePoints().toArray();
    if (width(letters, 0, letters.length) <= room) {
      return name;
    }
    int head = 0;
    int tail = letters.length;
    // From both ends inwards, as long as there is room for the ellipsis too.
    while (width(letters, 0, head + 1) + width(letters, tail, letters.length) < room) {
      head++;
      if (width(letters, 0, head) + width(letters, tail - 1, letters.length) < room) {
        tail--;
      }
    }
    return new String(letters, 0, head) + "…" + new String(letters, tail, letters.length - tail);
  }

  /** In Latin letters; those of East Asia, and pictures, are some two wide. */
  private static int width(int[] letters, int from, int to) {
    int width = 0;
    for (int i = from; i < to; i++) {
      width += letters[i] < 0x1100 ? 1 : 2;
    }
    return width;
  }
}
