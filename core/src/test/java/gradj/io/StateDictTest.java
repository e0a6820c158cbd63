package gradj.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import gradj.cases.Target;
import gradj.nn.Affine;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.nn.Sequential;
import gradj.nn.SoftmaxWithLoss;
import gradj.op.Tanh;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A net that PyTorch trained and saved, read and written here; the data's README says how it was made. */
class StateDictTest {
    private static final Map<String, String> MODULES =
            Map.of("0", "fc1", "1", "bn1", "4", "fc2", "5", "bn2", "7", "fc3");

    @TempDir
    Path folder;

    private static Path saved(String name) {
        return Path.of("src/test/resources/safetensors").resolve(name);
    }

    private static Network net(Tensors tensors) {
        return Network.sequence(tensors, 1)
                .affine(4, 8)
                .batchNorm(8)
                .relu()
                .dropout(0.5)
                .affine(8, 6)
                .batchNorm(6)
                .activation(Tanh::new)
                .affine(6, 3)
                .softmaxCrossEntropy();
    }

    private static JsonObject known() throws IOException {
        try (InputStreamReader reader =
                new InputStreamReader(Files.newInputStream(saved("mlp_bn.json")), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        }
    }

    private static double[][] matrix(JsonArray rows) {
        double[][] matrix = new double[rows.size()][];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = rows.get(i).getAsJsonArray().asList().stream()
                    .mapToDouble(each -> each.getAsDouble())
                    .toArray();
        }
        return matrix;
    }

    private static double[] flat(Tensors tensors, JsonArray rows) {
        return tensors.matrix(matrix(rows)).toDoubleArray();
    }

    @Test
    void scoresAreThoseOfPyTorch() throws IOException {
        JsonObject known = known();
        Network net = net(Target.FLOAT32);
        StateDict.load(saved("mlp_bn.safetensors"), net, MODULES);
        Tensor x = Target.FLOAT32.matrix(matrix(known.getAsJsonArray("input")));
        assertArrayEquals(
                flat(Target.FLOAT64, known.getAsJsonArray("output_float32")),
                net.predict(x).toDoubleArray(),
                1e-6);
        Network wide = net(Target.FLOAT64);
        StateDict.load(saved("mlp_bn_f64.safetensors"), wide, MODULES);
        Tensor wideX = Target.FLOAT64.matrix(matrix(known.getAsJsonArray("input")));
        assertArrayEquals(
                flat(Target.FLOAT64, known.getAsJsonArray("output_of_the_same_weights_in_float64")),
                wide.predict(wideX).toDoubleArray(),
                1e-12);
    }

    /** Read and written again, the file has the same bytes as PyTorch's: its loader takes it. */
    @Test
    void whatIsWrittenIsPyTorchsOwnFile() throws IOException {
        Network net = net(Target.FLOAT32);
        StateDict.load(saved("mlp_bn.safetensors"), net, MODULES);
        Path written = folder.resolve("back.safetensors");
        StateDict.save(net, written, MODULES);
        assertEquals(-1, Files.mismatch(saved("mlp_bn.safetensors"), written));
        Network wide = net(Target.FLOAT64);
        StateDict.load(saved("mlp_bn_f64.safetensors"), wide, MODULES);
        StateDict.save(wide, written, MODULES);
        try (Safetensors back = Safetensors.open(written);
                Safetensors torch = Safetensors.open(saved("mlp_bn_f64.safetensors"))) {
            assertEquals(torch.names(), back.names());
            for (String name : torch.names()) {
                assertArrayEquals(
                        torch.tensor(name, Target.FLOAT64).toDoubleArray(),
                        back.tensor(name, Target.FLOAT64).toDoubleArray(),
                        name);
                assertEquals(torch.dtype(name), back.dtype(name), name);
            }
        }
    }

    @Test
    void everyDifferenceIsToldAndNothingLoaded() {
        Network net =
                Network.sequence(Target.FLOAT32, 1).affine(4, 7).batchNorm(7).softmaxCrossEntropy();
        double[] before = net.parameters().get(0).value().toDoubleArray();
        String message = assertThrowsExactly(
                        FileException.class,
                        () -> StateDict.load(saved("mlp_bn.safetensors"), net, Map.of("0", "fc1", "1", "norm")))
                .getMessage();
        assertEquals(
                saved("mlp_bn.safetensors")
                        + ": does not fit the net: fc1.weight is [8, 4], expected [7, 4]; fc1.bias is"
                        + " [8], expected [7]; norm.weight [7] is missing; norm.bias [7] is missing; norm.running_mean [7]"
                        + " is missing; norm.running_var [7] is missing; norm.num_batches_tracked [] is missing",
                message.substring(0, message.indexOf("; the net has no bn1.")));
        assertTrue(message.endsWith("the net has no fc3.weight: nothing was loaded"), message);
        assertArrayEquals(before, net.parameters().get(0).value().toDoubleArray());
    }

    @Test
    void modulesOfNoLayerAreRefused() {
        Network net = net(Target.FLOAT32);
        assertEquals(
                "the net has no layer with parameters at 2: name the paths of its own",
                assertThrowsExactly(
                                IllegalArgumentException.class,
                                () -> StateDict.load(saved("mlp_bn.safetensors"), net, Map.of("2", "fc1")))
                        .getMessage());
        assertEquals(
                "two layers would be PyTorch's fc.weight: give each a module of its own",
                assertThrowsExactly(
                                IllegalArgumentException.class,
                                () -> StateDict.load(saved("mlp_bn.safetensors"), net, Map.of("0", "fc", "4", "fc")))
                        .getMessage());
    }

    /** PyTorch's save_model leaves all but one name of a shared weight out; a state_dict has them all. */
    @Test
    void aSharedWeightMayHaveAnyOfItsNames() {
        Parameter w = new Parameter("W", Target.FLOAT32.zeros(Shape.of(2, 2)));
        Network net = new Network(
                Sequential.of(
                        new Affine(w, new Parameter("b", Target.FLOAT32.zeros(Shape.of(2)))),
                        new Affine(w, new Parameter("b", Target.FLOAT32.zeros(Shape.of(2))))),
                new SoftmaxWithLoss());
        Path file = folder.resolve("tied.safetensors");
        Tensor weight = Target.FLOAT32.of(Shape.of(2, 2), 1, 2, 3, 4);
        Tensor bias = Target.FLOAT32.vector(5, 6);
        Map<String, Tensor> one = Map.of("0.bias", bias, "1.bias", bias, "1.weight", weight);
        Safetensors.write(file, one, Map.of());
        StateDict.load(file, net, Map.of());
        assertArrayEquals(new double[] {1, 3, 2, 4}, w.value().toDoubleArray());
        StateDict.save(net, file, Map.of());
        w.assign(Target.FLOAT32.zeros(Shape.of(2, 2)));
        StateDict.load(file, net, Map.of());
        assertArrayEquals(new double[] {1, 3, 2, 4}, w.value().toDoubleArray());

        Map<String, Tensor> different = new HashMap<>(one);
        different.put("0.weight", bias.times(Target.FLOAT32.of(Shape.of(2, 2), 1, 1, 1, 1)));
        Safetensors.write(file, different, Map.of());
        assertEquals(
                file
                        + ": does not fit the net, which has one parameter where the file has several that differ, the last"
                        + " 1.weight: nothing was loaded",
                assertThrowsExactly(FileException.class, () -> StateDict.load(file, net, Map.of()))
                        .getMessage());
        assertArrayEquals(new double[] {1, 3, 2, 4}, w.value().toDoubleArray());
    }
}
