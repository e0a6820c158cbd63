package gradj.io;

import gradj.nn.Loss;
import gradj.nn.RegressionLoss;
import gradj.nn.SigmoidWithLoss;
import gradj.nn.SoftmaxWithLoss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** The built-in losses as JSON, and back. */
final class LossFormat {
    private LossFormat() {}

    static Map<String, Object> describe(Loss loss) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", loss.getClass().getSimpleName());
        if (loss instanceof SoftmaxWithLoss softmax) {
            fields.put("classWeights", list(softmax.classWeights()));
            fields.put("labelSmoothing", softmax.labelSmoothing());
        } else if (loss instanceof SigmoidWithLoss sigmoid) {
            fields.put("weightsOfYes", list(sigmoid.weightsOfYes()));
        } else if (loss instanceof RegressionLoss regression) {
            fields.put("error", regression.name());
            if (regression.delta() > 0) {
                fields.put("delta", regression.delta());
            }
        } else {
            fields.put("type", LayerFormat.OWN);
            fields.put("class", loss.getClass().getName());
        }
        return fields;
    }

    private static List<Double> list(double[] numbers) {
        return DoubleStream.of(numbers).boxed().toList();
    }

    static Loss of(JsonObject fields) {
        String type = fields.string("type");
        return switch (type) {
            case "SoftmaxWithLoss" -> {
                fields.requireOnly(List.of("type", "classWeights", "labelSmoothing"));
                double[] weights = fields.numbers("classWeights");
                SoftmaxWithLoss loss = new SoftmaxWithLoss().withLabelSmoothing(fields.number("labelSmoothing"));
                yield weights.length == 0 ? loss : loss.withClassWeights(weights);
            }
            case "SigmoidWithLoss" -> {
                fields.requireOnly(List.of("type", "weightsOfYes"));
                double[] weights = fields.numbers("weightsOfYes");
                yield weights.length == 0 ? new SigmoidWithLoss() : new SigmoidWithLoss().withWeightOfYes(weights);
            }
            case "RegressionLoss" -> regression(fields);
            case LayerFormat.OWN -> throw LayerFormat.own(fields, fields.string("class"));
            default -> throw fields.unknown("type");
        };
    }

    private static Loss regression(JsonObject fields) {
        String error = fields.string("error");
        fields.requireOnly(error.equals("huber") ? List.of("type", "error", "delta") : List.of("type", "error"));
        return switch (error) {
            case "halfSquaredError" -> RegressionLoss.halfSquaredError();
            case "meanSquaredError" -> RegressionLoss.meanSquaredError();
            case "meanAbsoluteError" -> RegressionLoss.meanAbsoluteError();
            case "huber" -> RegressionLoss.huber(fields.number("delta"));
            default -> throw fields.unknown("error");
        };
    }
}
