package gradj.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import gradj.backend.Backends;
import gradj.io.FileException;
import gradj.nn.Activation;
import gradj.nn.Affine;
import gradj.nn.BatchNorm;
import gradj.nn.Dropout;
import gradj.nn.Layer;
import gradj.nn.Loss;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.nn.RegressionLoss;
import gradj.nn.Relu;
import gradj.nn.Sequential;
import gradj.nn.SoftmaxWithLoss;
import gradj.nn.TwoLayerNet;
import gradj.op.LeakyRelu;
import gradj.op.Mean;
import gradj.op.Reshape;
import gradj.op.Softmax;
import gradj.op.Square;
import gradj.op.Sum;
import gradj.op.Tanh;
import gradj.op.Transpose;
import gradj.op.UnaryOperation;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the model, what is refused, and how a file is written. */
class OnnxExportTest {
    private static final Tensors FLOAT32 = new Tensors(Backends.get("java"), DType.FLOAT32);
    private static final Tensors FLOAT64 = new Tensors(Backends.get("java"), DType.FLOAT64);

    @TempDir
    Path folder;

    @Test
    void aNetInWords() throws Exception {
        Network net = Network.sequence(FLOAT32, 1)
                .affine(3, 4)
                .batchNorm(4)
                .relu()
                .dropout(0.5)
                .affine(4, 2)
                .softmaxCrossEntropy();
        ModelProto model =
                ModelProto.parseFrom(OnnxExport.of(net).withPrediction().toByteArray());
        assertEquals(8, model.getIrVersion());
        assertEquals(1, model.getOpsetImportCount());
        assertEquals(17, model.getOpsetImport(0).getVersion());
        assertEquals("gradj", model.getProducerName());
        GraphProto graph = model.getGraph();
        assertEquals(
                List.of("Gemm 0", "Sub 1.centred", "BatchNormalization 1", "Relu 2", "Gemm 4", "Softmax softmax"),
                graph.getNodeList().stream()
                        .map(node -> node.getOpType() + " " + node.getName())
                        .toList());
        assertEquals(
                List.of(
                        "0.W",
                        "0.b",
                        "1.gamma",
                        "1.beta",
                        "4.W",
                        "4.b",
                        "1.runningMean",
                        "1.zero",
                        "1.runningVariance"),
                graph.getInitializerList().stream().map(TensorProto::getName).toList());
        assertEquals("x [N, 3]", text(graph.getInput(0)));
        assertEquals("prediction [N, 2]", text(graph.getOutput(0)));
        assertEquals(1, graph.getInputCount());
        assertEquals(1, graph.getOutputCount());
    }

    @Test
    void theBooksNetKeepsTheBooksNames() throws Exception {
        TwoLayerNet net = new TwoLayerNet(FLOAT32, 4, 3, 2, 0.1, 1);
        GraphProto graph = graph(OnnxExport.of(net));
        assertEquals(List.of("x", "W1", "b1"), graph.getNode(0).getInputList());
        assertEquals(List.of("scores"), graph.getNode(2).getOutputList());
        assertArrayEquals(net.parameters().get(0).value().toFloatArray(), floats(graph, "W1"));
        assertEquals(List.of(4L, 3L), constant(graph, "W1").getDimsList());
    }

    @Test
    void sharedWeightsAreInItOnce() throws Exception {
        Parameter w = new Parameter("W", FLOAT32.of(Shape.of(2, 2), 1.0, 2, 3, 4));
        Map<String, Layer> layers = new LinkedHashMap<>();
        layers.put("encoder", new Affine(w, bias(2)));
        layers.put("squash", Activation.of(Tanh::new));
        layers.put("decoder", new Affine(w, bias(2)));
        GraphProto graph = graph(OnnxExport.of(new Network(Sequential.named(layers), new SoftmaxWithLoss())));
        assertEquals(3, graph.getInitializerCount());
        assertEquals(List.of("x", "encoder.W", "encoder.b"), graph.getNode(0).getInputList());
        assertEquals(
                List.of("squash", "encoder.W", "decoder.b"), graph.getNode(2).getInputList());
    }

