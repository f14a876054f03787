package org.suffice.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;

/** A model on disk: the whole of it comes back, or a Failure that says why not. */
class ModelDirectoryTest {
  private static final String REPORT = "<html>größe</html>";

  @TempDir Path work;

  private Path directory;
  private LinearModel model;

  @BeforeEach
  void writeModel() {
    directory = work.resolve("the model");
    model = Fits.model(1, true, true);
    ModelDirectory.write(directory.toString(), model, REPORT, false);
  }

  private LinearModel read() {
    return ModelDirectory.read(directory.toString(), LinearModel.class);
  }

  private static Failure assertFailure(Failure.Kind kind, Runnable action) {
    Failure failure = assertThrows(Failure.class, action::run);
    assertEquals(kind, failure.kind(), failure.getMessage());
    assertFalse(failure.getMessage().contains("\n"), "one line: " + failure.getMessage());
    return failure;
  }

  /** Every file below, with its content. */
  private static TreeMap<String, String> tree(Path root) throws IOException {
    TreeMap<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        files.put(
            root.relativize(path).toString(),
            Files.isDirectory(path)
                ? "directory"
                : new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  @Test
  void directoryHoldsTheFourFilesAndNothingElse() throws IOException {
    assertEquals(
        List.of("", "_SUCCESS", "model.json", "model.safetensors", "report.html"),
        List.copyOf(tree(directory).keySet()));
    assertEquals(List.of("", "the model"), tree(work).keySet().stream().limit(2).toList());
    assertEquals(6, tree(work).size(), "nothing is left beside it");
    assertEquals(REPORT, Files.readString(directory.resolve("report.html")));
  }

  /** Two flags and what a category needs: every figure of the fit comes back to the bit. */
  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void everyBitComesBack(boolean intercept, boolean aliased) {
    LinearModel written = Fits.model(5, intercept, aliased);
    String target = work.resolve("other").toString();
    ModelDirectory.write(target, written, REPORT, false);
    LinearModel read = ModelDirectory.read(target, LinearModel.class);
    assertEquals(written.schema(), read.schema());
    assertEquals(written.record(), read.record());
    assertArrayEquals(written.columns(), read.columns());
    assertEquals(written.names(), read.names());
    assertArrayEquals(written.tensors().toBytes(), read.tensors().toBytes());
    assertEquals(written.details(), read.details());
    assertEquals(written.fit().solution(), read.fit().solution());
    assertEquals(written.fit().rank(), read.fit().rank());
    assertEquals(written.fit().rss(), read.fit().rss());
    assertEquals(written.fit().level(), read.fit().level());
    assertArrayEquals(written.fit().coefficients(), read.fit().coefficients());
    assertArrayEquals(written.fit().upper(), read.fit().upper());
    assertEquals(aliased ? 1 : 0, read.fit().aliased().size());
    for (int i = 0; i < read.fit().aliased().size(); i++) {
      assertEquals(written.fit().aliased().get(i).column(), read.fit().aliased().get(i).column());
      assertEquals(
          written.fit().aliased().get(i).constant(), read.fit().aliased().get(i).constant());
      assertArrayEquals(
          written.fit().aliased().get(i).coefficients(),
          read.fit().aliased().get(i).coefficients());
    }
    double[] row = {1, 0, 1, 0, 2};
    assertEquals(written.predict(row), read.predict(row));
  }

  /** Facts of the run live in model.json alone. */
  @Test
  void equalFitsAreEqualArrays() throws IOException {
    Path other = work.resolve("again");
    ModelDirectory.write(
        other.toString(),
        Fits.model(1, true, true).withRecord(TrainingRecord.EMPTY),
        "another page",
        false);
    String arrays = "model.safetensors";
    assertArrayEquals(
        Files.readAllBytes(directory.resolve(arrays)), Files.readAllBytes(other.resolve(arrays)));
    assertFalse(
        Files.readString(directory.resolve("model.json"))
            .equals(Files.readString(other.resolve("model.json"))));
    Path different = work.resolve("different");
    ModelDirectory.write(different.toString(), Fits.model(2, true, true), REPORT, false);
    assertFalse(
        java.util.Arrays.equals(
            Files.readAllBytes(directory.resolve(arrays)),
            Files.readAllBytes(different.resolve(arrays))));
  }

  /** One byte changed anywhere, one more or one less. */
  @ParameterizedTest
  @ValueSource(strings = {"model.json", "model.safetensors", "_SUCCESS"})
  void changedFilesAreRefused(String name) throws IOException {
    Path file = directory.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    int end = name.equals("_SUCCESS") ? whole.length - 1 : whole.length; // but for its line end
    for (int at = 0; at < end; at += Math.max(1, end / 97)) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(file, changed);
      assertFailure(Failure.Kind.DATA, this::read);
    }
    Files.write(file, java.util.Arrays.copyOf(whole, end - 1));
    assertFailure(Failure.Kind.DATA, this::read);
    Files.write(
        file,
        (new String(whole, StandardCharsets.ISO_8859_1) + "x")
            .getBytes(StandardCharsets.ISO_8859_1));
    assertFailure(Failure.Kind.DATA, this::read);
    Files.write(file, new byte[0]);
    assertFailure(Failure.Kind.DATA, this::read);
    Files.write(file, whole);
    read();
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.json", "model.safetensors", "_SUCCESS"})
  void missingFilesAreRefusedByName(String name) throws IOException {
    Files.delete(directory.resolve(name));
    Failure failure = assertFailure(Failure.Kind.DATA, this::read);
    assertTrue(failure.getMessage().contains(name), failure.getMessage());
  }

  @Test
  void whatIsNoModelIsRefused() throws IOException {
    assertFailure(Failure.Kind.DATA, () -> ModelDirectory.read(work.resolve("absent").toString()));
    assertFailure(Failure.Kind.DATA, () -> ModelDirectory.read(work.toString()));
    Path file = Files.writeString(work.resolve("file"), "x");
    assertFailure(Failure.Kind.DATA, () -> ModelDirectory.read(file.toString()));
    Files.delete(directory.resolve("model.json"));
    Files.createDirectory(directory.resolve("model.json"));
    assertFailure(Failure.Kind.DATA, this::read);
  }

  /** As a careful forger would do it: the hashes are made to fit. */
  private void forge(Consumer<ObjectNode> change) {
    try {
      JsonNode json = Json.parse(Files.readAllBytes(directory.resolve("model.json")));
      change.accept((ObjectNode) json);
      byte[] bytes = Json.pretty(json).getBytes(StandardCharsets.UTF_8);
      Files.write(directory.resolve("model.json"), bytes);
      Files.writeString(
          directory.resolve("_SUCCESS"), "model.json sha256 " + ModelDirectory.sha256(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void forgeArrays(Tensors tensors) {
    forge(
        json -> {
          byte[] arrays = tensors.toBytes();
          try {
            Files.write(directory.resolve("model.safetensors"), arrays);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          ((ObjectNode) json.path("arrays")).put("sha256", ModelDirectory.sha256(arrays));
        });
  }

  @Test
  void forgedDescriptionsAreRefused() {
    List<Consumer<ObjectNode>> changes =
        List.of(
            json -> json.put("format", "other"),
            json -> json.put("formatVersion", ModelDirectory.FORMAT_VERSION + 1),
            json -> json.put("algorithm", "magic"),
            json -> json.remove("algorithm"),
            json -> json.remove("arrays"),
            json -> json.remove("schema"),
            json -> json.remove("fit"),
            json -> ((ObjectNode) json.path("fit")).put("status", "PERFECT"),
            json -> ((ObjectNode) json.path("fit")).putArray("aliased").add(-1),
            json -> ((ObjectNode) json.path("fit")).putArray("aliased").add(77),
            json -> ((ObjectNode) json.path("schema").path("features").get(0)).put("kind", "MAGIC"),
            json -> ((ObjectNode) json.path("schema").path("features").get(1)).remove("levels"),
            json ->
                ((ObjectNode) json.path("schema").path("features").get(1))
                    .putArray("levels")
                    .add("a")
                    .add("a"));
    for (int i = 0; i < changes.size(); i++) {
      Consumer<ObjectNode> change = changes.get(i);
      ModelDirectory.write(directory.toString(), model, REPORT, true);
      forge(change);
      int number = i;
      Failure failure =
          assertThrows(Failure.class, this::read, () -> "forgery " + number + " was read");
      assertEquals(Failure.Kind.DATA, failure.kind());
    }
    ModelDirectory.write(directory.toString(), model, REPORT, true);
    forge(json -> json.put("added", "by a later version"));
    assertEquals(model.names(), read().names());
  }

  @Test
  void forgedArraysAreRefused() {
    List<Tensors> forgeries =
        List.of(
            new Tensors(),
            model.tensors().put("columns", new long[] {0, 2, 3, 99}, 4),
            model.tensors().put("columns", new long[] {0, 2, 3, -1}, 4),
            model.tensors().put("columns", new long[] {0, 2, 3, 1L << 40}, 4),
            model.tensors().put("columns", new long[] {0}, 1),
            model.tensors().put("counts", new long[] {1}, 1),
            model.tensors().put("intercept", new long[0], 0),
            model.tensors().put("rss", new double[] {1, 2}, 2),
            model.tensors().put("aliased.3", new double[0], 0));
    for (int i = 0; i < forgeries.size(); i++) {
      forgeArrays(forgeries.get(i));
      int number = i;
      Failure failure =
          assertThrows(Failure.class, this::read, () -> "forgery " + number + " was read");
      assertEquals(Failure.Kind.DATA, failure.kind());
    }
    forgeArrays(model.tensors());
    read();
  }

  private interface OtherModel extends Model {}

  @Test
  void aModelOfAnotherKindIsRefused() {
    assertEquals(LinearModel.class, ModelDirectory.read(directory.toString()).getClass());
    Failure failure =
        assertFailure(
            Failure.Kind.USAGE, () -> ModelDirectory.read(directory.toString(), OtherModel.class));
    assertTrue(failure.getMessage().contains("linear-regression"), failure.getMessage());
  }

  @Test
  void modelThatIsThereIsKeptUnlessToldOtherwise() throws IOException {
    TreeMap<String, String> before = tree(work);
    LinearModel other = Fits.model(9, true, false);
    Failure failure =
        assertFailure(
            Failure.Kind.USAGE,
            () -> ModelDirectory.write(directory.toString(), other, REPORT, false));
    assertTrue(failure.getMessage().contains("--overwrite"), failure.getMessage());
    assertEquals(before, tree(work));
    ModelDirectory.write(directory.toString(), other, REPORT, true);
    assertArrayEquals(other.tensors().toBytes(), read().tensors().toBytes());
    assertEquals(before.keySet(), tree(work).keySet(), "nothing is left of the old one");
  }

  @Test
  void whatIsNoModelIsNeverOverwritten() throws IOException {
    Path precious = Files.createDirectory(work.resolve("precious"));
    Files.writeString(precious.resolve("thesis.tex"), "\\section{1}");
    Path file = Files.writeString(work.resolve("file.txt"), "x");
    Path empty = Files.createDirectory(work.resolve("empty"));
    TreeMap<String, String> before = tree(work);
    for (Path target : List.of(precious, file, empty)) {
      for (boolean overwrite : new boolean[] {true, false}) {
        assertFailure(
            Failure.Kind.USAGE,
            () -> ModelDirectory.write(target.toString(), model, REPORT, overwrite));
        assertFailure(
            Failure.Kind.USAGE, () -> ModelDirectory.requireWritable(target.toString(), overwrite));
      }
    }
    assertEquals(before, tree(work));
    ModelDirectory.requireWritable(directory.toString(), true);
    ModelDirectory.requireWritable(work.resolve("new/place").toString(), false);
    assertEquals(before, tree(work), "to ask changes nothing");
  }

  @Test
  void directoriesAboveAreMade() {
    Path deep = work.resolve("a/b/../c/model/");
    ModelDirectory.write(deep + "/", model, REPORT, false);
    assertEquals(model.names(), ModelDirectory.read(deep.toString(), LinearModel.class).names());
    assertTrue(Files.exists(work.resolve("a/c/model/_SUCCESS")));
  }

  /** A file where a directory should be: as good as no permission, and root obeys it too. */
  @Test
  void nothingIsLeftWhereItCannotBeWritten() throws IOException {
    Path file = Files.writeString(work.resolve("file"), "x");
    TreeMap<String, String> before = tree(work);
    assertFailure(
        Failure.Kind.DATA,
        () -> ModelDirectory.write(file.resolve("model").toString(), model, REPORT, false));
    assertEquals(before, tree(work));
  }

  /** The name fits, the longer one of the place aside does not: nothing stays behind. */
  @Test
  void nothingIsLeftWhereTheNameIsTooLong() throws IOException {
    TreeMap<String, String> before = tree(work);
    String target = work.resolve("new").resolve("m".repeat(300)).toString();
    assertFailure(Failure.Kind.DATA, () -> ModelDirectory.write(target, model, REPORT, false));
    assertEquals(before, tree(work));
  }

  /** What a writer that was killed left behind does not disturb the next. */
  @Test
  void remainsOfAnotherRunAreReplaced() throws IOException {
    Path aside = work.resolve(".the model.writing-" + ProcessHandle.current().pid());
    Files.createDirectories(aside.resolve("deep"));
    Files.writeString(aside.resolve("model.json"), "half");
    ModelDirectory.write(directory.toString(), model, REPORT, true);
    assertFalse(Files.exists(aside));
    read();
    try (Stream<Path> left = Files.list(work)) {
      assertEquals(List.of(directory), left.sorted(Comparator.naturalOrder()).toList());
    }
  }
}
