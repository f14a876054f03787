package org.suffice.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AxisTest {
  private static final int MOST = 7;

  private static double parse(String label) {
    return Double.parseDouble(label.replace('−', '-'));
  }

  private static void assertReadable(Axis axis, double low, double high, int least) {
    List<Axis.Tick> ticks = axis.ticks();
    String what = low + " to " + high + ": " + ticks;
    assertTrue(least <= ticks.size() && ticks.size() <= MOST, what);
    Set<String> labels = new HashSet<>();
    double before = -1;
    for (Axis.Tick tick : ticks) {
      assertTrue(low <= tick.value() && tick.value() <= high, what);
      assertTrue(labels.add(tick.label()), what);
      assertEquals(tick.value(), parse(tick.label()), 1e-14 * Math.abs(tick.value()), what);
      assertTrue(axis.share(tick.value()) > before, what);
      before = axis.share(tick.value());
    }
    assertTrue(before <= 1, what);
  }

  @Test
  void ticksAreFewRoundAndTrueAtEveryScale() {
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      double size = Math.pow(10, random.nextDouble() * 40 - 20);
      double low = size * (random.nextDouble() - 0.5);
      double high = low + Math.abs(low) * Math.pow(10, 4 - 12 * random.nextDouble());
      assertReadable(Axis.linear(low, high, 0.02, MOST), low, high, 2);
      double from = Math.abs(low);
      double to = from * Math.pow(10, 12 * random.nextDouble() * random.nextDouble() + 1e-3);
      assertReadable(Axis.logarithmic(from, to, 0.02, MOST), from, to, 2);
    }
  }

  @Test
  void sharesGrowFromMarginToMargin() {
    Axis linear = Axis.linear(-3, 7, 0.1, MOST);
    assertEquals(1 / 12.0, linear.share(-3), 1e-15);
    assertEquals(0.5, linear.share(2), 1e-15);
    assertEquals(11 / 12.0, linear.share(7), 1e-15);
    Axis logarithmic = Axis.logarithmic(0.01, 100, 0, MOST);
    assertEquals(0.75, logarithmic.share(10), 1e-15);
  }

  @Test
  void aRangeOfOneValueHasItInTheMiddle() {
    for (double value : new double[] {0, 3, -0.25, 1e12, 1e-300}) {
      Axis linear = Axis.linear(value, value, 0.02, MOST);
      assertEquals(0.5, linear.share(value), 1e-15);
      assertTrue(linear.ticks().size() >= 2);
    }
    assertEquals(0.5, Axis.logarithmic(12, 12, 0.02, MOST).share(12), 1e-15);
  }

  @Test
  void theEndsOfTheDoublesHaveTicksToo() {
    assertReadable(Axis.linear(0, 1e-310, 0, MOST), 0, 1e-310, 1);
    assertReadable(Axis.linear(-1e300, 1e300, 0, MOST), -1e300, 1e300, 2);
    assertReadable(Axis.logarithmic(1e-300, 1e300, 0, MOST), 1e-300, 1e300, 2);
  }
}
