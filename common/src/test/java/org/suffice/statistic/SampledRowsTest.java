package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A sample of rows that no cut of the data changes. */
final class SampledRowsTest {
  private static final int ROWS = 5000;

  private static SampledRows of(int most, int from, int to) {
    SampledRows sample = new SampledRows(most, 2, 9);
    for (int i = from; i < to; i++) {
      sample.add(i / 1000, 17L * (i % 1000), i, -i);
    }
    return sample;
  }

  @Test
  void anyCutGivesTheSameRowsInTheirOrder() {
    SampledRows whole = of(300, 0, ROWS);
    assertEquals(ROWS, whole.seen());
    assertEquals(300, whole.size());
    double[] rows = whole.column(0);
    assertArrayEquals(Arrays.stream(rows).sorted().toArray(), rows);
    assertArrayEquals(Arrays.stream(rows).map(x -> -x).toArray(), whole.column(1));
    Random random = new Random(1);
    for (int cut = 0; cut < 20; cut++) {
      SampledRows merged = whole.fresh();
      for (int from = 0, to; from < ROWS; from = to) {
        to = Math.min(ROWS, from + 1 + random.nextInt(1500));
        SampledRows part = of(300, from, to);
        if (random.nextBoolean()) {
          part.finish();
        }
        merged.merge(part);
      }
      assertArrayEquals(rows, merged.column(0));
      assertEquals(ROWS, merged.seen());
    }
  }

  @Test
  void fewRowsAreAllOfThem() {
    assertArrayEquals(new double[] {0, 1, 2}, of(3, 0, 3).column(0));
    assertArrayEquals(new double[] {0, 1, 2}, of(100, 0, 3).column(0));
    assertEquals(0, of(5, 0, 0).size());
  }

  /** Every row is as likely as any other: the mean of the sample is that of the rows. */
  @Test
  void noRowIsPreferred() {
    double mean = Arrays.stream(of(1000, 0, ROWS).column(0)).average().orElseThrow();
    // The standard error of the mean of 1,000 of 5,000 numbers in a row is 41.
    assertTrue(Math.abs(mean - (ROWS - 1) / 2.0) < 4 * 41, "mean " + mean);
    SampledRows other = new SampledRows(1000, 2, 10);
    for (int i = 0; i < ROWS; i++) {
      other.add(i / 1000, 17L * (i % 1000), i, -i);
    }
    assertTrue(!Arrays.equals(of(1000, 0, ROWS).column(0), other.column(0)), "one seed as another");
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    SampledRows sample = of(10, 0, 5);
    assertThrows(IllegalArgumentException.class, () -> sample.merge(sample));
    assertThrows(IllegalArgumentException.class, () -> sample.merge(of(11, 0, 5)));
    assertThrows(IllegalArgumentException.class, () -> sample.merge(new SampledRows(10, 3, 9)));
    assertThrows(IllegalArgumentException.class, () -> sample.merge(new SampledRows(10, 2, 8)));
    assertThrows(IllegalArgumentException.class, () -> new SampledRows(0, 1, 1));
  }
}
