package org.suffice.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchCutsTest {
  @ParameterizedTest
  @CsvSource({
    "1,1",
    "1000,1",
    "1000,127",
    "1000,128",
    "1000,129",
    "10000,9999",
    "5000,5000",
    "100000,33000",
    "7,100"
  })
  void everyRowIsInOneChunkOfOneGroup(long rows, int batchSize) {
    BatchCuts cuts = new BatchCuts(rows, batchSize);
    long seen = 0;
    for (long batch = 0; batch < cuts.batches(); batch++) {
      assertEquals(seen, cuts.firstPlace(batch));
      int inBatch = 0;
      assertTrue(cuts.groups(batch) <= BatchCuts.MOST_GROUPS);
      for (int group = 0; group < cuts.groups(batch); group++) {
        int first = cuts.firstChunk(batch, group);
        int next = cuts.firstChunk(batch, group + 1);
        assertTrue(first < next, "an empty group");
        for (int chunk = first; chunk < next; chunk++) {
          int n = cuts.chunkRows(batch, chunk);
          assertTrue(n > 0 && n <= BatchCuts.CHUNK);
          assertEquals(group, cuts.groupOf(batch, inBatch));
          assertEquals(group, cuts.groupOf(batch, inBatch + n - 1));
          inBatch += n;
        }
      }
      assertEquals(cuts.rows(batch), inBatch);
      assertEquals(cuts.chunks(batch), cuts.firstChunk(batch, cuts.groups(batch)));
      seen += inBatch;
    }
    assertEquals(rows, seen);
  }

  @Test
  void refusesWhatIsNoBatch() {
    assertThrows(IllegalArgumentException.class, () -> new BatchCuts(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new BatchCuts(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new BatchCuts(10, 5).firstPlace(2));
  }
}