    @Test
    void aParametersNameMayBeThatOfALayerButNotOfTheInput() throws Exception {
        Affine layer =
                new Affine(new Parameter("x", FLOAT32.zeros(Shape.of(2, 2))), new Parameter("0", bias(2).value()));
        Network net = new Network(List.of(layer, new Relu()));
        refused(
                "the model's input is named x, as a parameter is: name input and output otherwise, with withNames(input, output)",
                OnnxExport.of(net));
        GraphProto graph = graph(OnnxExport.of(net).withNames("pixels", "digit"));
        assertEquals(List.of("pixels", "x", "0"), graph.getNode(0).getInputList());
        assertEquals("0_", graph.getNode(0).getOutput(0));
        assertEquals("digit [N, 2]", text(graph.getOutput(0)));
    }

    @Test
    void aNetOfNothingGivesWhatItGets() throws Exception {
        Network net = new Network(Sequential.of(List.of()), new SoftmaxWithLoss());
        Tensor x = FLOAT32.matrix(new double[][] {{1, 2}, {3, 4}});
        try (RunningModel runtime =
                new RunningModel(OnnxExport.of(net).withSample(2).toByteArray())) {
            assertArrayEquals(x.toDoubleArray(), runtime.run(x).values());
        }
    }

    @Test
    void aSingleLayerIsANet() throws Exception {
        Affine layer = new Affine(new Parameter("W", FLOAT32.of(Shape.of(1, 2), 2.0, 3)), bias(2));
        Network net = new Network(layer, RegressionLoss.meanSquaredError());
        try (RunningModel runtime =
                new RunningModel(OnnxExport.of(net).withPrediction().toByteArray())) {
            assertArrayEquals(
                    new double[] {8, 12},
                    runtime.run(FLOAT32.matrix(new double[][] {{4}})).values());
        }
    }

    /** The book's does not divide while the net learns, and multiplies once it has. */
    @Test
    void theBooksDropoutIsAFactor() throws Exception {
        for (Tensors tensors : List.of(FLOAT32, FLOAT64)) {
            for (double share : new double[] {0, 0.3, 1}) {
                Layer book = Dropout.ofTheBook(tensors, share, 1);
                Layer usual = new Dropout(tensors, share, 1);
                Affine layer = new Affine(
                        new Parameter("W", tensors.of(Shape.of(1, 2), 2.0, 3)),
                        new Parameter("b", tensors.zeros(Shape.of(2))));
                Network net = new Network(
                        Sequential.of(book, layer, usual, Sequential.of(book.copy(tensors))), new SoftmaxWithLoss());
                Tensor x = tensors.matrix(new double[][] {{4}, {0.1}});
                try (RunningModel runtime = new RunningModel(OnnxExport.of(net).toByteArray())) {
                    assertArrayEquals(
                            net.predict(x).toDoubleArray(), runtime.run(x).values(), 1e-6);
                }
            }
        }
    }

    /** Of a batch norm's epsilon a node holds a float; in float64 the rest must not be lost. */
    @Test
    void epsilonIsThatOfTheNet() throws Exception {
        for (double epsilon : new double[] {1e-5, 0.1, 1e-3, 1e-300}) {
            BatchNorm layer = new BatchNorm(FLOAT64, 1, 0.1, epsilon);
            layer.buffers().get(1).assign(FLOAT64.vector(1e-9));
            Network net = new Network(layer, RegressionLoss.meanSquaredError());
            Tensor x = FLOAT64.matrix(new double[][] {{3}});
            try (RunningModel runtime = new RunningModel(OnnxExport.of(net).toByteArray())) {
                double expected = net.predict(x).item();
                assertEquals(expected, runtime.run(x).values()[0], 1e-14 * expected);
            }
        }
    }

    /** The parameters of a net that goes on learning are those of the moment of writing. */
    @Test
    void parametersAreCopied() throws Exception {
        Parameter w = new Parameter("W", FLOAT32.of(Shape.of(1, 1), 2.0));
        OnnxExport export = OnnxExport.of(new Network(new Affine(w, bias(1)), RegressionLoss.meanSquaredError()));
        byte[] before = export.toByteArray();
        w.assign(FLOAT32.of(Shape.of(1, 1), 5.0));
        assertArrayEquals(new float[] {2}, floats(ModelProto.parseFrom(before).getGraph(), "W"));
        assertArrayEquals(new float[] {5}, floats(graph(export), "W"));
    }

