package org.suffice.model;

/** The hash of a model's arrays, for tests of other packages. */
public final class DiscriminantBits {
  private DiscriminantBits() {}

  public static String sha256(DiscriminantModel model) {
    return ModelDirectory.sha256(model.tensors().toBytes());
  }
}
