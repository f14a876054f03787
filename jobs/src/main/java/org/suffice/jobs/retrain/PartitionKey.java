package org.suffice.jobs.retrain;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What orders partitions: the date or the number in the name of a directory, {@code
 * day=2026-11-21}, {@code 2026-11}, {@code batch=17}.
 *
 * @param date the first instant of it; empty for a number
 * @param number of no meaning for a date
 */
record PartitionKey(Optional<LocalDateTime> date, BigInteger number)
    implements Comparable<PartitionKey> {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  /** Year and month, then perhaps day, hour, minute, second. */
  private static final Pattern DATE =
      Pattern.compile(
          "([0-9]{4})-([0-9]{2})(?:-([0-9]{2})(?:[T_-]([0-9]{2})(?:[:-]?([0-9]{2})"
              + "(?:[:-]?([0-9]{2}))?)?)?)?");

  /** The key of a part of a path: {@code name=value}, or the value alone. */
  static Optional<PartitionKey> of(String part) {
    String value = part.substring(part.indexOf('=') + 1);
    if (NUMBER.matcher(value).matches()) {
      return Optional.of(new PartitionKey(Optional.empty(), new BigInteger(value)));
    }
    Matcher date = DATE.matcher(value);
    if (!date.matches()) {
      return Optional.empty();
    }
    try {
      LocalDate day = LocalDate.of(group(date, 1, 0), group(date, 2, 0), group(date, 3, 1));
      LocalDateTime at = day.atTime(group(date, 4, 0), group(date, 5, 0), group(date, 6, 0));
      return Optional.of(new PartitionKey(Optional.of(at), BigInteger.ZERO));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int group(Matcher date, int group, int absent) {
    return date.group(group) == null ? absent : Integer.parseInt(date.group(group));
  }

  /** Whether the other is of the same kind, so that the two have an order. */
  boolean isLike(PartitionKey other) {
    return date.isPresent() == other.date.isPresent();
  }

  @Override
  public int compareTo(PartitionKey other) {
    return date.isPresent() && other.date.isPresent()
        ? date.get().compareTo(other.date.get())
        : number.compareTo(other.number);
  }
}
