package gradj.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.JavaBackend;
import gradj.nn.Affine;
import gradj.nn.Layer;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.nn.Relu;
import gradj.nn.Sigmoid;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nets whose gradients are right, of all sizes, depths and scales: whatever the check says of them is a false alarm. */
class HealthyNetsTest {
    private static final Tensors T = new Tensors(new JavaBackend(1), DType.FLOAT64);

    private record Drawn(Network net, Tensor x, Tensor t) {}

    private static Drawn draw(long seed) {
        SeededRandom random = new SeededRandom(seed);
        int batch = 1 + random.nextInt(5);
        int inputs = 1 + random.nextInt(6);
        double scale = Math.pow(10, 3 * random.nextDouble() - 2);
        List<Layer> layers = new ArrayList<>();
        int width = inputs;
        int depth = 1 + random.nextInt(4);
        for (int i = 1; i <= depth; i++) {
            int next = i == depth ? 2 + random.nextInt(4) : 1 + random.nextInt(8);
            double std = scale / Math.sqrt(width);
            layers.add(new Affine(
                    new Parameter("W" + i, T.gaussian(Shape.of(width, next), std, random)),
                    new Parameter("b" + i, T.gaussian(Shape.of(next), 0.1 * scale, random))));
            if (i < depth) {
                layers.add(random.nextInt(3) == 0 ? new Sigmoid() : new Relu());
            }
            width = next;
        }
        Tensor x = T.gaussian(Shape.of(batch, inputs), Math.pow(10, 2 * random.nextDouble() - 1), random);
        int[] labels = new int[batch];
        for (int i = 0; i < batch; i++) {
            labels[i] = random.nextInt(width);
        }
        return new Drawn(new Network(layers), x, T.oneHot(width, labels));
    }

    @Test
    void aThousandOfThemGiveNoAlarm() {
        int hidden = 0;
        int byParts = 0;
        int zero = 0;
        for (long seed = 1; seed <= 1000; seed++) {
            Drawn drawn = draw(seed);
            GradientReport report =
                    GradientCheck.everyElement().check(drawn.net().lossOf(drawn.x(), drawn.t()));
            for (ParameterReport parameter : report.parameters()) {
                String what = "seed " + seed + "\n" + report;
                assertEquals(0, parameter.failures(), what);
                assertEquals(List.of(), parameter.diagnoses(), what);
                assertTrue(parameter.passed() || parameter.isHidden() || parameter.isAllZero(), what);
                hidden += parameter.isHidden() && !parameter.passed() ? 1 : 0;
                byParts += parameter.isProvedByParts() ? 1 : 0;
                zero += parameter.isAllZero() ? 1 : 0;
            }
        }
        assertEquals(
                20,
                hidden,
                "parameters of six nets, saturated or with a loss of nearly 0: rounding hides the gradient");
        assertEquals(118, byParts, "parameters of deep nets of small weights");
        assertEquals(364, zero, "parameters behind dead units");
    }

    @Test
    void norAlongDirectionsNorExtrapolatedNorLayerByLayer() {
        for (long seed = 1; seed <= 150; seed++) {
            Drawn drawn = draw(seed);
            Differentiable loss = drawn.net().lossOf(drawn.x(), drawn.t());
            List<GradientReport> reports = new ArrayList<>();
            reports.add(GradientCheck.directions(3, seed).check(loss));
            reports.add(GradientCheck.everyElement().withExtrapolation().check(loss));
            reports.add(GradientCheck.sample(4, seed).withStep(1e-3).check(loss));
            loss.parts()
                    .values()
                    .forEach(part -> reports.add(GradientCheck.everyElement().check(part)));
            for (GradientReport report : reports) {
                for (ParameterReport parameter : report.parameters()) {
                    assertEquals(0, parameter.failures(), "seed " + seed + "\n" + report);
                    assertEquals(List.of(), parameter.diagnoses(), "seed " + seed + "\n" + report);
                }
            }
        }
    }
}
