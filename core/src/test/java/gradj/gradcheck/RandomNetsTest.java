package gradj.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.gradcheck.ParameterReport.Outcome;
import gradj.nn.FirstWeights;
import gradj.nn.Loss;
import gradj.nn.Network;
import gradj.nn.NetworkBuilder;
import gradj.nn.RegressionLoss;
import gradj.nn.SigmoidWithLoss;
import gradj.nn.SoftmaxWithLoss;
import gradj.op.Square;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Right nets of every layer and loss in random order are never called wrong; {@code -Dgradj.nets=1000} tries more of them. */
class RandomNetsTest {
    private static final int COUNT = Integer.getInteger("gradj.nets", 40);

    @Test
    void areNotCalledWrong() {
        List<String> wrong = new ArrayList<>();
        int passed = 0;
        for (int seed = 0; seed < COUNT; seed++) {
            SeededRandom random = new SeededRandom(seed);
            Tensors tensors = random.nextInt(4) == 0 ? Target.FLOAT32 : Target.FLOAT64;
            int samples = 2 + random.nextInt(9);
            int features = 1 + random.nextInt(6);
            int outputs = 2 + random.nextInt(4);
            String[] text = {""};
            Network net = net(tensors, random, features, outputs, text);
            Tensor x = tensors.gaussian(Shape.of(samples, features), 1 + random.nextInt(3), random);
            GradientReport report = GradientCheck.everyElement()
                    .check(net.lossOf(x, targets(net.loss(), tensors, samples, outputs, random)));
            if (report.parameters().stream().anyMatch(p -> p.outcome() == Outcome.WRONG)
                    || !report.diagnoses().isEmpty()) {
                wrong.add(seed + text[0] + "\n" + report);
            }
            passed += report.passed() ? 1 : 0;
        }
        assertEquals(List.of(), wrong);
        assertTrue(passed >= COUNT * 3 / 4, passed + " of " + COUNT + " passed, the others were not checked");
        if (COUNT > 40) {
            System.out.println(passed + " of " + COUNT + " passed, the others were not checked");
        }
    }

    private static Network net(Tensors tensors, SeededRandom random, int features, int outputs, String[] text) {
        NetworkBuilder builder = Network.sequence(tensors, random.nextLong()).weights(FirstWeights.xavier());
        int width = features;
        int depth = random.nextInt(4);
        for (int i = 0; i < depth; i++) {
            int next = 2 + random.nextInt(6);
            builder.affine(width, next);
            width = next;
            for (int more = random.nextInt(3); more > 0; more--) {
                int kind = random.nextInt(6);
                text[0] += " "
                        + List.of("relu", "sigmoid", "square", "dropout", "norm", "nested")
                                .get(kind);
                switch (kind) {
                    case 0 -> builder.relu();
                    case 1 -> builder.sigmoid();
                    case 2 -> builder.activation(Square::new);
                    case 3 -> builder.dropout(random.nextInt(4) * 0.2);
                    case 4 -> builder.batchNorm(width);
                    default ->
                        builder.layer(Network.sequence(tensors, random.nextLong())
                                .affine(width, width)
                                .sigmoid()
                                .layers());
                }
            }
        }
        Loss loss = switch (random.nextInt(7)) {
            case 0 -> new SoftmaxWithLoss();
            case 1 -> new SoftmaxWithLoss().withLabelSmoothing(0.1);
            case 2 -> new SigmoidWithLoss();
            case 3 -> RegressionLoss.halfSquaredError();
            case 4 -> RegressionLoss.meanSquaredError();
            case 5 -> RegressionLoss.meanAbsoluteError();
            default -> RegressionLoss.huber(0.5);
        };
        text[0] += " " + loss.getClass().getSimpleName();
        return builder.affine(width, outputs).loss(loss);
    }

    private static Tensor targets(Loss loss, Tensors tensors, int samples, int outputs, SeededRandom random) {
        if (loss instanceof RegressionLoss) {
            return tensors.gaussian(Shape.of(samples, outputs), 1, random);
        }
        int[] classes = new int[samples];
        for (int i = 0; i < samples; i++) {
            classes[i] = random.nextInt(outputs);
        }
        return tensors.oneHot(outputs, classes);
    }
}
