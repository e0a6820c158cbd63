package gradj.train;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import gradj.cases.PyTorch;
import gradj.cases.Target;
import gradj.data.Samples;
import gradj.nn.Activation;
import gradj.nn.Loss;
import gradj.nn.Network;
import gradj.tensor.Tensor;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What scikit-learn 1.9.1 measures: {@code resources/scikit-learn/metrics.json}, made by the script beside it. */
final class ScikitLearn {
    /** Some scores, their targets, and what is measured of them. */
    record Case(JsonObject json) {
        Tensor tensor(String name) {
            return PyTorch.tensor(json.get(name));
        }

        double number(String name) {
            return json.get(name).getAsDouble();
        }

        double[] numbers(String name) {
            return PyTorch.values(json.get(name));
        }

        int[][] matrix(JsonElement rows) {
            return StreamSupport.stream(rows.getAsJsonArray().spliterator(), false)
                    .map(row -> java.util.Arrays.stream(PyTorch.values(row))
                            .mapToInt(x -> (int) x)
                            .toArray())
                    .toArray(int[][]::new);
        }

        @Override
        public String toString() {
            return json.get("name").getAsString();
        }
    }

    private ScikitLearn() {}

    static Stream<Case> cases(String kind) {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(ScikitLearn.class.getResourceAsStream("/scikit-learn/metrics.json")),
                StandardCharsets.UTF_8)) {
            return StreamSupport.stream(
                            JsonParser.parseReader(reader)
                                    .getAsJsonObject()
                                    .getAsJsonArray(kind)
                                    .spliterator(),
                            false)
                    .map(JsonElement::getAsJsonObject)
                    .map(Case::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A net whose scores are its inputs. */
    static Network identity(Loss loss) {
        return new Network(Activation.of("identity", x -> x, (dout, x, y) -> dout), loss);
    }

    static Samples samples(Tensor scores, double... targets) {
        return new Samples(scores, Target.FLOAT64.vector(targets));
    }
}
