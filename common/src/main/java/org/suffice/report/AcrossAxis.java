package org.suffice.report;

import java.util.List;

/** What stands across a plot: λ, or a number of neighbours. */
interface AcrossAxis {
  /**
   * A vertical line.
   *
   * @param value where it stands
   * @param css its class
   * @param label what stands above it
   * @param title what is told of it where it is pointed at
   */
  record Mark(double value, String css, String label, String title) {
    /** One of which the label says it all. */
    Mark(double value, String css, String label) {
      this(value, css, label, label);
    }
  }

  /** 0 at the left edge, 1 at the right. */
  double share(double value);

  /** The values that are written below. */
  List<Axis.Tick> ticks();

  /** The values that have a name, from left to right. */
  List<Mark> marks();

  /** The words below the axis. */
  String title();
}
