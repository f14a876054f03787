package org.suffice.network;

import java.io.Serializable;
import java.util.List;

/**
 * The shape of a feed-forward network: sizes of layers, an activation for each hidden one, an
 * output with its loss, biases or none. Immutable, without parameters: these are one flat vector,
 * for l = 1 … L first W_l, inputs × outputs row-major, so that z = aW + b for a row a, then b_l
 * unless there are no biases.
 *
 * <p>Notes 000 §9, 001, 002, 003 and 004 §2; the page of the package says where they err.
 */
public final class Network implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What the labels of rows are. */
  public enum Targets {
    /** The position of one class: one-hot over the outputs, or 0 and 1 of a single sigmoid. */
    CLASS,
    /** A number for each output. */
    NUMBERS
  }

  private final int[] sizes;
  private final Activation[] activations;
  private final Output output;
  private final Loss loss;
  private final Targets targets;
  private final boolean bias;
  private final double leakySlope;
  private final int[] offsets;

  /**
   * A shape.
   *
   * @param sizes inputs, hidden units of each hidden layer, outputs: two numbers or more
   * @param activations one for each hidden layer
   * @param output softmax needs classes and two outputs or more
   * @param loss cross-entropy for sigmoid and softmax, squared error for sigmoid and identity
   * @param targets what labels are
   * @param bias whether layers have biases
   * @param leakySlope of leaky-relu below 0, at least 0 and below 1
   */
  public Network(
      int[] sizes,
      List<Activation> activations,
      Output output,
      Loss loss,
      Targets targets,
      boolean bias,
      double leakySlope) {
    this.sizes = sizes.clone();
    this.activations = activations.toArray(new Activation[0]);
    this.output = output;
    this.loss = loss;
    this.targets = targets;
    this.bias = bias;
    this.leakySlope = leakySlope;
    check();
    this.offsets = new int[sizes.length];
    for (int l = 1; l < sizes.length; l++) {
      long next = offsets[l - 1] + (long) (sizes[l - 1] + (bias ? 1 : 0)) * sizes[l];
      offsets[l] = Math.toIntExact(next);
    }
  }

  private void check() {
    if (sizes.length < 2 || activations.length != sizes.length - 2) {
      throw new IllegalArgumentException(
          "expected sizes and an activation for each hidden layer, found "
              + sizes.length
              + " sizes and "
              + activations.length
              + " activations");
    }
    for (int size : sizes) {
      if (size < 1) {
        throw new IllegalArgumentException("expected layers of one unit or more, found " + size);
      }
    }
    if (!(leakySlope >= 0 && leakySlope < 1)) {
      throw new IllegalArgumentException("expected 0 ≤ slope < 1, found " + leakySlope);
    }
    boolean fits =
        switch (output) {
          case SOFTMAX ->
              loss == Loss.CROSS_ENTROPY && targets == Targets.CLASS && numOutputs() > 1;
          case IDENTITY -> loss == Loss.SQUARED_ERROR;
          case SIGMOID -> true;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "output " + output.key() + " does not go with loss " + loss.key() + " of " + targets);
    }
  }

  /** The number of layers with weights, L: hidden ones and the output. */
  public int numLayers() {
    return sizes.length - 1;
  }

  /** The units of a layer, those of layer 0 being the inputs. */
  public int size(int layer) {
    return sizes[layer];
  }

  /** Inputs, hidden units, outputs. */
  public int[] sizes() {
    return sizes.clone();
  }

  /** The number d of inputs. */
  public int numInputs() {
    return sizes[0];
  }

  /** The number of outputs. */
  public int numOutputs() {
    return sizes[sizes.length - 1];
  }

  /** The activations of the hidden layers. */
  public List<Activation> activations() {
    return List.of(activations);
  }

  /** What the last layer makes of its sums. */
  public Output output() {
    return output;
  }

  /** What is minimised. */
  public Loss loss() {
    return loss;
  }

  /** What labels are. */
  public Targets targets() {
    return targets;
  }

  /** Whether layers have biases. */
  public boolean hasBias() {
    return bias;
  }

  /** The slope of leaky-relu below 0. */
  public double leakySlope() {
    return leakySlope;
  }

  /**
   * The values of a row that hold inputs and targets: the inputs and, where targets are numbers,
   * those after the first. The first, or the class, is the label of the row.
   */
  public int rowWidth() {
    return targets == Targets.CLASS ? numInputs() : numInputs() + numOutputs() - 1;
  }

  /** The number of weights and biases. */
  public int numParameters() {
    return offsets[offsets.length - 1];
  }

  /** Where the weights of a layer, 1 … L, begin; they are inputs × outputs row-major. */
  public int weightOffset(int layer) {
    return offsets[layer - 1];
  }

  /** Where the biases of a layer, 1 … L, begin; where the next layer begins if there are none. */
  public int biasOffset(int layer) {
    return offsets[layer - 1] + sizes[layer - 1] * sizes[layer];
  }

  /** Σ‖W_l‖², biases left out. */
  public double squaredWeights(double[] parameters) {
    double sum = 0;
    for (int l = 1; l <= numLayers(); l++) {
      for (int i = weightOffset(l); i < biasOffset(l); i++) {
        sum += parameters[i] * parameters[i];
      }
    }
    return sum;
  }

  /**
   * Adds a multiple of the weights, biases left out: the gradient of factor/2 times their squares.
   *
   * @param parameters read
   * @param gradient updated
   */
  public void addWeights(double factor, double[] parameters, double[] gradient) {
    for (int l = 1; l <= numLayers(); l++) {
      for (int i = weightOffset(l); i < biasOffset(l); i++) {
        gradient[i] += factor * parameters[i];
      }
    }
  }

  /** Random parameters, always the same for a seed. */
  public double[] start(Start kind, long seed) {
    return RandomStart.of(this, kind, seed);
  }

  /**
   * The outputs of rows.
   *
   * @param n how many rows there are
   * @param rows n rows of at least d inputs each, {@code stride} apart, read
   * @param parameters read
   * @param space memory to work in, overwritten
   * @param outputs n×k row-major from 0 on, overwritten
   */
  public void predict(
      int n, double[] rows, int stride, double[] parameters, Workspace space, double[] outputs) {
    new Forward(this, parameters, space).predict(n, rows, stride, outputs);
  }
}
