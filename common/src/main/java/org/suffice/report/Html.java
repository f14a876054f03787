package org.suffice.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Writes HTML that is well-formed XML too. Every text and every attribute is escaped on its way in,
 * so that no name of a column can become markup, whoever calls.
 */
final class Html {
  private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");
  private final Deque<String> opened = new ArrayDeque<>();

  /** The head of a page that fetches nothing; html, body and main are open after it. */
  void openPage(String title) {
    open("html", "lang", "en").open("head").empty("meta", "charset", "utf-8");
    empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'");
    empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    element("title", title + " – Suffice");
    style(PageStyle.CSS).close();
    open("body").open("main");
  }

  /** Opens an element; the attributes are names and values in turn. */
  Html open(String tag, String... attributes) {
    start(tag, attributes).append('>');
    opened.push(tag);
    return this;
  }

  /** Closes the element opened last, and the line. */
  Html close() {
    out.append("</").append(opened.pop()).append(">\n");
    return this;
  }

  /** An element that holds a text only. */
  Html element(String tag, String text, String... attributes) {
    start(tag, attributes).append('>');
    text(text);
    out.append("</").append(tag).append('>');
    return this;
  }

  /** An element that holds nothing. */
  Html empty(String tag, String... attributes) {
    start(tag, attributes).append("/>\n");
    return this;
  }

  /** Text. */
  Html text(String text) {
    out.append(escape(visible(text)));
    return this;
  }

  /**
   * A style sheet. It is not escaped, for HTML does not read entities there.
   *
   * @throws IllegalArgumentException when it holds anything that could end the element
   */
  Html style(String css) {
    if (css.contains("<") || css.contains("&")) {
      throw new IllegalArgumentException("style sheet with markup");
    }
    out.append("<style>\n").append(css).append("</style>\n");
    return this;
  }

  private StringBuilder start(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      out.append(escape(visible(attributes[i + 1]))).append('"');
    }
    return out;
  }

  /** The page; every element must be closed. */
  @Override
  public String toString() {
    if (!opened.isEmpty()) {
      throw new IllegalStateException("not closed: " + opened);
    }
    return out.toString();
  }

  /** Attributes stand in double quotes always, so the apostrophe may stay. */
  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /**
   * The text with every character that is not seen but acts written as its code: controls, marks
   * that turn the direction of writing, line separators and halves of pairs.
   */
  static String visible(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> appendVisible(shown, c));
    return shown.toString();
  }

  private static void appendVisible(StringBuilder shown, int c) {
    boolean acts =
        switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SURROGATE ->
              true;
          default -> (c & 0xfffe) == 0xfffe; // not characters: XML refuses two of them
        };
    if (acts) {
      shown.append(String.format(Locale.ROOT, c > 0xffff ? "\\U%08x" : "\\u%04x", c));
    } else {
      shown.appendCodePoint(c);
    }
  }
}
