package gradj.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.nn.Activation;
import gradj.nn.Affine;
import gradj.nn.BatchNorm;
import gradj.nn.Buffer;
import gradj.nn.Dropout;
import gradj.nn.Flatten;
import gradj.nn.Layer;
import gradj.nn.Loss;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.nn.RegressionLoss;
import gradj.nn.Relu;
import gradj.nn.Sequential;
import gradj.nn.Sigmoid;
import gradj.nn.SigmoidWithLoss;
import gradj.nn.SoftmaxWithLoss;
import gradj.nn.TwoLayerNet;
import gradj.op.LeakyRelu;
import gradj.op.Softmax;
import gradj.op.Tanh;
import gradj.optim.Sgd;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkFileTest {
    private static final Tensors T = Target.FLOAT32;

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("net.safetensors");
    }

    static Stream<Tensors> dtypes() {
        return Stream.of(Target.FLOAT32, Target.FLOAT64);
    }

    private static Affine affine(Tensors tensors, int in, int out, long seed) {
        return new Affine(
                new Parameter("W", tensors.gaussian(Shape.of(in, out), 1, new SeededRandom(seed))),
                new Parameter("b", tensors.gaussian(Shape.of(out), 1, new SeededRandom(seed + 1))));
    }

    /** Every layer that there is, parts within parts, a layer of the book's names, and a weight that two layers share. */
    private static Network everything(Tensors tensors) {
        Affine first = affine(tensors, 6, 6, 1);
        Affine again = new Affine(first.parameters().get(0), new Parameter("b", tensors.zeros(Shape.of(6))));
        Map<String, Layer> encoder = new LinkedHashMap<>();
        encoder.put("in", first);
        encoder.put("norm", new BatchNorm(tensors, 6, 0.25, 1e-3));
        encoder.put("tanh", Activation.of(Tanh::new));
        Layer named = Sequential.named(encoder);
        return new Network(
                Sequential.of(
                        new Flatten(),
                        named,
                        again,
                        Activation.of(() -> new LeakyRelu(0.2)),
                        new Dropout(tensors, 0.25, Long.MIN_VALUE + 7),
                        affine(tensors, 6, 5, 3),
                        new Relu(),
                        Dropout.ofTheBook(tensors, 0.5, 3),
                        new Sigmoid(),
                        Sequential.of(),
                        affine(tensors, 5, 3, 5),
                        Activation.of(Softmax::new)),
                new SoftmaxWithLoss().withClassWeights(1, 0.5, 2).withLabelSmoothing(0.125));
    }

    /** The saved net has learned; what is loaded predicts the same bits, and learns on with the same bits. */
    @ParameterizedTest
    @MethodSource("dtypes")
    void whatIsLoadedIsTheSameNet(Tensors tensors) {
        Network net = everything(tensors);
        Tensor x = tensors.gaussian(Shape.of(4, 2, 3), 1, new SeededRandom(9));
        Tensor t = tensors.vector(0, 2, 1, 2);
        learn(net, x, t, 3);
        NetworkFile.save(net, file());
        Network loaded = NetworkFile.load(file(), tensors);
        assertSame(net, loaded);
        assertArrayEquals(net.predict(x).toDoubleArray(), loaded.predict(x).toDoubleArray());
        assertEquals(learn(net, x, t, 3), learn(loaded, x, t, 3));
        assertSame(net, loaded);
        NetworkFile.save(loaded, folder.resolve("again.safetensors"));
        NetworkFile.save(net, file());
        assertEquals(-1, mismatch(file(), folder.resolve("again.safetensors")));
    }

    private static long mismatch(Path one, Path other) {
        try {
            return java.nio.file.Files.mismatch(one, other);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static double learn(Network net, Tensor x, Tensor t, int steps) {
        double loss = 0;
        for (int i = 0; i < steps; i++) {
            loss = net.loss(x, t).item();
            net.backward();
            new Sgd(0.1).step(net.parameters());
        }
        return loss;
    }

    private static void assertSame(Network expected, Network actual) {
        Map<String, Tensor> tensors = NetworkFile.tensors(actual);
        NetworkFile.tensors(expected)
                .forEach((name, tensor) -> assertArrayEquals(
                        tensor.toDoubleArray(), tensors.get(name).toDoubleArray(), name));
        assertEquals(NetworkFile.tensors(expected).keySet(), tensors.keySet());
        assertEquals(NetworkFile.describe(expected), NetworkFile.describe(actual));
    }

    @Test
    void weightsThatAreSharedStayShared() {
        NetworkFile.save(everything(T), file());
        Network loaded = NetworkFile.load(file(), T);
        assertEquals(
                List.of("1.in.W", "1.in.b", "1.norm.gamma", "1.norm.beta", "2.b", "5.W", "5.b", "10.W", "10.b"),
                loaded.parameters().stream().map(Parameter::name).toList());
        Parameter shared = loaded.parameters().get(0);
        assertEquals(shared, loaded.layers().get(2).parameters().get(0));
    }

    @Test
    void theBooksNetKeepsTheBooksNames() {
        TwoLayerNet net = new TwoLayerNet(T, 4, 3, 2, 0.5, 1);
        NetworkFile.save(net, file(), Map.of("seed", "1"));
        Network loaded = NetworkFile.load(file(), T);
        assertSame(net, loaded);
        assertEquals(
                List.of("W1", "b1", "W2", "b2"),
                loaded.parameters().stream().map(Parameter::name).toList());
        assertEquals(Map.of("seed", "1"), NetworkFile.provenance(file()));
        assertThrowsExactly(
                IllegalArgumentException.class, () -> NetworkFile.save(net, file(), Map.of("gradj.version", "2")));
    }

    static Stream<Loss> losses() {
        return Stream.of(
                new SoftmaxWithLoss(),
                new SigmoidWithLoss(),
                new SigmoidWithLoss().withWeightOfYes(1, 2, 0.1),
                RegressionLoss.halfSquaredError(),
                RegressionLoss.meanSquaredError(),
                RegressionLoss.meanAbsoluteError(),
                RegressionLoss.huber(0.3));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void lossesAreTheSame(Loss loss) {
        Network net = new Network(Sequential.of(affine(T, 2, 3, 1)), loss);
        NetworkFile.save(net, file());
        Network loaded = NetworkFile.load(file(), T);
        Tensor x = T.gaussian(Shape.of(5, 2), 1, new SeededRandom(2));
        Tensor t = T.oneHot(3, 0, 1, 2, 0, 1);
        assertEquals(net.loss(x, t).item(), loaded.loss(x, t).item());
        assertSame(net, loaded);
    }

    /** As a float32 net, a float64 one and on another backend; also while a scope is open, which the net does not belong to. */
    @Test
    void theDtypeIsTheFilesUnlessAnotherIsAskedFor() {
        Network net = everything(Target.FLOAT64);
        NetworkFile.save(net, file());
        Network loaded;
        try (TensorScope scope = TensorScope.open()) {
            loaded = NetworkFile.load(file());
        }
        Parameter first = loaded.parameters().get(0);
        assertEquals(DType.FLOAT64, first.value().dtype());
        assertArrayEquals(
                net.parameters().get(0).value().toDoubleArray(), first.value().toDoubleArray());
        Network narrow = NetworkFile.load(file(), Target.FLOAT32);
        assertEquals(
                (float) first.value().get(0, 0),
                narrow.parameters().get(0).value().get(0, 0));
    }

    private static Network withOwnActivation(double std) {
        return Network.sequence(T, 1)
                .weights(gradj.nn.FirstWeights.gaussian(std))
                .affine(2, 3)
                .layer(Activation.of(
                        "cube",
                        x -> x.times(x.square()),
                        (dout, x, y) -> dout.times(x.square()).times(3)))
                .affine(3, 1)
                .meanSquaredError();
    }

    @Test
    void partsOfYourOwnAreLoadedIntoANetOfYourOwn() {
        Network net = withOwnActivation(1);
        NetworkFile.save(net, file());
        assertEquals(
                file()
                        + ": the net, layer 2: the activation \"cube\" is not one of gradj's, and no file can make it: build"
                        + " the net in your program, and give it the file's numbers by"
                        + " NetworkFile.loadParameters(file, net)",
                assertThrowsExactly(FileException.class, () -> NetworkFile.load(file(), T))
                        .getMessage());
        Network own = withOwnActivation(0.5);
        NetworkFile.loadParameters(file(), own);
        Tensor x = T.gaussian(Shape.of(5, 2), 1, new SeededRandom(2));
        assertArrayEquals(net.predict(x).toDoubleArray(), own.predict(x).toDoubleArray());
    }

    @Test
    void whatDoesNotFitIsToldAtOnceAndNothingIsLoaded() {
        NetworkFile.save(Network.sequence(T, 1).affine(2, 3).affine(3, 1).meanSquaredError(), file());
        Network other = Network.sequence(T, 2).affine(2, 4).batchNorm(4).meanSquaredError();
        double[] before = other.parameters().get(0).value().toDoubleArray();
        assertEquals(
                file()
                        + ": does not fit the net: 0.W is [2, 3], expected [2, 4]; 0.b is [3], expected [4]; 1.gamma [4] is"
                        + " missing; 1.beta [4] is missing; 1.runningMean [4] is missing; 1.runningVariance [4] is"
                        + " missing; 1.batches [] is missing; the net has no 1.W; the net has no 1.b: nothing was loaded",
                assertThrowsExactly(FileException.class, () -> NetworkFile.loadParameters(file(), other))
                        .getMessage());
        assertArrayEquals(before, other.parameters().get(0).value().toDoubleArray());
    }

    private static final String RELU = "{\"layer\":{\"type\":\"Relu\"},\"loss\":{\"type\":\"RegressionLoss\",\"error\":"
            + "\"meanSquaredError\"}}";

    private FileException refused(String version, String description, Map<String, Tensor> tensors) {
        Safetensors.write(
                file(), tensors, Map.of(NetworkFile.VERSION_KEY, version, NetworkFile.NETWORK_KEY, description));
        return assertThrowsExactly(FileException.class, () -> NetworkFile.load(file(), T));
    }

    @Test
    void anotherVersionIsRefusedByItsNumber() {
        assertEquals(
                file() + ": is of version 2 of the format, this gradj reads version 1: take a newer gradj",
                refused("2", RELU, Map.of()).getMessage());
    }

    @Test
    void tensorsWithoutANetAreRefused() {
        Safetensors.write(file(), Map.of("weight", T.scalar(1)), Map.of("format", "pt"));
        String message = assertThrowsExactly(FileException.class, () -> NetworkFile.load(file(), T))
                .getMessage();
        assertTrue(message.contains("expected a net that gradj saved, found tensors only"), message);
    }

    @Test
    void tensorsThatNoLayerNeedsAreRefused() {
        String message = refused("1", RELU, Map.of("W", T.scalar(1))).getMessage();
        assertEquals(file() + ": the layers have no use for the tensors [W]: save the net anew", message);
    }

    /** Whatever stands there in place of a net is told in one line, and never another exception. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"layer\":7,\"loss\":{}}",
                "{\"layer\":{\"type\":\"Relu\"},\"loss\":{\"type\":\"Relu\"}}",
                "{\"layer\":{\"type\":\"Gru\"},\"loss\":{\"type\":\"SigmoidWithLoss\",\"weightsOfYes\":[]}}",
                "{\"layer\":{\"type\":\"Relu\"},\"loss\":{\"type\":\"SigmoidWithLoss\",\"weightsOfYes\":[-1]}}",
                "{\"layer\":{\"type\":\"Relu\"},\"loss\":{\"type\":\"SigmoidWithLoss\",\"weightsOfYes\":[\"a\"]}}",
                "{\"layer\":{\"type\":\"Relu\"},\"loss\":{\"type\":\"SigmoidWithLoss\",\"weightsOfYes\":[]},\"more\":1}",
                "{\"layer\":{\"type\":\"Relu\",\"slope\":1},\"loss\":{\"type\":\"SigmoidWithLoss\",\"weightsOfYes\":[]}}",
                "{\"layer\":{\"type\":\"Affine\",\"W\":\"W\",\"b\":\"b\"},\"loss\":{\"type\":\"SigmoidWithLoss\","
                        + "\"weightsOfYes\":[]}}",
                "{\"layer\":{\"type\":\"Affine\",\"W\":\"s\",\"b\":\"s\"},\"loss\":{\"type\":\"SigmoidWithLoss\","
                        + "\"weightsOfYes\":[]}}",
                "{\"layer\":{\"type\":\"Dropout\",\"forwards\":\"s\",\"share\":2,\"seed\":\"1\",\"inverted\":true},"
                        + "\"loss\":{\"type\":\"SigmoidWithLoss\",\"weightsOfYes\":[]}}",
                "{\"layer\":{\"type\":\"Dropout\",\"forwards\":\"s\",\"share\":0.5,\"seed\":\"x\",\"inverted\":true},"
                        + "\"loss\":{\"type\":\"SigmoidWithLoss\",\"weightsOfYes\":[]}}",
                "{\"layer\":{\"type\":\"Activation\",\"operation\":\"java.lang.Runtime\"},\"loss\":{\"type\":"
                        + "\"SigmoidWithLoss\",\"weightsOfYes\":[]}}",
                "{\"layer\":{\"type\":\"Sequential\",\"names\":[\"a\"],\"layers\":[]},\"loss\":{\"type\":"
                        + "\"SigmoidWithLoss\",\"weightsOfYes\":[]}}",
                "{\"layer\":{\"type\":\"Sequential\",\"names\":[\"a.b\"],\"layers\":[{\"type\":\"Relu\"}]},\"loss\":"
                        + "{\"type\":\"SigmoidWithLoss\",\"weightsOfYes\":[]}}",
                "{\"layer\":{\"type\":\"Sequential\",\"names\":[\"a\",\"a\"],\"layers\":[{\"type\":\"Relu\"},{\"type\":"
                        + "\"Relu\"}]},\"loss\":{\"type\":\"SigmoidWithLoss\",\"weightsOfYes\":[]}}",
                "{\"layer\":{\"type\":\"Sequential\",\"names\":[\"a\",\"b\"],\"layers\":[{\"type\":\"Dropout\",\"forwards\":"
                        + "\"s\",\"share\":0.5,\"seed\":\"1\",\"inverted\":true},{\"type\":\"Dropout\",\"forwards\":\"s\","
                        + "\"share\":0.5,\"seed\":\"1\",\"inverted\":true}]},\"loss\":{\"type\":\"SigmoidWithLoss\","
                        + "\"weightsOfYes\":[]}}"
            })
    void aBrokenDescriptionIsRefusedInOneLine(String description) {
        String message = refused("1", description, Map.of("s", T.scalar(0))).getMessage();
        assertTrue(message.startsWith(file() + ": ") && message.length() < 300, message);
    }

    private static Parameter parameter(String name, int... lengths) {
        return new Parameter(name, T.gaussian(Shape.of(lengths), 1, new SeededRandom(lengths.length)));
    }

    private static List<Buffer> buffers() {
        return List.of(
                new Buffer("runningMean", T.zeros(Shape.of(3))),
                new Buffer("runningVariance", T.zeros(Shape.of(3))),
                new Buffer("batches", T.scalar(0)));
    }

    /** Parameters that have another name, or another part, in the second layer that has them; and names of all kinds. */
    static Stream<Layer> oddNames() {
        Parameter one = parameter("W", 3, 3);
        Parameter two = parameter("W", 3, 3);
        Parameter beta = parameter("beta", 3);
        Map<String, Layer> numbers = new LinkedHashMap<>();
        numbers.put("1", new Affine(parameter("W", 3, 3), parameter("b", 3)));
        numbers.put("0", new Affine(parameter("b", 3, 3), parameter("W", 3)));
        return Stream.of(
                Sequential.of(
                        Sequential.of(new Affine(one, parameter("b", 3)), new Affine(two, parameter("b", 3))),
                        Sequential.withoutPaths(List.of(
                                new Affine(one.named("W1"), parameter("b1", 3)),
                                new Affine(two.named("W2"), parameter("b2", 3))))),
                Sequential.of(
                        new Affine(parameter("W", 3, 3), beta),
                        Sequential.of(BatchNorm.of(beta.named("gamma"), parameter("beta", 3), buffers(), 0.1, 1e-5))),
                Sequential.of(BatchNorm.of(beta, beta.named("gamma"), buffers(), 0, 1)),
                Sequential.named(numbers),
                Sequential.withoutPaths(List.of(
                        new Affine(parameter("encoder.0.W", 3, 3), parameter(".", 3)),
                        new Affine(parameter("W\n\"\u00e9", 3, 3), parameter("", 3)))),
                new Affine(parameter("W", 3, 3), parameter("b", 3)));
    }

    @ParameterizedTest
    @MethodSource("oddNames")
    void namesAndSharingMayBeOfAnyKind(Layer layer) {
        Network net = new Network(layer, new SoftmaxWithLoss());
        NetworkFile.save(net, file());
        Network loaded = NetworkFile.load(file(), T);
        Tensor x = T.gaussian(Shape.of(2, 3), 1, new SeededRandom(9));
        learn(loaded, x, T.vector(0, 2), 2);
        learn(net, x, T.vector(0, 2), 2);
        assertSame(net, loaded);
        NetworkFile.save(net, file());
        NetworkFile.save(loaded, folder.resolve("again.safetensors"));
        assertEquals(-1, mismatch(file(), folder.resolve("again.safetensors")));
    }

    /** What could not be loaded is not saved. */
    @Test
    void whatNobodyCouldLoadIsNotSaved() {
        Layer deep = new Relu();
        for (int i = 0; i < 60; i++) {
            deep = Sequential.of(deep);
        }
        NetworkFile.save(new Network(deep, new SoftmaxWithLoss()), file());
        NetworkFile.load(file(), T);
        for (int i = 0; i < 10; i++) {
            deep = Sequential.of(deep);
        }
        Network deeper = new Network(deep, new SoftmaxWithLoss());
        String message = assertThrowsExactly(IllegalArgumentException.class, () -> NetworkFile.save(deeper, file()))
                .getMessage();
        assertTrue(message.startsWith("the net cannot be saved, its chains of layers are nested more than 128 deep"));
        Network twice = new Network(new Affine(parameter("a", 3, 3), parameter("a", 3)), new SoftmaxWithLoss());
        assertEquals(
                "two parameters or buffers are named a: give each a name of its own",
                assertThrowsExactly(IllegalArgumentException.class, () -> NetworkFile.save(twice, file()))
                        .getMessage());
    }

    static Stream<String> longTexts() {
        String text = "x".repeat(10_000);
        String loss = ",\"loss\":{\"type\":\"SigmoidWithLoss\",\"weightsOfYes\":[]}}";
        return Stream.of(
                        "{\"type\":\"" + text + "\"}",
                        "{\"type\":\"own\",\"class\":\"" + text + "\"}",
                        "{\"type\":\"Relu\",\"" + text + "\":1}",
                        "{\"type\":\"Activation\",\"operation\":\"" + text + "\"}",
                        "{\"type\":\"Affine\",\"W\":\"" + text + "\",\"b\":\"b\"}",
                        "{\"" + text + "\":1,\"" + text + "\":1}",
                        "{\"type\":\"Sequential\",\"names\":[\"" + text + ".\"],\"layers\":[{\"type\":\"Relu\"}]}")
                .map(layer -> "{\"layer\":" + layer + loss);
    }

    /** A terminal is not filled with what somebody else wrote. */
    @ParameterizedTest
    @MethodSource("longTexts")
    void aLongTextIsNotToldWhole(String description) {
        String message = refused("1", description, Map.of()).getMessage();
        assertTrue(message.length() < 700, message);
    }

    @Test
    void aBufferIsNoParameterToo() {
        String norm =
                "{\"type\":\"BatchNorm\",\"gamma\":\"g\",\"beta\":\"b\",\"runningMean\":\"m\",\"runningVariance\":\"v\","
                        + "\"batches\":\"n\",\"momentum\":0.1,\"epsilon\":1}";
        String affine = "{\"type\":\"Affine\",\"W\":\"W\",\"b\":\"m\"}";
        Tensor two = T.vector(1, 2);
        String message = refused(
                        "1",
                        "{\"layer\":{\"type\":\"Sequential\",\"names\":[\"0\",\"1\"],\"layers\":[" + norm + "," + affine
                                + "]},\"loss\":{\"type\":\"SigmoidWithLoss\",\"weightsOfYes\":[]}}",
                        Map.of("g", two, "b", two, "m", two, "v", two, "n", T.scalar(1), "W", T.zeros(Shape.of(2, 2))))
                .getMessage();
        assertEquals(
                file() + ": the net, layer 2: the tensor \"m\" is also something else: only parameters are shared",
                message);
    }

    @Test
    void eitherAllLayersHaveNamesOrNone() {
        String message = refused(
                        "1",
                        "{\"layer\":{\"type\":\"Sequential\",\"names\":[\"\",\"a\"],\"layers\":[{\"type\":\"Relu\"},{\"type\":"
                                + "\"Relu\"}]},\"loss\":{\"type\":\"SigmoidWithLoss\",\"weightsOfYes\":[]}}",
                        Map.of())
                .getMessage();
        assertEquals(file() + ": the net: expected names of all its layers or of none", message);
    }

    /** A file of holes may claim more than any memory has: here one element more than any array of Java. */
    @Test
    void aTensorThatDoesNotFitIntoTheMemoryIsToldByItsName() throws IOException {
        long bytes = 4L * Integer.MAX_VALUE;
        byte[] header = ("{\"__metadata__\":{\"gradj.version\":\"1\",\"gradj.network\":\"{\\\"layer\\\":{\\\"type\\\":"
                        + "\\\"Affine\\\",\\\"W\\\":\\\"W\\\",\\\"b\\\":\\\"b\\\"},\\\"loss\\\":{\\\"type\\\":"
                        + "\\\"SigmoidWithLoss\\\",\\\"weightsOfYes\\\":[]}}\"},\"W\":{\"dtype\":\"F32\",\"shape\":[1,"
                        + Integer.MAX_VALUE + "],\"data_offsets\":[0," + bytes + "]}}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(
                file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.allocate(8 + header.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .put(header)
                    .flip());
            channel.write(ByteBuffer.allocate(1), 8 + header.length + bytes - 1);
        }
        try (Safetensors open = Safetensors.open(file())) {
            for (Executable reading : List.<Executable>of(
                    () -> open.tensor("W", T), () -> open.doubles("W"), () -> NetworkFile.load(file(), T))) {
                String message =
                        assertThrowsExactly(FileException.class, reading).getMessage();
                assertTrue(
                        message.startsWith(file() + ": tensor \"W\", F32 [1, 2147483647], does not fit into the "),
                        message);
            }
        }
    }
}
