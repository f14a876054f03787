package org.suffice.linalg;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.suffice.block.DenseBlock;
import org.suffice.statistic.ExactGramStatistic;
import org.suffice.statistic.PowerSlots;

/** Run in a JVM of its own: the digest of exact sums, which no BLAS may change. */
final class ExactProbe {
  private ExactProbe() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println("backend=" + NativeLibraries.backend());
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Random random = new Random(17);
    for (int d : new int[] {1, 7, 8, 33}) {
      for (boolean weighted : new boolean[] {false, true}) {
        int n = 4100;
        double[] x = new double[n * d];
        for (int e = 0; e < x.length; e++) {
          x[e] =
              e % 3 == 0
                  ? (0x1p21 - 1) * (random.nextBoolean() ? 1 : -1)
                  : random.nextGaussian() * Math.pow(10, e % 9);
        }
        double[] y = random.doubles(n).toArray();
        double[] weights = weighted ? random.doubles(n, 0.1, 3).toArray() : null;
        ExactGramStatistic gram =
            new ExactGramStatistic(d, d < 5 ? PowerSlots.of() : PowerSlots.of(1, 2, 3, 1, 2));
        gram.add(DenseBlock.of(d, x, y, weights));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
          out.writeObject(gram);
        }
        digest.update(bytes.toByteArray());
      }
    }
    System.out.println("digest=" + HexFormat.of().formatHex(digest.digest()));
  }
}
