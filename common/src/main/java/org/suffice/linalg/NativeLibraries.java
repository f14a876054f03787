package org.suffice.linalg;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import dev.ludovic.netlib.lapack.JavaLAPACK;
import dev.ludovic.netlib.lapack.LAPACK;
import dev.ludovic.netlib.lapack.NativeLAPACK;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.suffice.Failure;

/**
 * Chooses, loads and names the BLAS and LAPACK of this JVM. The first call decides, in this order:
 *
 * <ol>
 *   <li>the native library that the user gave to netlib by {@code
 *       dev.ludovic.netlib.blas.nativeLibPath} or {@code .nativeLib};
 *   <li>the bundled OpenBLAS, held to one thread, because the parallelism is that of the tasks;
 *   <li>netlib's pure Java: with the incubating vector module where the JVM was started with it.
 * </ol>
 *
 * <p>The system property {@code suffice.blas} ({@code auto}, {@code user}, {@code bundled}, {@code
 * java}) forces one; one that is forced and does not load is a {@link Failure} of one line. Under
 * {@code auto} nothing fails: the choice is logged in one line, at WARN with the reason where a
 * slower library than expected is used.
 *
 * <p>The choice belongs to the JVM, not to this class: netlib reads its properties once, and a
 * second class loader that holds a copy of this class adopts what the first one chose. Call {@link
 * #blas()} before anything else in the JVM uses netlib. All methods are safe from any thread, and
 * so are the instances returned.
 */
public final class NativeLibraries {
  /** Where the arithmetic comes from. */
  public enum Backend {
    /** A native library that the user installed and named. */
    USER,
    /** The OpenBLAS that the job jar carries. */
    BUNDLED,
    /** netlib's pure Java. */
    JAVA
  }

  static final String FORCE = "suffice.blas";

  /** What the first copy of this class in the JVM chose, for copies in other class loaders. */
  static final String CHOSEN = "suffice.blas.chosen";

  static final String BLAS_PATH = "dev.ludovic.netlib.blas.nativeLibPath";
  static final String BLAS_NAME = "dev.ludovic.netlib.blas.nativeLib";
  static final String LAPACK_PATH = "dev.ludovic.netlib.lapack.nativeLibPath";
  static final String LAPACK_NAME = "dev.ludovic.netlib.lapack.nativeLib";

  private static final String OPENBLAS = "the bundled OpenBLAS";

  /** A literal is one object in the whole JVM, so that copies in other class loaders wait too. */
  private static final String LOCK = "org.suffice.linalg.NativeLibraries";

