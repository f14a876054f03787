package org.suffice.jobs.read;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.Type;
import org.suffice.read.LevelIndex;
import org.suffice.read.Numbers;
import org.suffice.read.Timestamps;

/**
 * Values of one column, converted to what they are read for: some rows of it, or the entries of its
 * dictionary. Arrays of primitives, for this is the innermost loop.
 */
final class ParquetCells {
  /** What values are read for. */
  enum Use {
    /** Numbers. */
    NUMBER,
    /** The positions of levels. */
    LEVEL,
    /** Seconds. */
    DATE,
    /** The bytes of levels, to collect them. */
    BYTES,
    /** Nothing but their text. */
    TEXT
  }

  /** There is a value. */
  static final byte OK = 0;

  /** There is none. */
  static final byte MISSING = 1;

  /** A number that is none. */
  static final byte NAN = 2;

  /** A number beyond all others. */
  static final byte INFINITE = 3;

  /** A value, which had more digits. */
  static final byte INEXACT = 4;

  /** A NUL byte in a level. */
  static final byte NUL = 5;

  /** A text that is no date. */
  static final byte NO_DATE = 6;

  private static final long EXACT = 1L << 53;
  private static final int JULIAN_EPOCH = 2_440_588;
  private static final long DAY = 86_400L;
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final DateTimeFormatter ISO = DateTimeFormatter.ISO_LOCAL_DATE_TIME;

  /** What is read, and how. */
  record Conversion(ParquetType type, Use use, boolean withText, LevelIndex index, Marks marks) {}

  /**
   * Marks of missing values.
   *
   * @param words all of them
   * @param numbers those that are numbers
   * @param nan whether NaN is one, in whatever case it is written
   */
  record Marks(List<byte[]> words, double[] numbers, boolean nan) {
    /** The marks of a list. */
    static Marks of(List<String> missingValues) {
      List<byte[]> words =
          missingValues.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
      double[] numbers =
          words.stream()
              .mapToDouble(word -> Numbers.parse(word, 0, word.length))
              .filter(number -> !Double.isNaN(number))
              .toArray();
      return new Marks(words, numbers, missingValues.stream().anyMatch("NaN"::equalsIgnoreCase));
    }

    boolean contains(byte[] bytes, int from, int to) {
      for (byte[] word : words) {
        if (Arrays.equals(word, 0, word.length, bytes, from, to)) {
          return true;
        }
      }
      return false;
    }

    /** Whether some number is a mark. */
    boolean haveNumbers() {
      return nan || numbers.length > 0;
    }

    boolean contains(double value) {
      if (nan && Double.isNaN(value)) {
        return true;
      }
      for (double number : numbers) {
        if (number == value) {
          return true;
        }
      }
      return false;
    }
  }

  private final Conversion conversion;
  private final ParquetType.Meaning meaning;
  private final Use use;
  private final boolean withText;

  /** What each value is. */
  final byte[] states;

  /** The numbers, where these are wanted. */
  final double[] numbers;

  /** Seconds since 1970-01-01T00:00 on the clock that wrote them, where these are wanted. */
  final long[] seconds;

  /** The positions of levels, -1 for unknown ones, where these are wanted. */
  final int[] levels;

  /** The bytes of levels, where these are wanted. */
  final byte[][] bytes;

  /** The values as text: all where that is wanted, else unknown levels and what is no date. */
  String[] texts;

  ParquetCells(Conversion conversion, int size) {
    this.conversion = conversion;
    this.meaning = conversion.type().meaning();
    this.use = conversion.use();
    this.withText = conversion.withText();
    states = new byte[size];
    numbers = use == Use.NUMBER ? new double[size] : null;
    seconds = use == Use.DATE ? new long[size] : null;
    levels = use == Use.LEVEL ? new int[size] : null;
    bytes = use == Use.BYTES ? new byte[size][] : null;
    texts = withText ? new String[size] : null;
  }

  /** Stores that there is no value. */
  void putMissing(int i) {
    states[i] = MISSING;
    if (texts != null) {
      texts[i] = null;
    }
  }

