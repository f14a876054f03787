package org.suffice.network;

import java.util.Locale;

/** What a hidden layer makes of its sums z. Every derivative is known from the value alone. */
public enum Activation {
  /** 1/(1 + e⁻ᶻ). */
  SIGMOID,
  /** (eᶻ − e⁻ᶻ)/(eᶻ + e⁻ᶻ). */
  TANH,
  /** max(0, z); its derivative at 0 is taken as 0. */
  RELU,
  /** z above 0, else slope·z; its derivative at 0 is taken as the slope. */
  LEAKY_RELU,
  /** z: a linear layer. */
  IDENTITY;

  /** Its name in a configuration. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it is linear on either side of 0, for which {@link Start#HE} is meant. */
  public boolean isRectifier() {
    return this == RELU || this == LEAKY_RELU;
  }
}
