package org.suffice.network;

import java.util.Locale;

/** What is minimised, for each row. */
public enum Loss {
  /** −log of the probability of what is so: of the class, or summed over the sigmoids. */
  CROSS_ENTROPY,
  /** ½ Σ (ŷ − y)² over the outputs. */
  SQUARED_ERROR;

  /** Its name in a configuration. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
