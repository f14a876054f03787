package org.suffice.jobs.cli;

import java.util.List;

/** Lines for a person, on the stream that is not the result. */
final class Messages {
  private Messages() {}

  /** Prints warnings, one a line. */
  static void warn(Console console, List<String> warnings) {
    warnings.forEach(warning -> console.err().println("Warning: " + warning));
  }
}
