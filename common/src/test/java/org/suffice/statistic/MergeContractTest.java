package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.suffice.Tolerance;
import org.suffice.block.Block;
import org.suffice.read.Rejection;
import org.suffice.read.RowAccount;

/**
 * What every statistic promises: a fresh instance is the identity of merge; merge changes and
 * returns this; the other is neither changed nor aliased; any cut of the rows gives the same counts
 * to the bit and the same sums within the bound that the subclass argues; merging with itself or
 * with other dimensions throws. A subclass says how to make one and what it holds.
 *
 * @param <S> the statistic
 */
abstract class MergeContractTest<S extends Statistic<S>> {
  static final int ROWS = 500;

  /** An empty statistic. */
  abstract S zero();

  /** Rows [from, to) of a fixed data set of {@link #ROWS} rows, with {@link #account}. */
  abstract Block block(int from, int to);

  /** Whole numbers that no cut may change, besides the account. */
  abstract long[] counts(S statistic);

  /** Everything else that the statistic knows. */
  abstract double[] figures(S statistic);

  /** How far each figure may move when the rows are cut; 0 where it is exact. */
  abstract double[] bounds(S whole);

  /** A statistic of other dimensions, where it has any. */
  abstract Optional<S> mismatched();

  /** The account of rows [from, to): some beside them were left out, one in fifty rejected. */
  static RowAccount account(int from, int to) {
    RowAccount account = new RowAccount();
    account.addUsed(to - from);
    for (int i = from; i < to; i++) {
      if (i % 20 == 3) {
        account.addMissingDropped();
      }
      if (i % 100 == 5) {
        account.addZeroWeight();
      }
      if (i % 10 == 7) {
        account.addRejected(
            new Rejection(Rejection.Reason.NOT_A_NUMBER, 0, i, "x", "'" + i + "' is no number"));
      }
    }
    return account;
  }

  private S of(int from, int to) {
    S statistic = zero().fresh();
    if (to > from) {
      statistic.add(block(from, to));
    }
    return statistic;
  }

  private long[] allCounts(S statistic) {
    RowAccount account = statistic.account();
    long[] own = counts(statistic);
    return LongStream.concat(
            Arrays.stream(own),
            LongStream.of(
                account.read(),
                account.used(),
                account.missingDropped(),
                account.zeroWeight(),
                account.rejected()))
        .toArray();
  }

  private long[] bits(S statistic) {
    return LongStream.concat(
            Arrays.stream(allCounts(statistic)),
            Arrays.stream(figures(statistic)).mapToLong(Double::doubleToLongBits))
        .toArray();
  }

  private void assertSameRows(String what, S expected, S actual) {
    assertArrayEquals(allCounts(expected), allCounts(actual), what);
    double[] bounds = bounds(expected);
    double[] figures = figures(expected);
    assertEquals(figures.length, bounds.length);
    for (int i = 0; i < bounds.length; i++) {
      Tolerance.absolute(bounds[i], "see the subclass")
          .check(what + " figure " + i, figures[i], figures(actual)[i]);
    }
  }

  @Test
  void dataHoldWhatIsCompared() {
    S whole = of(0, ROWS);
    assertEquals(ROWS, whole.account().used());
    assertTrue(Arrays.stream(figures(whole)).allMatch(Double::isFinite));
    assertTrue(Arrays.stream(figures(whole)).anyMatch(figure -> figure != 0));
  }

  @Test
  void freshIsTheIdentityOnBothSides() {
    long[] expected = bits(of(0, ROWS));
    S whole = of(0, ROWS);
    assertArrayEquals(expected, bits(zero().fresh().merge(whole)), "fresh + x");
    assertArrayEquals(expected, bits(whole.merge(zero().fresh())), "x + fresh");
    assertArrayEquals(bits(zero()), bits(whole.fresh()), "fresh is empty");
    assertArrayEquals(expected, bits(whole), "and changed nothing");
  }

  @Test
  void mergeChangesAndReturnsThis() {
    S left = of(0, 200);
    assertSame(left, left.merge(of(200, ROWS)));
    assertEquals(ROWS, left.account().used());
  }

  @Test
  void otherIsNeitherChangedNorAliased() {
    for (S left : List.of(of(0, 200), zero().fresh())) {
      S right = of(200, ROWS);
      long[] before = bits(right);
      left.merge(right);
      assertArrayEquals(before, bits(right), "changed by the merge");
      left.add(block(0, 100));
      left.merge(of(100, 150));
      assertArrayEquals(before, bits(right), "changed by what followed");
      assertEquals(
          of(200, ROWS).account().rejections(), right.account().rejections(), "rejections");
    }
  }