    @Test
    void leakyReluOfFloat64IsWrittenOut() throws Exception {
        Network net = Network.sequence(FLOAT64, 1)
                .activation(() -> new LeakyRelu(0.1))
                .meanSquaredError();
        Network wide = new Network(Sequential.of(net.layer(), identity()), RegressionLoss.meanSquaredError());
        Tensor x =
                FLOAT64.matrix(new double[][] {{-3}, {0}, {2}, {Double.POSITIVE_INFINITY}, {Double.NEGATIVE_INFINITY}});
        try (RunningModel runtime = new RunningModel(OnnxExport.of(wide).toByteArray())) {
            assertArrayEquals(wide.predict(x).toDoubleArray(), runtime.run(x).values());
        }
    }

    private static Layer identity() {
        return new Affine(
                new Parameter("W", FLOAT64.of(Shape.of(1, 1), 1.0)), new Parameter("b", FLOAT64.zeros(Shape.of(1))));
    }

    @Test
    void layersFunctionsAndLossesOfOnesOwnAreRefusedByName() {
        Network layer =
                Network.sequence(FLOAT32, 1).affine(2, 2).layer(new Own()).softmaxCrossEntropy();
        refused(
                "layer 1: a gradj.onnx.OnnxExportTest$Own says in Java what it computes, and cannot be exported: build the net of"
                        + " gradj's own layers, or export what stands before it and behind it as two nets",
                OnnxExport.of(layer));
        Map<String, Layer> inner = new LinkedHashMap<>();
        inner.put("cubed", Activation.of("cube", x -> x.times(x).times(x), (dout, x, y) -> dout));
        Network function = new Network(Sequential.of(Sequential.named(inner)), new SoftmaxWithLoss());
        refused(
                "layer 0.cubed: the function cube says in Java what it computes, and cannot be exported: compose it of gradj's own"
                        + " operations, or export what stands before it and behind it as two nets",
                OnnxExport.of(function));
        Network loss = Network.sequence(FLOAT32, 1).affine(2, 2).loss(new OwnLoss());
        assertEquals(
                "what scores stand for by the loss gradj.onnx.OnnxExportTest$OwnLoss is told in Java, and cannot be exported:"
                        + " export the scores, without withPrediction()",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> OnnxExport.of(loss).withPrediction())
                        .getMessage());
        OnnxExport.of(loss).toByteArray();
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        Network net =
                Network.sequence(FLOAT32, 1).flatten().affine(6, 2).batchNorm(2).softmaxCrossEntropy();
        OnnxExport.of(net).withSample(2, 3).toByteArray();
        refused(
                "layer 1: 1.W takes samples of 6 numbers, but gets [5]: give the shape that the net takes, with withSample",
                OnnxExport.of(net).withSample(5));
        refused(
                "layer 0: a BatchNorm takes samples [2], but gets [2, 1]: give the shape that the net takes, with withSample",
                OnnxExport.of(Network.sequence(FLOAT32, 1).batchNorm(2).softmaxCrossEntropy())
                        .withSample(2, 1));
        refused(
                "the net does not tell how large its samples are: say it, as in withSample(28, 28) for x [N, 28, 28]",
                OnnxExport.of(Network.sequence(FLOAT32, 1).relu().softmaxCrossEntropy()));
        refused(
                "the net does not tell how large its samples are: say it, as in withSample(28, 28) for x [N, 28, 28]",
                OnnxExport.of(activations(() -> new Mean(1, true))));
    }

    @Test
    void whatMixesSamplesIsRefused() {
        String advice =
                ", a result for each sample, and a model is for any number of them: give it another axis than the first";
        String[] names = {"Sum", "Sum", "Mean", "Transpose"};
        List<Network> nets = List.of(
                activations(Sum::new),
                activations(() -> new Sum(0)),
                activations(() -> new Mean(-2, true)),
                activations(Transpose::new));
        for (int i = 0; i < names.length; i++) {
            refused(
                    "layer 0: the operation " + names[i] + " of [N, ...] does not give [N, ...]" + advice,
                    OnnxExport.of(nets.get(i)).withSample(2));
        }
        refused(
                "layer 0: a Reshape names the number of samples, and a model is for any number: use a Flatten, which leaves it as"
                        + " it is",
                OnnxExport.of(activations(() -> new Reshape(Shape.of(2, 3)))).withSample(3));
        Network rows = Network.sequence(FLOAT32, 1)
                .activation(() -> new Sum(1))
                .activation(Softmax::new)
                .softmaxCrossEntropy();
        refused(
                "layer 1: a Softmax takes [N, ...], but gets [N]: let the operation in front of it keep its axis",
                OnnxExport.of(rows).withSample(2));
    }

    private static Network activations(Supplier<? extends UnaryOperation> operations) {
        return Network.sequence(FLOAT32, 1)
                .activation(operations)
                .activation(Square::new)
                .affine(2, 2)
                .softmaxCrossEntropy();
    }

    @Test
    void wrongSettingsAreRefused() {
        OnnxExport export = OnnxExport.of(new TwoLayerNet(FLOAT32, 4, 3, 2, 0.1, 1));
        for (int[] lengths : new int[][] {{}, {0}, {3, -1}}) {
            assertThrows(IllegalArgumentException.class, () -> export.withSample(lengths));
        }
        assertThrows(IllegalArgumentException.class, () -> export.withNames("", "y"));
        assertThrows(IllegalArgumentException.class, () -> export.withNames("x", "x"));
        Affine first = new Affine(new Parameter("W", FLOAT32.zeros(Shape.of(2, 2))), bias(2));
        Network mixed = new Network(Sequential.of(first, new BatchNorm(FLOAT64, 2)), new SoftmaxWithLoss());
        refused(
                "1.gamma is float64, a parameter before it float32: a net computes in one dtype, take its copy(dtype)",
                OnnxExport.of(mixed));
    }

    @Test
    void aFileIsReplacedWholeAndALinkStaysOne() throws Exception {
        OnnxExport export = OnnxExport.of(new TwoLayerNet(FLOAT32, 4, 3, 2, 0.1, 1));
        Path file = Files.writeString(folder.resolve("net.onnx"), "before");
        Path link = Files.createSymbolicLink(folder.resolve("link.onnx"), file);
        export.write(link);
        assertArrayEquals(export.toByteArray(), Files.readAllBytes(file));
        Files.delete(link);
        assertThrows(FileException.class, () -> export.write(folder.resolve("no/net.onnx")));
        assertThrows(FileException.class, () -> export.write(folder));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList());
        }
    }

    private static void refused(String message, OnnxExport export) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, export::toByteArray)
                        .getMessage());
    }

    private static Parameter bias(int length) {
        return new Parameter("b", FLOAT32.zeros(Shape.of(length)));
    }

    private static GraphProto graph(OnnxExport export) throws Exception {
        return ModelProto.parseFrom(export.toByteArray()).getGraph();
    }

    private static TensorProto constant(GraphProto graph, String name) {
        return graph.getInitializerList().stream()
                .filter(tensor -> tensor.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static float[] floats(GraphProto graph, String name) {
        TensorProto tensor = constant(graph, name);
        float[] values = new float[tensor.getRawData().size() / Float.BYTES];
        tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }

    private static String text(ValueInfoProto info) {
        List<String> lengths = info.getType().getTensorType().getShape().getDimList().stream()
                .map(OnnxExportTest::text)
                .toList();
        return info.getName() + " " + lengths;
    }

    private static String text(Dimension length) {
        return length.hasDimParam() ? length.getDimParam() : Long.toString(length.getDimValue());
    }

    /** A layer that is not gradj's. */
    private static final class Own implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x;
        }

        @Override
        public Tensor backward(Tensor dout) {
            return dout;
        }

        @Override
        public Layer copy(DType dtype) {
            return new Own();
        }
    }

    /** A loss that is not gradj's. */
    private static final class OwnLoss implements Loss {
        @Override
        public Tensor forward(Tensor scores, Tensor targets) {
            return scores.sum();
        }

        @Override
        public Tensor backward() {
            throw new IllegalStateException("never asked");
        }

        @Override
        public Loss copy() {
            return new OwnLoss();
        }
    }
}
