package org.suffice.read;

import java.time.LocalDate;

/**
 * Times from bytes: {@code 2026-11-21}, {@code 2026-11-21 10:15}, {@code 2026-11-21T10:15:30.25},
 * with or without a zone, which is not applied: the clock that wrote the data is the one that
 * counts.
 */
public final class Timestamps {
  /** What {@link #parse} returns for anything else. */
  public static final long NONE = Long.MIN_VALUE;

  private Timestamps() {}

  /** Seconds since 1970-01-01T00:00 on the clock that wrote it, or {@link #NONE}. */
  public static long parse(byte[] bytes, int from, int to) {
    if (to - from < 10 || bytes[from + 4] != '-' || bytes[from + 7] != '-') {
      return NONE;
    }
    int year = digits(bytes, from, from + 4);
    int month = digits(bytes, from + 5, from + 7);
    int day = digits(bytes, from + 8, from + 10);
    if (year < 0 || month < 1 || month > 12 || day < 1 || day > lengthOfMonth(year, month)) {
      return NONE;
    }
    long seconds = LocalDate.of(year, month, day).toEpochDay() * 86_400L;
    if (to - from == 10) {
      return seconds;
    }
    int p = from + 10;
    if (to - p < 6 || (bytes[p] != ' ' && bytes[p] != 'T') || bytes[p + 3] != ':') {
      return NONE;
    }
    int hour = digits(bytes, p + 1, p + 3);
    int minute = digits(bytes, p + 4, p + 6);
    int second = 0;
    p += 6;
    if (p < to && bytes[p] == ':') {
      second = to - p < 3 ? -1 : digits(bytes, p + 1, p + 3);
      p += 3;
      if (p < to && (bytes[p] == '.' || bytes[p] == ',')) {
        int fraction = ++p;
        while (p < to && bytes[p] >= '0' && bytes[p] <= '9') {
          p++;
        }
        if (p == fraction) {
          return NONE;
        }
      }
    }
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
      return NONE;
    }
    return isZone(bytes, p, to)
        ? seconds + hour * 3600L + minute * 60L + Math.min(second, 59)
        : NONE;
  }

  private static int lengthOfMonth(int year, int month) {
    return java.time.YearMonth.of(year, month).lengthOfMonth();
  }

  private static int digits(byte[] bytes, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /** Nothing, Z, ±hh, ±hhmm or ±hh:mm. */
  private static boolean isZone(byte[] bytes, int p, int to) {
    int length = to - p;
    if (length == 0) {
      return true;
    }
    if (bytes[p] == 'Z') {
      return length == 1;
    }
    if (bytes[p] != '+' && bytes[p] != '-') {
      return false;
    }
    return switch (length) {
      case 3 -> digits(bytes, p + 1, to) >= 0;
      case 5 -> digits(bytes, p + 1, to) >= 0;
      case 6 ->
          bytes[p + 3] == ':' && digits(bytes, p + 1, p + 3) >= 0 && digits(bytes, p + 4, to) >= 0;
      default -> false;
    };
  }
}
