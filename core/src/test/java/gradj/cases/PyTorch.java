package gradj.cases;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What PyTorch 2.13 computes in float64: the files in {@code resources/pytorch}, made by the script beside them. */
public final class PyTorch {
    private PyTorch() {}

    /** One operation on numbers. */
    public record Case(JsonObject json) {
        public String name() {
            return json.get("name").getAsString();
        }

        public JsonObject settings() {
            return json.getAsJsonObject("settings");
        }

        /** A setting's numbers; none where it is null or absent. */
        public double[] numbers(String setting) {
            JsonElement numbers = settings().get(setting);
            return numbers == null || numbers.isJsonNull() ? new double[0] : values(numbers);
        }

        public Tensor input(String name) {
            return tensor(json.getAsJsonObject("inputs").get(name));
        }

        public double[] output() {
            return values(json.get("output"));
        }

        /** The upstream gradient. */
        public Tensor seed() {
            return tensor(json.get("seed"));
        }

        public double[] gradient(String name) {
            return values(json.getAsJsonObject("gradients").get(name));
        }

        @Override
        public String toString() {
            return name() + " " + settings();
        }
    }

    public static Stream<Case> cases(String file) {
        return objects(file, "cases").map(Case::new);
    }

    /** The objects of the file's array of this name. */
    public static Stream<JsonObject> objects(String file, String array) {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(PyTorch.class.getResourceAsStream("/pytorch/" + file)),
                StandardCharsets.UTF_8)) {
            return StreamSupport.stream(
                            JsonParser.parseReader(reader)
                                    .getAsJsonObject()
                                    .getAsJsonArray(array)
                                    .spliterator(),
                            false)
                    .map(JsonElement::getAsJsonObject);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static double[] values(JsonElement json) {
        if (json.isJsonPrimitive()) {
            return new double[] {json.getAsDouble()};
        }
        return StreamSupport.stream(json.getAsJsonArray().spliterator(), false)
                .flatMapToDouble(each -> java.util.Arrays.stream(values(each)))
                .toArray();
    }

    public static Tensor tensor(JsonElement json) {
        List<Integer> lengths = new ArrayList<>();
        JsonElement inner = json;
        while (inner.isJsonArray()) {
            JsonArray array = inner.getAsJsonArray();
            lengths.add(array.size());
            inner = array.get(0);
        }
        return Target.FLOAT64.of(
                Shape.of(lengths.stream().mapToInt(Integer::intValue).toArray()), values(json));
    }
}
