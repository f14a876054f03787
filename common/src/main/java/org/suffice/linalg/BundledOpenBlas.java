package org.suffice.linalg;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.openblas.presets.openblas_nolapack.SetNumThreads;

/**
 * The OpenBLAS that the job jar carries (the natives of {@code org.bytedeco:openblas}), loaded into
 * this JVM and held to one thread.
 *
 * <p>OpenBLAS takes its thread count from the environment, which a JVM cannot change for itself, so
 * {@code openblas_set_num_threads(1)} is called in the process. JavaCPP's JNI stub makes that call;
 * its own loader, which unpacks to a cache of its own and takes a tenth of a second, is kept out of
 * it. netlib opens the same path afterwards, and the dynamic linker gives it the same instance.
 *
 * @param library the file to hand to netlib
 * @param core the kernels that OpenBLAS chose for this CPU
 * @param threads the number of threads in force, or 0 where it could not be set
 */
record BundledOpenBlas(Path library, String core, int threads) {
  private static final String JAVACPP_LOADS = "org.bytedeco.javacpp.loadLibraries";

  private static final String OPENBLAS = "libopenblas.so.0";
  private static final String STUB = "libjniopenblas_nolapack.so";

  /**
   * In the order that they must be loaded; the C and Fortran run-times are not on every platform.
   */
  private static final List<String> FILES =
      List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", OPENBLAS, STUB);

  /** The names of OpenBLAS's kernel sets for x86-64; in capitals they end a symbol's name. */
  private static final List<String> CORES =
      List.of(
          "SapphireRapids",
          "Cooperlake",
          "SkylakeX",
          "Zen",
          "Haswell",
          "Excavator",
          "Steamroller",
          "Piledriver",
          "Bulldozer",
          "Sandybridge",
          "Barcelona",
          "Nehalem",
          "Core2",
          "Prescott");

  /** For a person: name, version, where it comes from, kernels and threads. */
  String description() {
    // A constant of the class file: reading it does not load JavaCPP.
    String version = openblas_nolapack.OPENBLAS_VERSION.trim();
    String count =
        threads == 0
            ? "threads as in the environment"
            : threads + (threads == 1 ? " thread" : " threads");
    return version + " (bundled, " + core + ", " + count + ")";
  }

  /**
   * Unpacks the library where needed and loads it.
   *
   * @throws IOException if this platform has no bundled library, or it cannot be unpacked
   * @throws LinkageError if the dynamic linker refuses it
   */
  static BundledOpenBlas load() throws IOException {
    String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    List<LibraryCache.Library> libraries = new ArrayList<>();
    for (String file : FILES) {
      URL url = resource(platform, file);
      if (url != null) {
        libraries.add(LibraryCache.Library.of(url, nameOnDisk(file)));
      } else if (file.equals(OPENBLAS) || file.equals(STUB)) {
        throw new IOException("no bundled library for " + platform + " on the class path");
      }
    }
    Path directory = LibraryCache.open(platform, libraries);
    Path library = directory.resolve(nameOnDisk(OPENBLAS));
    loadWithRuntime(directory, library);
    return limited(library, directory.resolve(STUB), platform);
  }

  /**
   * The name of the platform in the jar.
   *
   * @throws IOException if there is no bundled library for it
   */
  static String platform(String system, String architecture) throws IOException {
    if (system.startsWith("Linux")) {
      switch (architecture) {
        case "amd64", "x86_64":
          return "linux-x86_64";
        case "aarch64", "arm64":
          return "linux-arm64";
        default:
          break;
      }
    }
    throw new IOException("no library for " + system + " on " + architecture);
  }

  private static URL resource(String platform, String file) {
    ClassLoader loader = BundledOpenBlas.class.getClassLoader();
    return loader.getResource("org/bytedeco/openblas/" + platform + "/" + file);
  }

  /** The stub asks the linker for OpenBLAS by this name, and finds it beside itself. */
  private static String nameOnDisk(String file) {
    return file.equals(OPENBLAS) ? "libopenblas_nolapack.so.0" : file;
  }

  private static void loadWithRuntime(Path directory, Path library) {
    // libgfortran asks for libquadmath by name and does not search its own directory.
    Path quadmath = directory.resolve("libquadmath.so.0");
    if (quadmath.toFile().exists()) {
      System.load(quadmath.toString());
    }
    try {
      System.load(library.toString());
    } catch (UnsatisfiedLinkError e) {
      Path gcc = directory.resolve("libgcc_s.so.1");
      if (!String.valueOf(e.getMessage()).contains("libgcc_s") || !gcc.toFile().exists()) {
        throw e;
      }
      // Only where the system has none: an older one would break libraries that are loaded later.
      System.load(gcc.toString());
      System.load(library.toString());
    }
  }

  private static BundledOpenBlas limited(Path library, Path stub, String platform) {
    String before = System.getProperty(JAVACPP_LOADS);
    // The stub brings JavaCPP's native methods too, so its classes need load nothing.
    System.setProperty(JAVACPP_LOADS, "false");
    try {
      System.load(stub.toString());
      new SetThreads(symbol("openblas_set_num_threads")).call(1);
      int threads = new IntPointer(symbol("blas_cpu_number")).get();
      return new BundledOpenBlas(library, core(platform), threads);
    } catch (UnsatisfiedLinkError e) {
      // No libstdc++ for the stub, or JavaCPP's classes are in another class loader. OpenBLAS
      // itself works, and the environment may have limited it.
      boolean one = "1".equals(System.getenv("OPENBLAS_NUM_THREADS"));
      return new BundledOpenBlas(library, platform, one ? 1 : 0);
    } finally {
      if (before == null) {
        System.clearProperty(JAVACPP_LOADS);
      } else {
        System.setProperty(JAVACPP_LOADS, before);
      }
    }
  }

  /** OpenBLAS keeps the table of the kernels it chose in {@code gotoblas}, one of a known few. */
  private static String core(String platform) {
    Pointer chosen = Loader.addressof("gotoblas");
    if (chosen == null) {
      return platform.equals("linux-arm64") ? "ARMv8" : "generic"; // built for one core only
    }
    long table = new LongPointer(chosen).get();
    for (String core : CORES) {
      Pointer known = Loader.addressof("gotoblas_" + core.toUpperCase(Locale.ROOT));
      if (known != null && known.address() == table) {
        return core;
      }
    }
    return "unknown core";
  }

  private static Pointer symbol(String name) {
    Pointer address = Loader.addressof(name);
    if (address == null) {
      throw new UnsatisfiedLinkError("no symbol " + name);
    }
    return address;
  }

  /** JavaCPP's pointer to a {@code void f(int)}, whose constructor is for subclasses. */
  private static final class SetThreads extends SetNumThreads {
    SetThreads(Pointer address) {
      put(address);
    }
  }
}
