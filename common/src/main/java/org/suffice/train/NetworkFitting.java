package org.suffice.train;

import java.util.Optional;
import org.suffice.pass.Blocks;
import org.suffice.pass.MiniBatches;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.solve.TrainedNetwork;
import org.suffice.statistic.NetworkMoments;

/** One run of the training of a network. */
final class NetworkFitting {
  NetworkFitting(
      NeuralNetwork trainer,
      Blocks rows,
      MiniBatches.Source batches,
      NetworkMoments look,
      Schema schema,
      FeatureEncoder encoder,
      Checkpoints checkpoints,
      NeuralNetwork.Listener listener) {}

  TrainedNetwork fit(Optional<TrainedNetwork> start) {
    throw new UnsupportedOperationException();
  }
}
