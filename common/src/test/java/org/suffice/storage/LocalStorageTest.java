package org.suffice.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file system of this machine, by plain paths and by file: URIs. */
class LocalStorageTest {
  @TempDir Path work;

  private Storage storage;

  @BeforeEach
  void makeFiles() throws IOException {
    storage = Storage.of(work.toString());
    Files.createDirectories(work.resolve("a/b"));
    for (String name : List.of("a/part-1.csv", "a/part-2.csv", "a/part-10.csv", "a/b/deep.csv")) {
      Files.writeString(work.resolve(name), name);
    }
  }

  private List<String> glob(String pattern) throws IOException {
    return storage.glob(pattern).stream()
        .map(entry -> work.relativize(Path.of(entry.path())).toString())
        .toList();
  }

  @Test
  void globsAreSortedByPath() throws IOException {
    List<String> parts = List.of("a/part-1.csv", "a/part-10.csv", "a/part-2.csv");
    assertEquals(parts, glob(work + "/a/*.csv"));
    assertEquals(parts, glob(work + "/./a/../a/part*"));
    assertEquals(List.of("a/part-1.csv", "a/part-2.csv"), glob(work + "/a/part-[12].csv"));
    assertEquals(List.of("a/part-1.csv", "a/part-10.csv"), glob(work + "/a/part-{1,10}.csv"));
    assertEquals(List.of("a/b/deep.csv"), glob(work + "/*/*/*.csv"));
    assertEquals(List.of(), glob(work + "/a/*.parquet"));
    assertEquals(List.of(), glob(work + "/nowhere/*.csv"));
  }

  @Test
  void aPatternMayBeLongerThanAnyName() throws IOException {
    String names =
        IntStream.range(0, 90).mapToObj(i -> "part-" + i).reduce("x", (a, b) -> a + "," + b);
    String pattern = work + "/a/{" + names + "}.csv";
    assertTrue(storage.find(pattern).isEmpty());
    assertEquals(List.of("a/part-1.csv", "a/part-10.csv", "a/part-2.csv"), glob(pattern));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*.csv", "part-?.csv", "part-[12].csv", "part-{1,2}.csv"})
  void urisAreGlobbedToo(String pattern) throws IOException {
    assertEquals(
        storage.glob(work + "/a/" + pattern), storage.glob("file:" + work + "/a/" + pattern));
    assertEquals(
        storage.glob(work + "/a/" + pattern), storage.glob("file://" + work + "/a/" + pattern));
  }

  /** Data often lie on another disk, behind a link. */
  @Test
  void linkedDirectoriesAreGlobbed() throws IOException {
    Path link = Files.createSymbolicLink(work.resolve("link"), work.resolve("a"));
    assertEquals(3, storage.list(link.toString()).stream().filter(e -> !e.isDirectory()).count());
    assertEquals(3, storage.glob(link + "/*.csv").size());
    assertEquals(6, storage.glob(work + "/*/*.csv").size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"with blank", "100%", "a#b", "what?", "[x]", "{y}", "größe", "a+b", "%41"})
  void namesMeanThemselves(String name) throws IOException {
    Path file = Files.writeString(work.resolve(name), "content of " + name);
    for (String path : List.of(file.toString(), "file:" + file, "file://" + file)) {
      assertEquals(file.toString(), storage.find(path).orElseThrow().path(), path);
      try (InputStream in = storage.open(path, 11)) {
        assertArrayEquals(
            name.getBytes(java.nio.charset.StandardCharsets.UTF_8), in.readAllBytes());
      }
    }
  }

  @Test
  void findTellsWhatIsThere() throws IOException {
    Storage.Entry file = storage.find(work + "/a/part-1.csv").orElseThrow();
    assertEquals(12, file.length());
    assertEquals("part-1.csv", file.name());
    assertFalse(file.isDirectory());
    assertTrue(storage.find(work + "/a").orElseThrow().isDirectory());
    assertTrue(storage.find(work + "/b").isEmpty());
    assertEquals(work + "/a", storage.absolute(work + "/a/b/.."));
  }

  @Test
  void createAndRenameDoNotReplace() throws IOException {
    String file = work + "/a/part-1.csv";
    assertThrows(IOException.class, () -> storage.create(file).close());
    assertThrows(IOException.class, () -> storage.rename(work + "/a/part-2.csv", file));
    assertEquals("a/part-1.csv", Files.readString(Path.of(file)));
    storage.replace(work + "/a/part-2.csv", file);
    assertEquals("a/part-2.csv", Files.readString(Path.of(file)));
    try (OutputStream out = storage.create(work + "/new")) {
      out.write(1);
    }
    storage.rename(work + "/new", work + "/newer");
    assertEquals(1, Files.size(work.resolve("newer")));
  }

  @Test
  void whatIsCreatedIsClosedOnceAndWrittenNoMore() throws IOException {
    OutputStream file = storage.create(work.resolve("made").toString());
    file.write('a');
    file.write("bcd".getBytes(UTF_8), 1, 2);
    file.close();
    file.close();
    assertThrows(IOException.class, () -> file.write('e'));
    assertEquals("acd", Files.readString(work.resolve("made")));
  }

  /** Of a directory with others inside, as predictions in parts are. */
  @Test
  void directoriesMoveWithAllThatIsInThem() throws IOException {
    storage.rename(work.resolve("a").toString(), work.resolve("moved").toString());
    assertEquals("a/b/deep.csv", Files.readString(work.resolve("moved/b/deep.csv")));
    assertFalse(Files.exists(work.resolve("a")));
  }

  @Test
  void deleteTakesAllBelowButFollowsNoLink() throws IOException {
    Files.createSymbolicLink(work.resolve("a/b/link"), Files.createDirectory(work.resolve("kept")));
    Files.writeString(work.resolve("kept/file"), "x");
    storage.delete(work + "/a");
    assertFalse(Files.exists(work.resolve("a")));
    assertTrue(Files.exists(work.resolve("kept/file")));
    storage.delete(work + "/a"); // there is none: nothing to do
  }

  @Test
  void partsOfAPath() {
    assertEquals("/a", Storage.parent("/a/b"));
    assertEquals("/", Storage.parent("/a"));
    assertEquals("b", Storage.name("/a/b"));
  }

  @Test
  void ofManyWhoCreateAWholeFileOneSucceeds() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 50; round++) {
        String file = work + "/a/lease-" + round;
        List<Callable<Boolean>> attempts =
            IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(
                    i -> () -> storage.createWhole(file, ("by " + i).getBytes(UTF_8)))
                .toList();
        int created = 0;
        for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
          created += attempt.get() ? 1 : 0;
        }
        assertEquals(1, created);
        assertEquals(4, Files.size(Path.of(file)));
      }
    } finally {
      threads.shutdown();
    }
    assertEquals(54, storage.list(work + "/a").size(), "nothing is left aside");
  }
}
