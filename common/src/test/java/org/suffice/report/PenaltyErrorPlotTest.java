package org.suffice.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.report.PenaltyPages.NAN;
import static org.suffice.report.PenaltyPages.PIXEL;
import static org.suffice.report.PenaltyPages.STEPS;
import static org.suffice.report.PenaltyPages.across;
import static org.suffice.report.PenaltyPages.down;
import static org.suffice.report.PenaltyPages.in;
import static org.suffice.report.PenaltyPages.lasso;
import static org.suffice.report.PenaltyPages.page;
import static org.suffice.report.PenaltyPages.plots;
import static org.suffice.report.PenaltyPages.points;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.suffice.solve.Penalty;
import org.suffice.solve.PenaltyPath;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The plot of the error by λ, measured against its own axes. */
class PenaltyErrorPlotTest {
  @Test
  void theErrorHasABandOfOneStandardError() throws Exception {
    Element plot = plots(page(lasso())).get(1);
    double[][] line = points(in(plot, "polyline", null).get(0));
    double[][] band = points(in(plot, "polygon", null).get(0));
    assertEquals(STEPS.size(), line.length);
    assertEquals(2 * STEPS.size(), band.length);
    for (int i = 0; i < line.length; i++) {
      PenaltyPath.Step step = STEPS.get(i);
      double[] upper = band[i];
      double[] lower = band[band.length - 1 - i];
      assertEquals(across(plot, step.lambda()), line[i][0], 2 * PIXEL);
      assertEquals(line[i][0], upper[0]);
      assertEquals(line[i][0], lower[0]);
      double error = step.cvError();
      assertEquals(down(plot, error, false), line[i][1], 2 * PIXEL);
      double deviation = step.cvStandardError();
      assertEquals(down(plot, error + deviation, false), upper[1], 2 * PIXEL);
      assertEquals(down(plot, error - deviation, false), lower[1], 2 * PIXEL);
    }
  }

  @Test
  void withoutFoldsTheCurveIsThatOfGeneralizedCrossValidation() throws Exception {
    List<PenaltyPath.Step> steps =
        STEPS.stream()
            .map(s -> PathFits.step(s.lambda(), s.coefficients(), NAN, NAN, s.gcv()))
            .toList();
    Document page = page(PathFits.path(Penalty.Type.RIDGE, steps, 3, -1, -1));
    Element plot = plots(page).get(1);
    assertEquals(0, in(plot, "polygon", null).size());
    double[][] line = points(in(plot, "polyline", null).get(0));
    for (int i = 0; i < line.length; i++) {
      assertEquals(down(plot, steps.get(i).gcv(), false), line[i][1], 2 * PIXEL);
    }
    assertEquals("this fit", in(in(plot, "g", "fit").get(0), "text", null).get(0).getTextContent());
    assertFalse(page.getDocumentElement().getTextContent().contains("CV error"));
  }

  @Test
  void errorsFarApartAreDrawnByTheirLogarithm() throws Exception {
    double[] errors = {1, 3, 20, 1e3, 1e6};
    List<PenaltyPath.Step> steps = new ArrayList<>();
    for (int i = 0; i < errors.length; i++) {
      steps.add(
          PathFits.step(
              Math.pow(10, 3 - i), STEPS.get(i).coefficients(), errors[i], errors[i] * 2, 1));
    }
    Document page = page(PathFits.path(Penalty.Type.LASSO, steps, 0, 0, 0));
    Element plot = plots(page).get(1);
    double[][] line = points(in(plot, "polyline", null).get(0));
    for (int i = 0; i < line.length; i++) {
      assertEquals(down(plot, errors[i], true), line[i][1], 2 * PIXEL);
    }
    for (double[] point : points(in(plot, "polygon", null).get(0))) {
      assertTrue(0 <= point[1] && point[1] <= PlotFrame.HEIGHT, Arrays.toString(point));
    }
  }

  @Test
  void errorsThatAreNotDefinedAreGaps() throws Exception {
    double[] errors = {9, 8, NAN, 5, NAN};
    List<PenaltyPath.Step> steps = new ArrayList<>();
    for (int i = 0; i < errors.length; i++) {
      PenaltyPath.Step step = STEPS.get(i);
      double gcv = i == 3 ? Double.POSITIVE_INFINITY : NAN;
      steps.add(PathFits.step(step.lambda(), step.coefficients(), errors[i], NAN, gcv));
    }
    Document page = page(PathFits.path(Penalty.Type.LASSO, steps, 0, 0, 0));
    Element plot = plots(page).get(1);
    assertEquals(2, points(in(plot, "polyline", null).get(0)).length);
    assertEquals(1, in(plot, "circle", null).size());
    assertTrue(page.getDocumentElement().getTextContent().contains("Not defined at 2 of the λ."));
    List<PenaltyPath.Step> none =
        steps.stream()
            .map(s -> PathFits.step(s.lambda(), s.coefficients(), NAN, NAN, s.gcv()))
            .toList();
    Document without = page(PathFits.path(Penalty.Type.LASSO, none, 0, -1, -1));
    assertEquals(1, plots(without).size());
    assertTrue(without.getDocumentElement().getTextContent().contains("no error is defined"));
  }
}
