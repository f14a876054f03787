package org.suffice.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * One side of a comparison in memory: a process that holds its data and does the work whenever it
 * is asked, so that sides take turns on the same cores.
 */
public interface Side {
  /** What marks a line of ours among whatever else a process prints. */
  String MARK = "@bench ";

  /** What does the work: versions, threads, BLAS. */
  String description();

  /** Does the work once; intercept and coefficients, or nothing where there is no answer. */
  double[] run();

  /**
   * What counts of the seconds that a run took: all, unless the side divides them.
   *
   * @param elapsed of the run that has just ended
   */
  default double counted(double elapsed) {
    return elapsed;
  }

  /** Answers each line "run" with the seconds it took and the answer, until the input ends. */
  static void serve(Side side) throws IOException {
    System.out.println(MARK + side.description());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (in.readLine() != null) {
      System.gc(); // neither side pays for the garbage of its earlier run
      long start = System.nanoTime();
      double[] answer = side.run();
      double seconds = side.counted((System.nanoTime() - start) * 1e-9);
      System.out.println(MARK + seconds + numbers(answer));
    }
  }

  /** Prints an answer, for a process that gives one and ends. */
  static void answer(double[] coefficients) {
    System.out.println(MARK + "0" + numbers(coefficients));
    System.out.flush();
  }

  private static String numbers(double[] values) {
    StringBuilder text = new StringBuilder();
    for (double value : values) {
      text.append(' ').append(value);
    }
    return text.toString();
  }
}