  /** Stores what another holds. */
  void put(int i, ParquetCells other, int j) {
    states[i] = other.states[j];
    switch (use) {
      case NUMBER -> numbers[i] = other.numbers[j];
      case LEVEL -> levels[i] = other.levels[j];
      case DATE -> seconds[i] = other.seconds[j];
      case BYTES -> bytes[i] = other.bytes[j];
      default -> {}
    }
    if (other.texts != null) {
      setText(i, other.texts[j]);
    }
  }

  private void setText(int i, String text) {
    if (texts == null) {
      texts = new String[states.length];
    }
    texts[i] = text;
  }

  /** Stores a truth value, a whole number, the digits of a decimal, or a time. */
  void put(int i, long raw) {
    states[i] = OK;
    switch (use) {
      case NUMBER -> putNumber(i, raw);
      case DATE -> seconds[i] = seconds(raw);
      case LEVEL, BYTES -> putLevel(i, text(raw).getBytes(StandardCharsets.UTF_8));
      default -> {}
    }
    if (withText) {
      texts[i] = text(raw);
    }
  }

  /** Stores a floating-point number. */
  void put(int i, double raw) {
    states[i] = OK;
    if (raw - raw != 0) { // NaN or infinite
      states[i] = Double.isNaN(raw) ? NAN : INFINITE;
      if (conversion.marks().contains(raw)) {
        states[i] = MISSING;
      }
    }
    switch (use) {
      case NUMBER -> {
        numbers[i] = raw;
        if (conversion.marks().haveNumbers() && conversion.marks().contains(raw)) {
          states[i] = MISSING;
        }
      }
      case LEVEL, BYTES -> {
        if (states[i] == OK) {
          putLevel(i, text(raw).getBytes(StandardCharsets.UTF_8));
        }
      }
      default -> {}
    }
    if (withText) {
      texts[i] = text(raw);
    }
  }

  /** Stores {@code raw[from, to)}: a text, a decimal, a short number or a time of twelve bytes. */
  void put(int i, byte[] raw, int from, int to) {
    switch (meaning) {
      case TEXT -> putText(i, raw, from, to);
      case DECIMAL -> putDecimal(i, new BigInteger(raw, from, to - from));
      case HALF -> put(i, half(raw[from] & 0xff | raw[from + 1] << 8));
      case JULIAN -> {
        ByteBuffer time = ByteBuffer.wrap(raw, from, 12).order(ByteOrder.LITTLE_ENDIAN);
        long nanos = time.getLong();
        long days = time.getInt() - (long) JULIAN_EPOCH;
        put(i, days * DAY + Math.floorDiv(nanos, 1_000_000_000L));
      }
      default -> throw new IllegalStateException(meaning + " of bytes");
    }
  }

  private void putNumber(int i, long raw) {
    double value;
    if (meaning == ParquetType.Meaning.DECIMAL) {
      int scale = conversion.type().scale();
      boolean simple = Math.abs(raw) <= EXACT && raw != Long.MIN_VALUE && scale <= 22;
      // Both are exact doubles: the quotient is rounded once.
      value = simple ? raw / POWERS_OF_TEN[scale] : BigDecimal.valueOf(raw, scale).doubleValue();
    } else if (meaning == ParquetType.Meaning.UNSIGNED) {
      long wide = conversion.type().physical() == Type.INT32 ? raw & 0xffffffffL : raw;
      // The bit shifted out must not be lost to the rounding.
      value = wide >= 0 ? wide : (double) (wide >>> 1 | wide & 1) * 2;
    } else {
      value = raw;
    }
    putNumber(i, value);
  }

  private void putNumber(int i, double value) {
    numbers[i] = value;
    if (Math.abs(value) > EXACT && conversion.type().scale() == 0) {
      states[i] = INEXACT;
    }
    if (conversion.marks().haveNumbers() && conversion.marks().contains(value)) {
      states[i] = MISSING;
    }
  }

