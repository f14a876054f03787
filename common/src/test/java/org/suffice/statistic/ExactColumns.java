package org.suffice.statistic;

import java.util.Random;

/** Columns of numbers that are hard on sums without rounding. */
enum ExactColumns {
  NORMAL {
    @Override
    double next(Random random, int row) {
      return random.nextGaussian();
    }
  },
  /** Powers of ten from 1e-150 to 1e150. */
  WIDE {
    @Override
    double next(Random random, int row) {
      return random.nextGaussian() * Math.pow(10, random.nextInt(301) - 150);
    }
  },
  HUGE {
    @Override
    double next(Random random, int row) {
      return random.nextGaussian() * 1e300;
    }
  },
  TINY {
    @Override
    double next(Random random, int row) {
      return random.nextGaussian() * 1e-300;
    }
  },
  /** The largest and the smallest in one column. */
  MIXED {
    @Override
    double next(Random random, int row) {
      double[] scales = {1e300, 1e-300, 1, Double.MAX_VALUE, Double.MIN_VALUE, 0};
      return (random.nextBoolean() ? 1 : -1) * scales[random.nextInt(scales.length)];
    }
  },
  DENORMAL {
    @Override
    double next(Random random, int row) {
      return Double.longBitsToDouble(random.nextLong() & 0x800fffffffffffffL);
    }
  },
  INTEGERS {
    @Override
    double next(Random random, int row) {
      return random.nextInt(2_000_001) - 1_000_000;
    }
  },
  CONSTANT {
    @Override
    double next(Random random, int row) {
      return 0.1;
    }
  },
  ZERO {
    @Override
    double next(Random random, int row) {
      return 0;
    }
  },
  NEGATIVE_ZERO {
    @Override
    double next(Random random, int row) {
      return random.nextInt(3) == 0 ? random.nextInt(9) : -0.0;
    }
  },
  ALTERNATING {
    @Override
    double next(Random random, int row) {
      return (row % 2 == 0 ? 1 : -1) * 12345.678;
    }
  },
  /** Cancels to what a double would have lost. */
  TIME {
    @Override
    double next(Random random, int row) {
      return 1.7e12 + 60_000.0 * row;
    }
  },
  /** Every bit set. */
  FULL {
    @Override
    double next(Random random, int row) {
      double value = Math.scalb((double) ((1L << 53) - 1), random.nextInt(45) - 60);
      return random.nextBoolean() ? value : -value;
    }
  },
  /** Digits of 22 bits at their bounds, and halfway between two. */
  BOUNDS {
    @Override
    double next(Random random, int row) {
      double[] values = {
        0x1p21,
        0x1p21 - 1,
        0x1p21 - 0.5,
        0x1p21 + 0.5,
        0x1p21 + 1,
        0x1p21 + 1.5,
        0.5,
        1.5,
        Math.nextDown(0x1p21),
        Math.nextUp(0x1p21),
        Math.nextDown(0x1p22),
        0x1p43 - 0x1p21, // digits 2^21, −2^21
        0x1p65 - 0x1p43 + 0x1p21, // digits 2^21, −2^21, 2^21
        EVERY_DIGIT,
        (0x1p21 - 1) * 0x1p22 + (0x1p21 - 1),
      };
      double value = values[random.nextInt(values.length)];
      return (random.nextBoolean() ? 1 : -1) * Math.scalb(value, 22 * (random.nextInt(3) - 1));
    }
  },
  MOSTLY_ZERO {
    @Override
    double next(Random random, int row) {
      return random.nextInt(10) == 0 ? random.nextGaussian() * 1e-9 : 0;
    }
  };

  /** Three digits that are as large as 53 bits let them be, all of one sign. */
  static final double EVERY_DIGIT =
      (0x1p21 - 1) * 0x1p44 + ((0x1p21 - 1) * 0x1p22 + (0x1p21 - 0x1p12));

  /** The value of one row. */
  abstract double next(Random random, int row);

  /** Whether a weight between 1e-3 and 1 times any value is two doubles without an error. */
  boolean canBeWeighted() {
    return this != TINY && this != MIXED && this != DENORMAL;
  }
}
