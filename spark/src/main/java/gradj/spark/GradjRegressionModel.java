package gradj.spark;

import gradj.nn.Network;
import gradj.nn.RegressionLoss;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.RegressionModel;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.jspecify.annotations.Nullable;

/**
 * A net for numbers as a transformer of {@code spark.ml}. Its folder holds {@code net.safetensors}, which
 * {@link gradj.io.NetworkFile#load} reads without Spark; and {@link #of} makes a model of a net that was trained without.
 */
public final class GradjRegressionModel extends RegressionModel<Vector, GradjRegressionModel> implements MLWritable {
    private static final long serialVersionUID = 1L;

    private @Nullable String uid; // no initialiser: uid() is called before it would run
    private final TrainedNet net;
    private final double[] losses;

    GradjRegressionModel(String uid, byte[] net, double[] losses) {
        this(Uids.hold(uid), new TrainedNet(net), losses);
    }

    private GradjRegressionModel(@Nullable Void unused, TrainedNet net, double[] losses) {
        uid = uid();
        Uids.release();
        this.net = net;
        this.losses = losses;
        if (!(net.loss() instanceof RegressionLoss) || net.outputs() != 1) {
            throw new IllegalArgumentException("expected a net for one number, got one of " + net.outputs() + " with "
                    + net.loss().getClass().getSimpleName());
        }
    }

    /**
     * A model of a net's file, as {@link gradj.io.NetworkFile#save} writes it.
     *
     * @throws gradj.io.FileException if the file is none of a net
     * @throws IllegalArgumentException if the net is not for one number
     */
    public static GradjRegressionModel of(Path file) {
        try {
            return new GradjRegressionModel(Uids.random("gradjRegressor"), Files.readAllBytes(file), new double[0]);
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
    public int numFeatures() {
        return net.features();
    }

    @Override
    public double predict(Vector features) {
        return net.scores(features)[0];
    }

    @Override
    public GradjRegressionModel copy(ParamMap extra) {
        GradjRegressionModel copy = new GradjRegressionModel(Uids.hold(uid()), net, losses);
        return copyValues(copy, extra).setParent(parent());
    }

    @Override
    public MLWriter write() {
        return new ModelFiles.Writer(this, net);
    }

    /** Reads one that was saved. */
    public static MLReader<GradjRegressionModel> read() {
        return new ModelFiles.Reader<>(
                GradjRegressionModel.class, (uid, bytes) -> new GradjRegressionModel(uid, bytes, new double[0]));
    }

    /** The one that was saved in this folder. */
    public static GradjRegressionModel load(String path) {
        return read().load(path);
    }
}
