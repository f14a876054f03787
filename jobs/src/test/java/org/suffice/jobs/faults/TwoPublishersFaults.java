package org.suffice.jobs.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.jobs.retrain.Lines;
import org.suffice.jobs.retrain.ModelStore;
import org.suffice.jobs.retrain.Version;
import org.suffice.storage.Storage;

/** Two processes publish to one store at once. */
@Tag("faults")
final class TwoPublishersFaults {
  private static final int ROUNDS = 50;
  private static final int DUELS = 10;

  @TempDir static Path shared;
  private static RealCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = RealCluster.start(shared.resolve("cluster"));
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  private static String store(String where) {
    return where.equals("hdfs") ? cluster.hdfs("/two/store") : shared.resolve("store").toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "hdfs"})
  void exactlyOneWinsEveryRoundAndReadersSeeAWholeModelAlways(String where) throws Exception {
    String store = store(where);
    try (Publisher a = Publisher.start(store, shared.resolve("a.log"));
        Publisher b = Publisher.start(store, shared.resolve("b.log"))) {
      int wonByA = 0;
      Reader reader = null;
      for (int round = 1; round <= ROUNDS; round++) {
        a.tell("round " + round);
        b.tell("round " + -round);
        List<String> answers = List.of(a.answer(), b.answer());
        String version = String.format("v%06d", round);
        assertEquals(1, answers.stream().filter(version::equals).count(), answers.toString());
        assertEquals(
            1,
            answers.stream().filter(answer -> answer.startsWith("BUSY ")).count(),
            answers.toString());
        boolean first = answers.get(0).equals(version);
        wonByA += first ? 1 : 0;
        assertEquals(first ? round : -round, Lines.read(store), 1e-9 * round);
        a.ask("give");
        b.ask("give");
        if (reader == null) {
          reader = new Reader(store);
          reader.start();
        }
      }
      reader.finish();
      System.out.printf(
          "%s: %d rounds, %d won by one and %d by the other, %d whole models read meanwhile%n",
          where, ROUNDS, wonByA, ROUNDS - wonByA, reader.read);
    }
    assertEquals(ROUNDS, ModelStore.at(store).versions().size());
  }

  /** The lease of one ends while it is about to publish, and the other takes over. */
  @ParameterizedTest
  @ValueSource(strings = {"local", "hdfs"})
  void whoeverLosesTheLeaseCannotPublishOverTheOther(String where) throws Exception {
    String store = store(where) + "-duels";
    int both = 0;
    long newest = 0;
    try (Publisher a = Publisher.start(store, shared.resolve("a.log"));
        Publisher b = Publisher.start(store, shared.resolve("b.log"))) {
      for (int round = 1; round <= DUELS; round++) {
        assertEquals("taken", a.ask("take"));
        assertEquals("prepared", a.ask("prepare " + round));
        endLeases(store);
        a.tell("publish");
        b.tell("round " + -round);
        String ofA = a.answer();
        String ofB = b.answer();
        Version current = ModelStore.at(store).current().orElseThrow();
        boolean aWon = ofA.startsWith("v");
        assertTrue(aWon || ofA.startsWith("BUSY "), ofA);
        assertTrue(ofB.startsWith("v"), ofB); // the lease is its own
        // If both did, then one after the other: the later one serves.
        newest += aWon ? 2 : 1;
        assertEquals(newest, current.number());
        assertEquals(ofB, current.name());
        assertEquals(-round, Lines.read(store), 1e-9 * round);
        both += aWon ? 1 : 0;
        a.ask("give");
        b.ask("give");
      }
    }
    System.out.printf(
        "%s: %d duels, in %d the first was done before the other took over%n", where, DUELS, both);
  }

  /** As if their time were over. */
  private static void endLeases(String store) throws IOException {
    Storage storage = Storage.of(store);
    for (Storage.Entry file : storage.list(store + "/leases")) {
      String text;
      try (InputStream in = storage.open(file.path(), 0)) {
        text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      String aside = store + "/ended";
      try (OutputStream out = storage.create(aside)) {
        out.write(
            text.replaceFirst("\"seconds\" : \\d+", "\"seconds\" : 0")
                .getBytes(StandardCharsets.UTF_8));
      }
      storage.replace(aside, file.path());
    }
  }

  /** Reads the model in service again and again. */
  private static final class Reader extends Thread {
    private final String store;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private int read;

    Reader(String store) {
      this.store = store;
    }

    @Override
    public void run() {
      try {
        while (!over.get()) {
          double slope = Lines.read(store);
          assertEquals(Math.rint(slope), slope, 1e-9 * ROUNDS);
          read++;
        }
      } catch (Throwable e) {
        failure.set(e);
      }
    }

    void finish() throws InterruptedException {
      over.set(true);
      join();
      if (failure.get() != null) {
        throw new AssertionError("a reader failed", failure.get());
      }
      assertTrue(read > 0);
    }
  }
}
