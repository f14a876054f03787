package org.suffice.network;

import java.util.Locale;

/** How parameters move along the gradients of mini-batches. */
public enum StepRule {
  /** θ ← θ − ηg (Robbins and Monro 1951). */
  SGD,
  /** v ← μv − ηg, θ ← θ + v (Polyak 1964). */
  MOMENTUM,
  /**
   * v ← μv − ηg, θ ← θ + μv − ηg: the momentum of Nesterov (1983) in the form of Sutskever,
   * Martens, Dahl and Hinton, "On the importance of initialization and momentum in deep learning",
   * ICML 2013, written at the point looked ahead to.
   */
  NESTEROV,
  /** Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1. */
  ADAM;

  /** Its name in a configuration. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
