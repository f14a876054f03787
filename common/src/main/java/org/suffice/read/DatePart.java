package org.suffice.read;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A number taken from a point in time, as it is written: no time zone is applied. */
public enum DatePart {
  /** The year, for instance 2026. */
  YEAR,
  /** 1 to 4. */
  QUARTER,
  /** 1 to 12. */
  MONTH,
  /** Day of the month, 1 to 31. */
  DAY,
  /** Monday 1 to Sunday 7. */
  WEEKDAY,
  /** Day of the year, 1 to 366. */
  YEARDAY,
  /** 0 to 23. */
  HOUR,
  /** 0 to 59. */
  MINUTE,
  /** 0 to 59, without its fraction. */
  SECOND,
  /** Seconds since 1970-01-01T00:00. */
  EPOCH;

  /** The name in the configuration. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The part of that name. */
  public static Optional<DatePart> named(String key) {
    return Arrays.stream(values()).filter(part -> part.key().equals(key)).findFirst();
  }

  /** The names of all parts. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(DatePart::key).toList();
  }

  /** The name of the feature, for instance {@code hour(date)}. */
  public String featureName(String column) {
    return key() + "(" + column + ")";
  }

  /**
   * The part of a time.
   *
   * @param seconds since 1970-01-01T00:00 on the clock that wrote it
   */
  public double of(long seconds) {
    long second = Math.floorMod(seconds, 86_400L);
    switch (this) {
      case EPOCH:
        return seconds;
      case HOUR:
        return (int) (second / 3600);
      case MINUTE:
        return (int) (second / 60 % 60);
      case SECOND:
        return (int) (second % 60);
      case WEEKDAY:
        return (int) Math.floorMod(Math.floorDiv(seconds, 86_400L) + 3, 7L) + 1;
      default:
        break;
    }
    LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
    return switch (this) {
      case YEAR -> time.getYear();
      case QUARTER -> (time.getMonthValue() + 2) / 3;
      case MONTH -> time.getMonthValue();
      case DAY -> time.getDayOfMonth();
      default -> time.getDayOfYear();
    };
  }
}