  @Test
  void mergeIsSymmetric() {
    for (int cut : new int[] {0, 1, 250, ROWS - 1, ROWS}) {
      S ab = of(0, cut).merge(of(cut, ROWS));
      S ba = of(cut, ROWS).merge(of(0, cut));
      assertSameRows("cut at " + cut, ab, ba);
    }
  }

  @Test
  void anyCutEqualsOnePass() {
    S whole = of(0, ROWS);
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      int[] cuts = random.ints(random.nextInt(20), 0, ROWS + 1).sorted().toArray();
      String what = "seed " + seed + " cuts " + Arrays.toString(cuts);
      S merged = zero().fresh();
      S added = zero().fresh();
      int from = 0;
      for (int i = 0; i <= cuts.length; i++) {
        int to = i < cuts.length ? cuts[i] : ROWS;
        merged.merge(of(from, to));
        added.add(block(from, to));
        from = to;
      }
      assertSameRows(what + " merged", whole, merged);
      assertSameRows(what + " added", whole, added);
      assertEquals(whole.account().rejections(), merged.account().rejections(), what);
    }
  }

  /** Every row a statistic of its own. */
  @Test
  void rowByRowEqualsOnePass() {
    S merged = zero().fresh();
    for (int i = 0; i < ROWS; i++) {
      merged.merge(of(i, i + 1));
    }
    assertSameRows("row by row", of(0, ROWS), merged);
  }

  @Test
  void anyOrderEqualsOnePass() {
    S whole = of(0, ROWS);
    for (long seed = 0; seed < 50; seed++) {
      List<S> parts = new ArrayList<>();
      for (int from = 0; from < ROWS; from += 25) {
        parts.add(of(from, from + 25));
      }
      Collections.shuffle(parts, new Random(seed));
      S merged = zero().fresh();
      for (S part : parts) {
        merged.merge(part);
      }
      assertSameRows("shuffled with seed " + seed, whole, merged);
    }
  }

  /** The same cut in the same order gives the same bits, however often it is done. */
  @Test
  void sameCutGivesTheSameBits() {
    assertArrayEquals(bits(of(0, 123).merge(of(123, ROWS))), bits(of(0, 123).merge(of(123, ROWS))));
  }

  @Test
  void serializationKeepsEveryBit() throws IOException, ClassNotFoundException {
    for (S original : List.of(of(0, 300), zero())) {
      S copy = copyOf(original);
      assertNotSame(original, copy);
      assertArrayEquals(bits(original), bits(copy));
      assertEquals(original.account().rejections(), copy.account().rejections());
      original.add(block(300, ROWS));
      copy.add(block(300, ROWS));
      assertArrayEquals(bits(original), bits(copy), "adding goes on after the journey");
      assertArrayEquals(bits(zero()), bits(copy.fresh()), "a copy makes fresh ones");
    }
  }

  @SuppressWarnings("unchecked")
  private S copyOf(S statistic) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(statistic);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (S) in.readObject();
    }
  }

  @Test
  void addLeavesTheBlockAlone() throws IOException {
    Block block = block(0, ROWS);
    byte[] before = bytes(block);
    zero().fresh().add(block);
    assertArrayEquals(before, bytes(block));
  }

  private static byte[] bytes(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  @Test
  void mergingWithItselfThrows() {
    S statistic = of(0, 10);
    long[] before = bits(statistic);
    String message =
        assertThrows(IllegalArgumentException.class, () -> statistic.merge(statistic)).getMessage();
    assertFalse(message.contains("account"), "found by its account only: " + message);
    assertArrayEquals(before, bits(statistic));
  }

  @Test
  void mismatchedDimensionsThrow() {
    mismatched()
        .ifPresent(
            other -> {
              S statistic = of(0, 10);
              long[] before = bits(statistic);
              String message =
                  assertThrows(IllegalArgumentException.class, () -> statistic.merge(other))
                      .getMessage();
              assertTrue(message.matches(".*expected.*found.*"), message);
              assertArrayEquals(before, bits(statistic));
            });
  }

  /** The size decides the shape of the merge tree: data must not change it. */
  @Test
  void sizeDoesNotDependOnTheData() {
    assertEquals(zero().sizeInBytes(), of(0, ROWS).sizeInBytes());
    assertTrue(zero().sizeInBytes() > 0);
  }
}
