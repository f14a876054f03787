package org.suffice.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * For tests of faults: ends this process, as a loss of power would, before or after a named change
 * of a file system. Every creation, move and deletion is such a point, so that none is forgotten.
 *
 * <p>{@code SUFFICE_CRASH_TRACE=FILE} appends the name of every point that is reached, one a line:
 * {@code before rename v000042}, {@code after replace CURRENT}, with {@code #2} when it is reached
 * for the second time. {@code SUFFICE_CRASH_POINT=NAME} halts there. Without either nothing is
 * watched and nothing costs anything.
 */
public final class CrashPoint {
  /** What the process ends with: as after {@code kill -9}. */
  public static final int EXIT_CODE = 137;

  private static final String HALT_AT = System.getenv("SUFFICE_CRASH_POINT");
  private static final String TRACE = System.getenv("SUFFICE_CRASH_TRACE");

  /** What differs from run to run in a name: a number of the process, a time. */
  private static final Pattern PASSING =
      Pattern.compile("(?<=\\.(writing|parts|replaced))-[0-9a-f-]+$|\\d{8}T\\d{6}Z-");

  private static final Map<String, Integer> REACHED = new HashMap<>();

  private CrashPoint() {}

  /** The storage with its points, where a test asks for them. */
  static Storage watch(Storage storage) {
    return HALT_AT == null && TRACE == null ? storage : new Watched(storage);
  }

  /** Halts if this is the point to halt at. */
  private static synchronized void reached(String when, String change, String path) {
    String name = when + " " + change + " " + PASSING.matcher(Storage.name(path)).replaceAll("");
    int times = REACHED.merge(name, 1, Integer::sum);
    String point = times == 1 ? name : name + "#" + times;
    if (TRACE != null) {
      try {
        Files.write(
            Path.of(TRACE),
            (point + "\n").getBytes(StandardCharsets.UTF_8),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (point.equals(HALT_AT)) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }

  /** A change of the file system. */
  @FunctionalInterface
  private interface Change<T> {
    T apply() throws IOException;
  }

  private static <T> T change(String what, String path, Change<T> change) throws IOException {
    reached("before", what, path);
    T result = change.apply();
    reached("after", what, path);
    return result;
  }

  /** The points of another storage. */
  private record Watched(Storage storage) implements Storage {
    @Override
    public OutputStream create(String path) throws IOException {
      return change("create", path, () -> storage.create(path));
    }

    @Override
    public boolean createWhole(String path, byte[] content) throws IOException {
      return change("create", path, () -> storage.createWhole(path, content));
    }

    @Override
    public void rename(String from, String to) throws IOException {
      change(
          "rename",
          to,
          () -> {
            storage.rename(from, to);
            return to;
          });
    }

    @Override
    public void replace(String from, String to) throws IOException {
      change(
          "replace",
          to,
          () -> {
            storage.replace(from, to);
            return to;
          });
    }

    @Override
    public void delete(String path) throws IOException {
      if (storage.find(path).isEmpty()) {
        return;
      }
      change(
          "delete",
          path,
          () -> {
            storage.delete(path);
            return path;
          });
    }

    @Override
    public void makeDirectories(String path) throws IOException {
      storage.makeDirectories(path);
    }

    @Override
    public String absolute(String path) {
      return storage.absolute(path);
    }

    @Override
    public Optional<Entry> find(String path) throws IOException {
      return storage.find(path);
    }

    @Override
    public List<Entry> list(String directory) throws IOException {
      return storage.list(directory);
    }

    @Override
    public List<Entry> glob(String pattern) throws IOException {
      return storage.glob(pattern);
    }

    @Override
    public InputStream open(String path, long offset) throws IOException {
      return storage.open(path, offset);
    }

    @Override
    public Stretches openStretches(String path) throws IOException {
      return storage.openStretches(path);
    }

    @Override
    public List<String> hosts(String path, long offset, long length) throws IOException {
      return storage.hosts(path, offset, length);
    }
  }
}