  private void putDecimal(int i, BigInteger unscaled) {
    if (unscaled.bitLength() < Long.SIZE) {
      put(i, unscaled.longValue());
      return;
    }
    states[i] = OK;
    BigDecimal value = new BigDecimal(unscaled, conversion.type().scale());
    switch (use) {
      case NUMBER -> putNumber(i, value.doubleValue());
      case LEVEL, BYTES -> putLevel(i, value.toPlainString().getBytes(StandardCharsets.UTF_8));
      default -> {}
    }
    if (withText) {
      texts[i] = value.toPlainString();
    }
  }

  private void putText(int i, byte[] raw, int from, int to) {
    if (conversion.marks().contains(raw, from, to)) {
      states[i] = MISSING;
    } else {
      states[i] = OK;
      switch (use) {
        case LEVEL -> {
          levels[i] = conversion.index().indexOf(raw, from, to);
          if (levels[i] < 0) {
            states[i] = hasNul(raw, from, to) ? NUL : OK;
            setText(i, string(raw, from, to));
          }
        }
        case BYTES -> {
          states[i] = hasNul(raw, from, to) ? NUL : OK;
          bytes[i] = Arrays.copyOfRange(raw, from, to);
        }
        case DATE -> {
          seconds[i] = Timestamps.parse(raw, from, to);
          if (seconds[i] == Timestamps.NONE) {
            states[i] = NO_DATE;
            setText(i, string(raw, from, to));
          }
        }
        default -> {}
      }
    }
    if (withText) {
      texts[i] = string(raw, from, to);
    }
  }

  private void putLevel(int i, byte[] level) {
    if (conversion.marks().contains(level, 0, level.length)) {
      states[i] = MISSING;
    } else if (use == Use.BYTES) {
      bytes[i] = level;
    } else {
      levels[i] = conversion.index().indexOf(level, 0, level.length);
      if (levels[i] < 0) {
        setText(i, new String(level, StandardCharsets.UTF_8));
      }
    }
  }

  private static boolean hasNul(byte[] raw, int from, int to) {
    for (int i = from; i < to; i++) {
      if (raw[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private static String string(byte[] raw, int from, int to) {
    return new String(raw, from, to - from, StandardCharsets.UTF_8);
  }

  private long seconds(long raw) {
    return switch (meaning) {
      case DAYS -> raw * DAY;
      case MILLIS -> Math.floorDiv(raw, 1_000L);
      case MICROS -> Math.floorDiv(raw, 1_000_000L);
      case NANOS -> Math.floorDiv(raw, 1_000_000_000L);
      default -> raw; // JULIAN, as seconds already
    };
  }

  private String text(long raw) {
    return switch (meaning) {
      case BOOLEAN -> raw == 0 ? "false" : "true";
      case UNSIGNED ->
          Long.toUnsignedString(
              conversion.type().physical() == Type.INT32 ? raw & 0xffffffffL : raw);
      case DECIMAL -> BigDecimal.valueOf(raw, conversion.type().scale()).toPlainString();
      case DAYS -> LocalDate.ofEpochDay(raw).toString();
      case MILLIS -> time(raw, 1_000);
      case MICROS -> time(raw, 1_000_000);
      case NANOS -> time(raw, 1_000_000_000);
      case JULIAN -> time(raw, 1);
      default -> Long.toString(raw);
    };
  }

  private static String time(long raw, int perSecond) {
    int nanos = Math.floorMod(raw, perSecond) * (1_000_000_000 / perSecond);
    return ISO.format(
        LocalDateTime.ofEpochSecond(Math.floorDiv(raw, perSecond), nanos, ZoneOffset.UTC));
  }

  /** A whole number without point, as a column of whole numbers with nulls is often stored. */
  private String text(double raw) {
    boolean whole = raw == Math.rint(raw) && Math.abs(raw) <= EXACT;
    return !whole && conversion.type().physical() == Type.FLOAT
        ? Float.toString((float) raw)
        : Numbers.text(raw);
  }

  /** IEEE 754 binary16. */
  private static double half(int bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    double size =
        switch (exponent) {
          case 0 -> Math.scalb((double) fraction, -24);
          case 0x1f -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> Math.scalb((double) (fraction | 0x400), exponent - 25);
        };
    return (bits & 0x8000) == 0 ? size : -size;
  }
}
