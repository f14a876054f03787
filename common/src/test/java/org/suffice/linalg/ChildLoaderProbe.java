package org.suffice.linalg;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/**
 * Run in a JVM of its own whose class path has netlib but neither Suffice nor OpenBLAS: they are in
 * a child class loader, as on a Spark executor. A second child finds what the first one chose.
 */
final class ChildLoaderProbe {
  private ChildLoaderProbe() {}

  public static void main(String[] entries) throws Exception {
    URL[] urls = new URL[entries.length];
    for (int i = 0; i < entries.length; i++) {
      urls[i] = Path.of(entries[i]).toUri().toURL();
    }
    for (String key : new String[] {"first", "second"}) {
      try (URLClassLoader child =
          new URLClassLoader(urls, ChildLoaderProbe.class.getClassLoader())) {
        Class<?> libraries = child.loadClass("org.suffice.linalg.NativeLibraries");
        if (libraries.getClassLoader() != child) {
          throw new AssertionError("Suffice is on the class path of the parent");
        }
        Object blas = libraries.getMethod("blas").invoke(null);
        Object lapack = libraries.getMethod("lapack").invoke(null);
        System.out.println(
            key
                + "="
                + libraries.getMethod("description").invoke(null)
                + " "
                + blas.getClass().getSimpleName()
                + " "
                + lapack.getClass().getSimpleName());
      }
    }
  }
}
