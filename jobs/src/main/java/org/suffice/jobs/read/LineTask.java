package org.suffice.jobs.read;

import java.io.IOException;

/** Something to do with every line of a split that is neither header nor blank. */
@FunctionalInterface
public interface LineTask {
  /** Looks at {@code bytes[from, to)}. */
  void line(byte[] bytes, int from, int to);

  /** Shows every line of a split to a task. */
  static void forEachLine(Split split, ReadOptions options, String expectedHeader, LineTask task) {
    try (LineReader lines = SplitSource.openLines(split, options, expectedHeader)) {
      while (lines.next()) {
        if (!lines.isBlank()) {
          task.line(lines.bytes(), lines.from(), lines.to());
        }
      }
    } catch (IOException e) {
      throw SplitSource.unreadable(split, e);
    }
  }
}
