package org.suffice.jobs.cli;

import java.util.List;
import org.suffice.jobs.train.Provenance;
import org.suffice.jobs.train.SupportVectorJob;
import org.suffice.model.SupportVectorModel;
import org.suffice.train.SupportVectorMachine;
import picocli.CommandLine.Command;

/** {@code suffice train svm}. */
@Command(
    name = SupportVectorModel.ALGORITHM,
    description = "Support vector machines: the widest margin between classes, by kernels.",
    footerHeading = TrainAlgorithmCommand.SETTINGS)
final class TrainSupportVectorMachineCommand extends TrainAlgorithmCommand<SupportVectorModel> {
  TrainSupportVectorMachineCommand(Console console) {
    super(console, SupportVectorModel.ALGORITHM);
  }

  @Override
  public List<Key> keys() {
    return Keys.supportVectorMachine();
  }

  @Override
  Job<SupportVectorModel> job(Settings settings, Provenance provenance) {
    SupportVectorMachine trainer = SupportVectorSettings.trainer(settings);
    return (engine, input, data, target) ->
        new SupportVectorJob(settings.asText(), provenance, Engines.threads(), console().rounds())
            .train(engine, input, data, trainer, target.model(), target.overwrite());
  }
}
