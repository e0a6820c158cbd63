package gradj.spark;

import gradj.nn.Network;
import gradj.nn.SoftmaxWithLoss;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.jspecify.annotations.Nullable;

/**
 * A net for classes as a transformer of {@code spark.ml}: {@code rawPrediction} are its scores, {@code probability} their softmax,
 * {@code prediction} the class of the largest. Its folder holds {@code net.safetensors}, which
 * {@link gradj.io.NetworkFile#load} reads without Spark; and {@link #of} makes a model of a net that was trained without.
 */
public final class GradjClassificationModel extends ProbabilisticClassificationModel<Vector, GradjClassificationModel>
        implements MLWritable {
    private static final long serialVersionUID = 1L;

    private @Nullable String uid; // no initialiser: uid() is called before it would run
    private final TrainedNet net;
    private final double[] losses;

    GradjClassificationModel(String uid, byte[] net, double[] losses) {
        this(Uids.hold(uid), new TrainedNet(net), losses);
    }

    private GradjClassificationModel(@Nullable Void unused, TrainedNet net, double[] losses) {
        uid = uid();
        Uids.release();
        this.net = net;
        this.losses = losses;
        if (!(net.loss() instanceof SoftmaxWithLoss)) {
            throw new IllegalArgumentException("expected a net for classes, with softmax cross entropy, got one with "
                    + net.loss().getClass().getSimpleName());
        }
    }

    /**
     * A model of a net's file, as {@link gradj.io.NetworkFile#save} writes it.
     *
     * @throws gradj.io.FileException if the file is none of a net
     * @throws IllegalArgumentException if the net is not for classes
     */
    public static GradjClassificationModel of(Path file) {
        try {
            return new GradjClassificationModel(
                    Uids.random("gradjClassifier"), Files.readAllBytes(file), new double[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e, e);
        }
    }

    @Override
    public String uid() {
        String known = uid;
        if (known == null) {
            known = Uids.held();
            uid = known;
        }
        return known;
    }

    /** The net, on this process's backend. */
    public Network network() {
        return net.net();
    }

    /** The net's safetensors file. */
    byte[] file() {
        return net.file();
    }

    /** The mean loss of each epoch of the training; empty of a model that was loaded. */
    public double[] epochLosses() {
        return losses.clone();
    }

    @Override
    public int numClasses() {
        return net.outputs();
    }

    @Override
    public int numFeatures() {
        return net.features();
    }

    @Override
    public Vector predictRaw(Vector features) {
        return Vectors.dense(net.scores(features));
    }

    /** Softmax, in place. */
    @Override
    public Vector raw2probabilityInPlace(Vector raw) {
        double[] values = ((DenseVector) raw).values();
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            largest = Math.max(largest, value);
        }
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.exp(values[i] - largest);
            sum += values[i];
        }
        for (int i = 0; i < values.length; i++) {
            values[i] /= sum;
        }
        return raw;
    }

    /** Both of Spark's super types have it, with the same signature, and javac wants one. */
    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public scala.Tuple3 findSummaryModel() {
        return super.findSummaryModel();
    }

    @Override
    public GradjClassificationModel copy(ParamMap extra) {
        GradjClassificationModel copy = new GradjClassificationModel(Uids.hold(uid()), net, losses);
        return copyValues(copy, extra).setParent(parent());
    }

    @Override
    public MLWriter write() {
        return new ModelFiles.Writer(this, net);
    }

    /** Reads one that was saved. */
    public static MLReader<GradjClassificationModel> read() {
        return new ModelFiles.Reader<>(
                GradjClassificationModel.class,
                (uid, bytes) -> new GradjClassificationModel(uid, bytes, new double[0]));
    }

    /** The one that was saved in this folder. */
    public static GradjClassificationModel load(String path) {
        return read().load(path);
    }
}
