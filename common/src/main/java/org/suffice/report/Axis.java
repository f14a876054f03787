package org.suffice.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where a value stands between the two ends of an axis, and the few round values that are written
 * beside it. StrictMath throughout, because the page of a model is the same on every machine.
 */
final class Axis {
  /** The scale BENT is asinh(x / BEND): linear near 0, logarithmic further out. */
  private static final double BEND = 2;

  /** Beyond these a tick is written with an exponent. */
  private static final double PLAIN_LEAST = 1e-4;

  private static final double PLAIN_LARGEST = 1e6;

  private enum Scale {
    LINEAR,
    LOGARITHMIC,
    BENT
  }

  /**
   * A value with its label.
   *
   * @param label as short as tells it from its neighbours
   */
  record Tick(double value, String label) {}

  private final Scale scale;
  private final double low;
  private final double high;
  private final int maxTicks;

  /** What stands at the two ends, after the bend. */
  private final double left;

  private final double right;

  private Axis(Scale scale, double low, double high, double margin, int maxTicks) {
    this.scale = scale;
    this.low = low;
    this.high = high;
    this.maxTicks = maxTicks;
    double room = margin * (bend(high) - bend(low));
    left = bend(low) - room;
    right = bend(high) + room;
  }

  /**
   * Equal steps are equal lengths.
   *
   * @param margin the share of the range that is left free at either end
   */
  static Axis linear(double low, double high, double margin, int maxTicks) {
    if (low == high) {
      double room = low == 0 ? 1 : Math.abs(low) / 2;
      return new Axis(Scale.LINEAR, low - room, high + room, margin, maxTicks);
    }
    return new Axis(Scale.LINEAR, low, high, margin, maxTicks);
  }

  /** Equal factors are equal lengths; both ends are above 0. */
  static Axis logarithmic(double low, double high, double margin, int maxTicks) {
    if (low == high) {
      double less = Math.max(low / 2, Double.MIN_VALUE);
      double more = Math.min(high * 2, Double.MAX_VALUE);
      return new Axis(Scale.LOGARITHMIC, less, more, margin, maxTicks);
    }
    return new Axis(Scale.LOGARITHMIC, low, high, margin, maxTicks);
  }

  /** Linear for values of a few units, logarithmic further out on both sides of 0. */
  static Axis bent(double low, double high, double margin, int maxTicks) {
    return new Axis(Scale.BENT, low, high, margin, maxTicks);
  }

  private double bend(double x) {
    return switch (scale) {
      case LINEAR -> x;
      case LOGARITHMIC -> StrictMath.log10(x);
      case BENT -> {
        double size = Math.abs(x) / BEND;
        yield Math.copySign(StrictMath.log(size + StrictMath.hypot(size, 1)), x);
      }
    };
  }

  /** 0 at the lower end, 1 at the upper. */
  double share(double x) {
    return right > left ? (bend(x) - left) / (right - left) : 0.5;
  }

  /** Round values between the ends, at most as many as were asked for. */
  List<Tick> ticks() {
    return switch (scale) {
      case LINEAR -> linearTicks();
      case LOGARITHMIC -> logarithmicTicks();
      case BENT -> bentTicks();
    };
  }

  private List<Tick> linearTicks() {
    BigDecimal step = step(Math.max((high - low) / (maxTicks - 1), Double.MIN_NORMAL));
    List<Tick> ticks = new ArrayList<>();
    // In decimals, so that 3 steps of 0.1 are 0.3.
    BigDecimal first = BigDecimal.valueOf(Math.ceil(low / step.doubleValue()));
    for (int i = 0; i <= maxTicks; i++) {
      BigDecimal tick = step.multiply(first.add(BigDecimal.valueOf(i)));
      double value = tick.doubleValue();
      if (low <= value && value <= high && ticks.size() < maxTicks) {
        ticks.add(new Tick(value, label(tick)));
      }
    }
    return ticks;
  }

  /** The least of 1, 2, 5, 10 … times a power of ten that is no less than a length above 0. */
  private static BigDecimal step(double length) {
    if (!(length > 0) || Double.isInfinite(length)) {
      throw new IllegalArgumentException("an axis of length " + length);
    }
    int exponent = (int) Math.floor(StrictMath.log10(length));
    for (int e = exponent - 1; ; e++) {
      for (int digit : new int[] {1, 2, 5}) {
        BigDecimal step = BigDecimal.valueOf(digit).scaleByPowerOfTen(e);
        if (step.doubleValue() >= length) {
          return step;
        }
      }
    }
  }

  /** The densest of 1, 2, 5, 10 …, 1, 3, 10 …, every decade, every second one and so on. */
  private List<Tick> logarithmicTicks() {
    int from = (int) Math.floor(StrictMath.log10(low)) - 1;
    int to = (int) Math.ceil(StrictMath.log10(high)) + 1;
    for (int density = 0; ; density++) {
      int[] digits = density == 0 ? new int[] {1, 2, 5} : new int[] {1, 3};
      int stride = Math.max(1, density - 1);
      List<Tick> ticks = new ArrayList<>();
      for (int e = from; e <= to; e++) {
        for (int digit : density < 2 ? digits : new int[] {1}) {
          BigDecimal tick = BigDecimal.valueOf(digit).scaleByPowerOfTen(e);
          double value = tick.doubleValue();
          if (low <= value && value <= high && Math.floorMod(e, stride) == 0) {
            ticks.add(new Tick(value, label(tick)));
          }
        }
      }
      if (density == 0 && ticks.size() < 2) {
        return linearTicks(); // within one step of the densest
      }
      if (ticks.size() <= maxTicks) {
        return ticks;
      }
    }
  }

  /** 3, 10, 30, 100 …, else every decade, else every second one and so on, until they fit. */
  private List<Tick> bentTicks() {
    double reach = Math.max(-low, high);
    for (int decades = 0; ; decades++) {
      List<Tick> ticks = new ArrayList<>();
      ticks.add(new Tick(0, "0"));
      int step = Math.max(1, 2 * decades);
      for (int half = step; half <= 2 * Math.floor(StrictMath.log10(reach)) + 1; half += step) {
        BigDecimal tick = BigDecimal.valueOf(half % 2 == 0 ? 1 : 3).scaleByPowerOfTen(half / 2);
        if (tick.doubleValue() <= high) {
          ticks.add(new Tick(tick.doubleValue(), label(tick)));
        }
        if (-tick.doubleValue() >= low) {
          ticks.add(new Tick(-tick.doubleValue(), label(tick.negate())));
        }
      }
      if (ticks.size() <= maxTicks) {
        return ticks;
      }
    }
  }

  private static String label(BigDecimal tick) {
    if (tick.signum() == 0) {
      return "0";
    }
    BigDecimal size = tick.abs().round(MathContext.DECIMAL64).stripTrailingZeros();
    double value = size.doubleValue();
    String text = size.toPlainString();
    if (value < PLAIN_LEAST || value >= PLAIN_LARGEST) {
      int exponent = size.precision() - size.scale() - 1;
      text =
          String.format(
              Locale.ROOT, "%se%d", size.movePointLeft(exponent).toPlainString(), exponent);
    }
    return tick.signum() < 0 ? "−" + text : text;
  }
}
