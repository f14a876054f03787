package org.suffice;

/**
 * A run that cannot go on, said in one line a person can act on. The kind decides the exit code;
 * nothing but the message is shown unless {@code --debug} is given.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, and the exit code a scheduler sees. */
  public enum Kind {
    /** Wrong command, option, configuration key, or column name. */
    USAGE(2),
    /** Bad or missing data. */
    DATA(3),
    /** The data are good and there is no solution. */
    NO_SOLUTION(4),
    /** Another run is at work on the same thing. */
    BUSY(6);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    /** The exit code of the command line. */
    public int exitCode() {
      return exitCode;
    }
  }

  private final Kind kind;

  private Failure(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** A wrong command, option, key or column name. */
  public static Failure usage(String message) {
    return new Failure(Kind.USAGE, message, null);
  }

  /** Bad or missing data. */
  public static Failure data(String message) {
    return new Failure(Kind.DATA, message, null);
  }

  /** Bad or missing data, found by a library whose exception is kept for {@code --debug}. */
  public static Failure data(String message, Throwable cause) {
    return new Failure(Kind.DATA, message, cause);
  }

  /** Good data without a solution. */
  public static Failure noSolution(String message) {
    return new Failure(Kind.NO_SOLUTION, message, null);
  }

  /** Another run is at work on the same thing. */
  public static Failure busy(String message) {
    return new Failure(Kind.BUSY, message, null);
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }
}
