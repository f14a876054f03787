package org.suffice.network;

import java.util.Locale;

/** How random the first weights are; biases start at 0. */
public enum Start {
  /** {@link #HE} for layers with relu or leaky-relu, {@link #GLOROT} for all others. */
  AUTO,
  /**
   * Uniform in ±√(6/(inputs + outputs)) (Glorot and Bengio, "Understanding the difficulty of
   * training deep feedforward neural networks", AISTATS 2010, eq. 16).
   */
  GLOROT,
  /**
   * Normal with variance 2/inputs (He, Zhang, Ren and Sun, "Delving deep into rectifiers", ICCV
   * 2015, eq. 10).
   */
  HE;

  /** Its name in a configuration. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
