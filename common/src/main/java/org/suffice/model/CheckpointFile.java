package org.suffice.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.suffice.Failure;
import org.suffice.read.Text;
import org.suffice.solve.SolverState;
import org.suffice.storage.Storage;

/**
 * How far a run has come, in a hidden file beside the model that it is to make: the states of its
 * solvers as plain arrays, replaced whole each time. It belongs to the run with the same settings
 * and the same input; any other passes over it.
 */
public final class CheckpointFile {
  private static final String KEY = "key";
  private static final String ITERATION = "iteration";
  private static final String THETA = "theta";

  /** Between the name of a stage and what is stored of it. */
  private static final String OF = "/";

  private final Storage storage;
  private final String path;
  private final long[] key;

  /**
   * The file of a run.
   *
   * @param model where the model is to be
   * @param settings everything that the result depends on, as text
   */
  public CheckpointFile(String model, String settings) {
    storage = Storage.of(model);
    String target = storage.absolute(model);
    path = Storage.parent(target) + "/." + Storage.name(target) + ".checkpoint";
    String hash = PublishedDirectory.sha256(settings.getBytes(StandardCharsets.UTF_8));
    key = new long[4];
    for (int i = 0; i < key.length; i++) {
      key[i] = Long.parseUnsignedLong(hash.substring(16 * i, 16 * (i + 1)), 16);
    }
  }

  /** Where it is. */
  public String path() {
    return path;
  }

  /**
   * The states by stage, as far as this run had come before it was killed; none where there is no
   * file, it is of another run, or it is not whole.
   */
  public Map<String, SolverState> read() {
    try {
      if (storage.find(path).isEmpty()) {
        return Map.of();
      }
      byte[] bytes;
      try (InputStream in = storage.open(path, 0)) {
        bytes = in.readAllBytes();
      }
      int length = bytes.length - 64;
      if (length < 0
          || !ModelDirectory.sha256(Arrays.copyOf(bytes, length))
              .equals(new String(bytes, length, 64, StandardCharsets.US_ASCII))) {
        return Map.of();
      }
      Tensors tensors = Tensors.fromBytes(Arrays.copyOf(bytes, length));
      return Arrays.equals(tensors.longs(KEY), key) ? states(tensors) : Map.of();
    } catch (IOException e) {
      throw Failure.data("cannot read the checkpoint " + path + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, SolverState> states(Tensors tensors) {
    Map<String, SolverState> states = new LinkedHashMap<>();
    for (String name : tensors.names()) {
      if (!name.endsWith(OF + ITERATION)) {
        continue;
      }
      String stage = name.substring(0, name.length() - (OF + ITERATION).length());
      SortedMap<String, double[]> arrays = new TreeMap<>();
      String prefix = stage + OF + OF;
      for (String other : tensors.names()) {
        if (other.startsWith(prefix)) {
          arrays.put(other.substring(prefix.length()), tensors.doubles(other));
        }
      }
      states.put(
          stage,
          new SolverState(
              tensors.doubles(stage + OF + THETA),
              Math.toIntExact(tensors.longs(name)[0]),
              arrays));
    }
    return states;
  }

  /** Replaces what is there by the states so far. */
  public void write(Map<String, SolverState> states) {
    Tensors tensors = new Tensors().put(KEY, key, key.length);
    states.forEach(
        (stage, state) -> {
          tensors.put(stage + OF + THETA, state.theta(), state.theta().length);
          tensors.put(stage + OF + ITERATION, new long[] {state.iteration()}, 1);
          state
              .arrays()
              .forEach((name, array) -> tensors.put(stage + OF + OF + name, array, array.length));
        });
    byte[] bytes = tensors.toBytes();
    byte[] hash = ModelDirectory.sha256(bytes).getBytes(StandardCharsets.US_ASCII);
    String aside = path + ".writing";
    try {
      storage.makeDirectories(Storage.parent(path));
      storage.delete(aside);
      try (OutputStream out = storage.create(aside)) {
        out.write(ByteBuffer.allocate(bytes.length + 64).put(bytes).put(hash).array());
      }
      storage.replace(aside, path);
    } catch (IOException e) {
      throw Failure.data("cannot write the checkpoint " + path + ": " + Text.reason(e), e);
    }
  }

  /** Removes the file, the run being over. */
  public void delete() {
    try {
      storage.delete(path);
      storage.delete(path + ".writing");
    } catch (IOException e) {
      throw Failure.data("cannot remove the checkpoint " + path + ": " + e.getMessage(), e);
    }
  }
}
