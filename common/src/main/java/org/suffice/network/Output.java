package org.suffice.network;

import java.util.Locale;

/** What the last layer makes of its sums z. */
public enum Output {
  /** 1/(1 + e⁻ᶻ), each output for itself: one probability, or several that need not add up to 1. */
  SIGMOID,
  /** eᶻ / Σ eᶻ: probabilities of classes that exclude each other. */
  SOFTMAX,
  /** z itself: numbers. */
  IDENTITY;

  /** Its name in a configuration. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
