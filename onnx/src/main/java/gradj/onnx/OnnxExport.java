package gradj.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import gradj.io.WholeFile;
import gradj.nn.Loss;
import gradj.nn.Network;
import gradj.nn.RegressionLoss;
import gradj.nn.SigmoidWithLoss;
import gradj.nn.SoftmaxWithLoss;
import gradj.tensor.Shape;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A net as an ONNX model, as it computes in {@link gradj.nn.Mode#EVALUATION}: batch normalisation by the running figures, no
 * mask of a dropout, and of the book's dropout its factor. The loss is no part of it; the output is the scores, or on request what they stand for.
 *
 * <pre>{@code
 * OnnxExport.of(net).withPrediction().write(Path.of("net.onnx"));
 * }</pre>
 *
 * <p>The model has one input, {@code x} [N, ...], and one output, {@code scores} or {@code prediction} [N, ...], for any number
 * N of samples, also none, in the dtype of the net. Parameters and buffers keep their names, the paths of {@link
 * Network#parameters}; one that several layers share is in it once. It is of ONNX's operator set 17 in a file of version 8, which
 * runtimes since 2022 read. The parameters are those of the moment of writing.
 *
 * <p>Exported are all of gradj's own layers, and the {@link gradj.nn.Activation} of any operation of gradj's that computes each
 * sample for itself. A layer, a function or a loss of your own says in Java what it computes: it is refused by its name.
 *
 * <p>ONNX Runtime 1.29 computes a sigmoid to some 1e-7 of 1 in float32, and as exactly 0 for float64 scores from -37 down: who
 * needs the logarithm of a small probability takes the scores.
 */
public final class OnnxExport {
    /** The first file version for operator set 17, which has all that is needed. */
    private static final int FILE_VERSION = 8;

    private static final int OPERATOR_SET = 17;

    private final Network net;
    private final boolean isPrediction;
    private final @Nullable Shape sample;
    private final String input;
    private final String output;

    private OnnxExport(Network net, boolean isPrediction, @Nullable Shape sample, String input, String output) {
        this.net = net;
        this.isPrediction = isPrediction;
        this.sample = sample;
        this.input = input;
        this.output = output;
    }

    /** The export of this net's scores. */
    public static OnnxExport of(Network net) {
        return new OnnxExport(net, false, null, "x", "scores");
    }

    /**
     * The same with what the scores stand for as output, {@link Network#prediction}: softmax of each row, the sigmoid of each
     * score, or of a regression the numbers themselves.
     *
     * @throws IllegalArgumentException if the loss is one of your own
     */
    public OnnxExport withPrediction() {
        Loss loss = net.loss();
        boolean isKnown =
                loss instanceof SoftmaxWithLoss || loss instanceof SigmoidWithLoss || loss instanceof RegressionLoss;
        if (!isKnown) {
            throw new IllegalArgumentException(
                    "what scores stand for by the loss " + loss.getClass().getName()
                            + " is told in Java, and cannot be exported: export the scores, without withPrediction()");
        }
        return new OnnxExport(net, true, sample, input, output.equals("scores") ? "prediction" : output);
    }

    /**
     * The same for samples of this shape, without the N in front: {@code withSample(28, 28)} for x [N, 28, 28]. Needed only by a
     * net that takes several shapes; else the first layer that has parameters tells.
     *
     * @throws IllegalArgumentException if there is no length, or one is below 1
     */
    public OnnxExport withSample(int... lengths) {
        for (int length : lengths) {
            if (length < 1) {
                throw new IllegalArgumentException("a sample's shape: expected lengths of 1 or more, got " + length);
            }
        }
        if (lengths.length == 0) {
            throw new IllegalArgumentException("a sample's shape: expected one length or more, got none");
        }
        return new OnnxExport(net, isPrediction, Shape.of(lengths), input, output);
    }

    /**
     * The same with these names for input and output, which programs ask the model by.
     *
     * @throws IllegalArgumentException if one is empty, or both are the same
     */
    public OnnxExport withNames(String inputName, String outputName) {
        if (inputName.isEmpty() || outputName.isEmpty() || inputName.equals(outputName)) {
            throw new IllegalArgumentException("names of input and output: expected two different ones, got \""
                    + inputName + "\" and \"" + outputName + "\"");
        }
        return new OnnxExport(net, isPrediction, sample, inputName, outputName);
    }

    /**
     * The model's bytes, what {@link #write} writes.
     *
     * @throws IllegalArgumentException if the net cannot be exported; the message names the layer, and what to do
     */
    public byte[] toByteArray() {
        return model().toByteArray();
    }

    /**
     * Writes the model to a file, which is replaced once the new one is whole; see {@link WholeFile#write}.
     *
     * @throws IllegalArgumentException if the net cannot be exported; the message names the layer, and what to do
     * @throws gradj.io.FileException if the file cannot be written; what it held is unchanged
     */
    public void write(Path file) {
        ModelProto model = model();
        WholeFile.write(file, channel -> {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
            model.writeTo(out);
            out.flush(); // and not closed: the channel is the file's
        });
    }

    private ModelProto model() {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(FILE_VERSION)
                .setProducerName("gradj")
                .setGraph(new NetNodes(net, input, output).graph(sample, isPrediction))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATOR_SET));
        String version = OnnxExport.class.getPackage().getImplementationVersion();
        return (version == null ? model : model.setProducerVersion(version)).build();
    }
}
