package org.suffice.report;

import java.util.List;

/** What stands across a plot: λ, or a number of neighbours. */
interface AcrossAxis {
  /**
   * A vertical line.
   *
   * @param value where it stands
   * @param css its class
   */
  record Mark(double value, String css, String label) {}

  /** 0 at the left edge, 1 at the right. */
  double share(double value);

  /** The values that are written below. */
  List<Axis.Tick> ticks();

  /** The values that have a name, from left to right. */
  List<Mark> marks();

  /** What the values are, in a word, for instance λ. */
  String symbol();

  /** The words below the axis. */
  String title();
}
