package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Counts between deciles. */
final class HistogramTest {
  @Test
  void decilesHoldATenthEach() {
    double[] numbers = IntStream.range(0, 1000).mapToDouble(i -> (i * 617) % 1000).toArray();
    Histogram histogram = Histogram.ofDeciles(numbers);
    assertArrayEquals(
        IntStream.range(1, 10).mapToDouble(k -> 100 * k - 1).toArray(), histogram.edges());
    assertArrayEquals(IntStream.range(0, 10).mapToLong(k -> 100).toArray(), histogram.counts());
    assertArrayEquals(
        new long[] {1, 1, 0, 0, 0, 0, 0, 0, 0, 2},
        histogram.of(new double[] {99, 99.5, 1e9, 899.5}).counts());
  }

  @Test
  void numbersThatRepeatShareABin() {
    Histogram two = Histogram.ofDeciles(new double[] {0, -0.0, 0, 0, 0, 0, 0, 1, 1, 1});
    assertArrayEquals(new double[] {0}, two.edges());
    assertArrayEquals(new long[] {7, 3}, two.counts());
    assertArrayEquals(new long[] {1, 1}, two.of(new double[] {-0.0, 0.5}).counts());
    Histogram one = Histogram.ofDeciles(new double[] {4, 4, 4});
    assertArrayEquals(new double[0], one.edges());
    assertArrayEquals(new long[] {3}, one.counts());
  }

  @Test
  void whatIsNoHistogramIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Histogram.ofDeciles(new double[0]));
    assertThrows(
        IllegalArgumentException.class, () -> new Histogram(new double[] {1}, new long[] {1}));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Histogram(new double[] {2, 1}, new long[] {1, 1, 1}));
    assertThrows(
        IllegalArgumentException.class, () -> new Histogram(new double[] {1}, new long[] {1, -1}));
  }
}