  /** Loaded when there is something to say: the first logger of a JVM costs a quarter second. */
  private static final class Log {
    static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);
  }

  private static volatile Choice choice;
  private static volatile LAPACK lapack;

  private record Choice(Backend backend, BLAS blas, String description, List<String> reasons) {
    Choice(Backend backend, BLAS blas, String description) {
      this(backend, blas, description, List.of());
    }
  }

  /** A library that was tried and does not load; the message says which and why, in one line. */
  private static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether netlib itself failed, which never tries a second time. */
    private final boolean forGood;

    Unavailable(String library, String reason, boolean forGood) {
      super("cannot load " + library + ": " + reason, null, false, false);
      this.forGood = forGood;
    }
  }

  private NativeLibraries() {}

  /**
   * The BLAS of this JVM.
   *
   * @throws Failure if {@code suffice.blas} forces a library that does not load, or is none of its
   *     four values
   */
  public static BLAS blas() {
    return choice().blas;
  }

  /**
   * The LAPACK of the same library as {@link #blas()}, or netlib's Java LAPACK, with one WARN,
   * where that library has none. Loaded by the first call, since most jobs never need it.
   *
   * @throws Failure as {@link #blas()}
   */
  public static LAPACK lapack() {
    LAPACK loaded = lapack;
    if (loaded == null) {
      Backend backend = backend();
      synchronized (LOCK) {
        loaded = lapack;
        if (loaded == null) {
          loaded = quietly(() -> loadLapack(backend));
          lapack = loaded;
        }
      }
    }
    return loaded;
  }

  /**
   * Which kind of library was chosen.
   *
   * @throws Failure as {@link #blas()}
   */
  public static Backend backend() {
    return choice().backend;
  }

  /**
   * The chosen BLAS for a person, such as {@code "OpenBLAS 0.3.31 (bundled, SkylakeX, 1 thread)"}
   * or {@code "netlib Java11BLAS (pure Java)"}: for the log and for a model's provenance.
   *
   * @throws Failure as {@link #blas()}
   */
  public static String description() {
    return choice().description;
  }

  private static Choice choice() {
    Choice chosen = choice;
    if (chosen == null) {
      boolean first = false;
      synchronized (LOCK) {
        chosen = choice;
        if (chosen == null) {
          first = System.getProperty(CHOSEN) == null;
          chosen = quietly(NativeLibraries::choose);
          choice = chosen;
        }
      }
      if (first) { // others need not wait until logging has started
        log(chosen);
      }
    }
    return chosen;
  }

  private static void log(Choice chosen) {
    if (chosen.reasons.isEmpty()) {
      Log.LOG.info("BLAS: {}", chosen.description);
    } else {
      Log.LOG.warn("BLAS: {}; {}", chosen.description, String.join("; ", chosen.reasons));
    }
  }

  private static Choice choose() {
    String forced = System.getProperty(FORCE, "auto").trim().toLowerCase(Locale.ROOT);
    if (!List.of("auto", "user", "bundled", "java").contains(forced)) {
      throw Failure.usage(
          FORCE + ": expected auto, user, bundled or java, found \"" + forced + "\"");
    }
    String chosenBefore = System.getProperty(CHOSEN);
    if (chosenBefore != null) {
      return adopt(chosenBefore);
    }
    List<String> reasons = new ArrayList<>();
    Choice chosen = forced.equals("auto") ? best(reasons) : only(forced);
    System.setProperty(CHOSEN, chosen.backend + " " + chosen.description);
    return new Choice(chosen.backend, chosen.blas, chosen.description, List.copyOf(reasons));
  }

  private static Choice only(String forced) {
    try {
      return forced.equals("user") ? user() : forced.equals("bundled") ? bundled() : java();
    } catch (Unavailable e) {
      throw Failure.usage(FORCE + "=" + forced + ": " + e.getMessage());
    }
  }

  /** The first that loads; why the ones before it did not is added to {@code reasons}. */
  private static Choice best(List<String> reasons) {
    boolean userGaveOne =
        System.getProperty(BLAS_PATH) != null || System.getProperty(BLAS_NAME) != null;
    if (userGaveOne || netlibIsLoaded()) {
      try {
        return user();
      } catch (Unavailable e) {
        reasons.add(e.getMessage());
        if (e.forGood) {
          return java();
        }
      }
    }
    try {
      return bundled();
    } catch (Unavailable e) {
      reasons.add(e.getMessage());
      return java();
    }
  }

  /** The choice that another copy of this class made, whose one log line is already written. */
  private static Choice adopt(String chosenBefore) {
    int space = chosenBefore.indexOf(' ');
    Backend backend = Backend.valueOf(chosenBefore.substring(0, space));
    BLAS blas;
    try {
      blas = backend == Backend.JAVA ? JavaBLAS.getInstance() : nativeBlas(chosenBefore);
    } catch (Unavailable e) {
      throw Failure.usage("BLAS of a second class loader: " + e.getMessage());
    }
    return new Choice(backend, blas, chosenBefore.substring(space + 1));
  }

  private static Choice user() throws Unavailable {
    String path = System.getProperty(BLAS_PATH);
    String name = System.getProperty(BLAS_NAME);
    String library = path != null ? path : name != null ? name : "the system's BLAS (libblas.so.3)";
    if (path != null) {
      // netlib gives up for good after one failure; looking first leaves the bundled one possible.
      mustLoad(path);
    }
    if (System.getProperty(LAPACK_PATH) == null && System.getProperty(LAPACK_NAME) == null) {
      // OpenBLAS, MKL and their like hold both.
      if (path != null) {
        System.setProperty(LAPACK_PATH, path);
      } else if (name != null) {
        System.setProperty(LAPACK_NAME, name);
      }
    }
    BLAS blas = nativeBlas(library);
    return new Choice(Backend.USER, blas, "native " + library + " (user)");
  }

  private static Choice bundled() throws Unavailable {
    BundledOpenBlas loaded;
    try {
      loaded = BundledOpenBlas.load();
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new Unavailable(OPENBLAS, oneLine(e), false);
    }
    String path = loaded.library().toString();
    System.setProperty(BLAS_PATH, path);
    boolean userLapack =
        System.getProperty(LAPACK_PATH) != null || System.getProperty(LAPACK_NAME) != null;
    if (!userLapack) {
      System.setProperty(LAPACK_PATH, path);
    }
    try {
      return new Choice(Backend.BUNDLED, nativeBlas(OPENBLAS), loaded.description());
    } catch (Unavailable e) {
      System.clearProperty(BLAS_PATH);
      if (!userLapack) {
        System.clearProperty(LAPACK_PATH);
      }
      throw e;
    }
  }

  private static Choice java() {
    BLAS blas = JavaBLAS.getInstance();
    return new Choice(
        Backend.JAVA, blas, "netlib " + blas.getClass().getSimpleName() + " (pure Java)");
  }

  private static BLAS nativeBlas(String library) throws Unavailable {
    try {
      return NativeBLAS.getInstance();
    } catch (RuntimeException | LinkageError e) {
      throw new Unavailable(
          library,
          "netlib refused it, or was in use before Suffice chose (" + oneLine(e) + ")",
          true);
    }
  }

  private static LAPACK loadLapack(Backend backend) {
    if (backend == Backend.JAVA) {
      return JavaLAPACK.getInstance();
    }
    try {
      return NativeLAPACK.getInstance();
    } catch (RuntimeException | LinkageError e) {
      LAPACK java = JavaLAPACK.getInstance();
      Log.LOG.warn(
          "LAPACK: netlib {} (pure Java); the native one does not load: {}",
          java.getClass().getSimpleName(),
          oneLine(e));
      return java;
    }
  }

  /**
   * Whether other code made netlib load a native library already: no setting changes it any more.
   */
  private static boolean netlibIsLoaded() {
    Path maps = Path.of("/proc/self/maps");
    try (Stream<String> lines = Files.lines(maps)) {
      return lines.anyMatch(line -> line.contains("netlibblasjni"));
    } catch (IOException | RuntimeException e) {
      return false; // no such file on this operating system: go on, a later check reports it
    }
  }

  private static void mustLoad(String path) throws Unavailable {
    try {
      System.load(Path.of(path).toAbsolutePath().toString());
    } catch (UnsatisfiedLinkError | RuntimeException e) {
      String reason = oneLine(e);
      if (!reason.contains("already loaded in another classloader")) {
        throw new Unavailable(path, reason, false);
      }
    }
  }

  /**
   * Runs with netlib's own logger off: it warns of every library it does not find, which is no news
   * to somebody who reads one line that says what was chosen and why.
   */
  private static <T> T quietly(Supplier<T> action) {
    java.util.logging.Logger netlib = java.util.logging.Logger.getLogger("dev.ludovic.netlib");
    Level before = netlib.getLevel();
    netlib.setLevel(Level.OFF);
    try {
      return action.get();
    } finally {
      netlib.setLevel(before);
    }
  }

  /** The reason for a person: the first line of the innermost message, or the name of the class. */
  static String oneLine(Throwable e) {
    Throwable innermost = e;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage();
    return message == null || message.isBlank()
        ? innermost.getClass().getSimpleName()
        : message.lines().findFirst().orElse(message);
  }
}
