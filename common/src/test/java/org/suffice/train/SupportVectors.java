package org.suffice.train;

import org.suffice.kernel.Kernel;
import org.suffice.model.SupportVectorModel;
import org.suffice.pass.Blocks;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.statistic.ColumnMoments;

/** Makes machines for tests: the defaults of the command line, but for what a test says. */
final class SupportVectors {
  private Kernel.Kind kernel = Kernel.Kind.RBF;
  private SupportVectorMachine.Gamma gamma = SupportVectorMachine.Gamma.SCALE;
  private double coef0;
  private int degree = 3;
  private double c = 1;
  private boolean squaredHinge;
  private boolean probability;
  private ClassWeights classWeights = ClassWeights.NONE;
  private boolean standardize = true;
  private double tolerance = 1e-3;
  private int maxIterations = 10_000;
  private boolean strict;
  private SupportVectorMachine.Grid grid = SupportVectorMachine.Grid.NONE;
  private int folds = 5;

  static SupportVectors trainer() {
    return new SupportVectors();
  }

  SupportVectors kernel(Kernel.Kind value) {
    kernel = value;
    return this;
  }

  SupportVectors gamma(double value) {
    gamma = SupportVectorMachine.Gamma.of(value);
    return this;
  }

  SupportVectors coef0(double value) {
    coef0 = value;
    return this;
  }

  SupportVectors degree(int value) {
    degree = value;
    return this;
  }

  SupportVectors c(double value) {
    c = value;
    return this;
  }

  SupportVectors squaredHinge() {
    squaredHinge = true;
    return this;
  }

  SupportVectors probability() {
    probability = true;
    return this;
  }

  SupportVectors classWeights(ClassWeights value) {
    classWeights = value;
    return this;
  }

  SupportVectors standardize(boolean value) {
    standardize = value;
    return this;
  }

  SupportVectors tolerance(double value) {
    tolerance = value;
    return this;
  }

  SupportVectors maxIterations(int value) {
    maxIterations = value;
    return this;
  }

  SupportVectors strict() {
    strict = true;
    return this;
  }

  SupportVectors grid(double[] cs, double[] gammas) {
    grid = new SupportVectorMachine.Grid(cs, gammas);
    return this;
  }

  SupportVectors folds(int value) {
    folds = value;
    return this;
  }

  SupportVectorMachine build() {
    return new SupportVectorMachine(
        kernel,
        gamma,
        coef0,
        degree,
        c,
        squaredHinge,
        probability,
        classWeights,
        standardize,
        tolerance,
        maxIterations,
        strict,
        grid,
        folds,
        1);
  }

  static SupportVectorModel train(SupportVectorMachine trainer, Blocks blocks, ClassGolden golden) {
    return train(trainer, blocks, golden, SupportVectorMachine.Means.LOCAL);
  }

  static SupportVectorModel train(
      SupportVectorMachine trainer,
      Blocks blocks,
      ClassGolden golden,
      SupportVectorMachine.Means means) {
    Schema schema = golden.schema().withClasses(golden.classes());
    FeatureEncoder encoder = golden.encoder();
    ColumnMoments look = trainer.look(blocks, encoder, golden.classes().size());
    return trainer.fit(blocks, look, schema, encoder, means);
  }
}
