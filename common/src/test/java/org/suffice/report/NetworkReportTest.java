package org.suffice.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.report.Pages.assertHarmless;
import static org.suffice.report.Pages.assertNothingFetched;
import static org.suffice.report.Pages.assertPicturesAreTitled;
import static org.suffice.report.Pages.elements;
import static org.suffice.report.Pages.parse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.NetworkFits;
import org.suffice.model.NetworkModel;
import org.suffice.network.Loss;
import org.suffice.network.Output;
import org.w3c.dom.Document;

/** What a person and a program read of a neural network. */
class NetworkReportTest {
  private static final List<String> THREE = List.of("<cicada>", "ant", "bee");

  private static Document page(NetworkModel model) throws Exception {
    String html = NetworkPage.html(model);
    assertFalse(html.contains("NaN") || html.contains("Infinity") || html.contains(">null<"));
    assertEquals(html, NetworkPage.html(model));
    assertNothingFetched(html);
    Document page = parse(html);
    assertHarmless(page);
    assertPicturesAreTitled(page);
    return page;
  }

  @Test
  void theTableHasLayersAndEpochs() {
    String text = ModelSummary.of(NetworkFits.classes(Output.SOFTMAX, THREE)).text();
    for (String part :
        List.of(
            "Neural network of y on 2 columns, z scores\n",
            "2 inputs → 3 tanh → 3 softmax; 21 weights and biases\n",
            "loss: cross-entropy, λ 0.500000\n",
            "  epoch         rate          loss      held out   accuracy\n",
            "n = 80 rows trained on, 20 held out; loss 0.250000",
            "adam, all 4 epochs made; parameters of epoch 3")) {
      assertTrue(text.contains(part), part + " in\n" + text);
    }
    assertTrue(text.lines().anyMatch(line -> line.matches(" +3 .*0\\.7500 +best")), text);
  }

  @Test
  void manyEpochsAreSpread() {
    String text = ModelSummary.of(NetworkFits.epochs(1000, false)).text();
    long rows = text.lines().filter(line -> line.matches(" *[\\d,]+ +0\\.1250 .*")).count();
    assertTrue(rows >= 18 && rows <= NetworkSummary.SHOWN, rows + " in\n" + text);
    assertTrue(text.lines().anyMatch(line -> line.startsWith("  1,000 ")), text);
    assertTrue(text.lines().anyMatch(line -> line.startsWith("      1 ")), text);
    assertTrue(text.contains("… of 1,000 epochs"), text);
  }

  @Test
  void theEpochThatIsKeptIsAmongThoseShown() {
    String text = ModelSummary.of(NetworkFits.epochs(1000, true)).text();
    assertTrue(text.lines().anyMatch(line -> line.matches(" +500 .* best")), text);
  }

  @Test
  void theJsonHasTheNamesOfTheContract() {
    JsonNode json = ModelSummary.of(NetworkFits.classes(Output.SOFTMAX, THREE)).json();
    assertEquals("neural-network", json.get("algorithm").asText());
    assertEquals(80, json.get("rows").asInt());
    assertEquals("[\"x\",\"z\"]", json.get("features").toString());
    assertEquals(3, json.get("classes").size());
    assertEquals("[2,3,3]", json.get("layers").toString());
    assertEquals("[\"tanh\"]", json.get("activations").toString());
    assertEquals("softmax", json.get("output").asText());
    assertEquals("cross-entropy", json.get("loss").asText());
    assertEquals(4, json.get("history").size());
    JsonNode second = json.get("history").get(1);
    assertEquals(2, second.get("epoch").asInt());
    assertEquals(0.5, second.get("loss").doubleValue());
    assertEquals(0.5, second.get("validationLoss").doubleValue());
    assertEquals(0.75, second.get("validationAccuracy").doubleValue());
    assertEquals(0.125, second.get("learningRate").doubleValue());
    assertEquals(3, json.get("bestEpoch").asInt());
    assertEquals("MAX_ITERATIONS", json.get("solution").get("status").asText());
    assertEquals(4, json.get("solution").get("iterations").asInt());
    JsonNode numbers = ModelSummary.of(NetworkFits.epochs(3, true)).json();
    assertEquals(8, numbers.get("targets").get("y").get("standardDeviation").asDouble());
    assertTrue(numbers.get("history").get(0).has("validationR2"));
    assertFalse(
        ModelSummary.of(NetworkFits.epochs(3, false))
            .json()
            .get("history")
            .get(0)
            .has("validationLoss"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 60, 5000})
  void thePageDrawsTheLosses(int epochs) throws Exception {
    for (boolean validated : new boolean[] {true, false}) {
      Document page = page(NetworkFits.epochs(epochs, validated && epochs > 0));
      int curves = epochs > 1 ? validated ? 2 : 1 : 0;
      assertEquals(curves, elements(page, "polyline").size());
      String all = page.getDocumentElement().getTextContent();
      assertEquals(validated && epochs > 0, all.contains("kept: epoch"), all);
      assertEquals(
          validated && epochs > 0,
          elements(page, "title").stream()
              .anyMatch(title -> title.getTextContent().matches("kept: epoch [\\d,]+")));
    }
  }

  @Test
  void thePageSaysWhatOutputsMean() throws Exception {
    page(NetworkFits.classes(Output.SOFTMAX, THREE));
    String binary = NetworkPage.html(NetworkFits.classes(Output.SIGMOID, List.of("no", "yes")));
    assertTrue(binary.contains("probability of the second class"));
    String targets =
        NetworkPage.html(NetworkFits.numbers(Output.SIGMOID, Loss.CROSS_ENTROPY, "p", "q"));
    assertTrue(targets.contains("probability that its label is 1"));
    String numbers = NetworkPage.html(NetworkFits.epochs(3, true));
    assertTrue(numbers.contains("z scores in training"));
  }
}
