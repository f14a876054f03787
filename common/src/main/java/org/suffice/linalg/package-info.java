/**
 * The only user of netlib: chooses, loads and names the BLAS and LAPACK that every other package
 * calls through {@link org.suffice.linalg.NativeLibraries}. A bare cluster has no native BLAS, and
 * netlib's pure Java one is several times slower, so the job jar carries OpenBLAS for Linux on
 * x86-64 and ARM64.
 *
 * <pre>
 * NativeLibraries   the choice, once per JVM: the user's library, the bundled one, pure Java
 * BundledOpenBlas   loads the bundled OpenBLAS, holds it to one thread, reads which kernels it chose
 * LibraryCache      the private directory that the bundled files are unpacked to, once per user
 * Powers            powers of e of many numbers, which no BLAS has
 * </pre>
 *
 * <p>System properties, all optional: {@code suffice.blas} ({@code auto}, {@code user}, {@code
 * bundled} or {@code java}), {@code suffice.native.dir} (where the bundled files are unpacked), and
 * netlib's own {@code dev.ludovic.netlib.{blas,lapack}.{nativeLibPath,nativeLib}} (the user's
 * library).
 */
package org.suffice.linalg;
