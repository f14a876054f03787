package org.suffice.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Every row read is used, dropped, of zero weight or rejected. */
class RowAccountTest {
  private static Rejection rejection(long offset) {
    return new Rejection(Rejection.Reason.ENTRY, 0, offset, "", "found");
  }

  private static RowAccount rejected(long from, long to) {
    RowAccount account = new RowAccount();
    for (long i = from; i < to; i++) {
      account.addRejected(rejection(i));
    }
    return account;
  }

  private static List<Long> offsets(RowAccount account) {
    return account.rejections().stream().map(Rejection::offset).toList();
  }

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  @Test
  void everyRowIsAccountedFor() {
    RowAccount account = rejected(0, 3);
    account.addUsed(100);
    account.addMissingDropped();
    account.addMissingDropped();
    account.addZeroWeight();
    assertEquals(106, account.read());
    assertEquals(100, account.used());
    assertEquals(2, account.missingDropped());
    assertEquals(1, account.zeroWeight());
    assertEquals(3, account.rejected());
  }

  @Test
  void firstTwentyRejectionsAreKept() {
    RowAccount account = rejected(0, 25);
    assertEquals(25, account.rejected());
    assertEquals(range(0, RowAccount.SHOWN), offsets(account));
  }

  @Test
  void mergeAppendsTheRowsThatFollow() {
    RowAccount account = rejected(0, 15);
    RowAccount after = rejected(15, 40);
    after.addUsed(7);
    account.merge(after);
    assertEquals(40, account.rejected());
    assertEquals(7, account.used());
    assertEquals(range(0, 20), offsets(account));
    assertEquals(25, after.rejected());
    assertEquals(range(15, 35), offsets(after), "other is not modified");
    account.merge(new RowAccount());
    assertEquals(47, account.read());
    assertThrows(IllegalArgumentException.class, () -> account.merge(account));
    assertEquals(47, account.read());
  }

  /** However the file is cut, the same rejections are shown. */
  @Test
  void anyCutKeepsTheFirst() {
    for (int cut = 0; cut <= 50; cut++) {
      RowAccount account = rejected(0, cut);
      account.merge(rejected(cut, 50));
      assertEquals(range(0, 20), offsets(account), "cut at " + cut);
    }
  }

  @Test
  void notesAndReasonsAreCounted() {
    RowAccount left = new RowAccount();
    RowAccount right = rejected(0, 2);
    left.note(RowAccount.Note.QID, 3);
    right.note(RowAccount.Note.QID, 4);
    right.note(RowAccount.Note.UNDERFLOW, 1);
    left.merge(right);
    assertEquals(7, left.count(RowAccount.Note.QID));
    assertEquals(1, left.count(RowAccount.Note.UNDERFLOW));
    assertEquals(0, left.count(RowAccount.Note.INEXACT));
    assertEquals(2, left.count(Rejection.Reason.ENTRY));
    assertEquals(0, left.count(Rejection.Reason.MISSING));
    left.subtract(right);
    assertEquals(3, left.count(RowAccount.Note.QID));
    assertEquals(0, left.count(Rejection.Reason.ENTRY));
    assertEquals(0, left.read());
  }
}
