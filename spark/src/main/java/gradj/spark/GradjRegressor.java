package gradj.spark;

import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.Regressor;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * An estimator of {@code spark.ml} that trains a net for numbers: affine layers with ReLU between them, one output, mean squared
 * error. In everything else it is as {@link GradjClassifier}; labels are finite numbers, best of about the size of 1.
 */
public final class GradjRegressor extends Regressor<Vector, GradjRegressor, GradjRegressionModel>
        implements LearningParams<GradjRegressor>, DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private @Nullable String uid; // no initialiser: uid() is called before it would run
    private final LearningSettings settings;

    public GradjRegressor() {
        this(Uids.random("gradjRegressor"));
    }

    /** One with this uid, as a saved one has it. */
    public GradjRegressor(String uid) {
        this(Uids.hold(uid));
    }

    private GradjRegressor(@Nullable Void unused) {
        uid = uid();
        Uids.release();
        settings = new LearningSettings(this);
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

    @Override
    public LearningSettings settings() {
        return settings;
    }

    @Override
    public GradjRegressor self() {
        return this;
    }

    @Override
    public GradjRegressionModel train(Dataset<?> data) {
        Outcome outcome = new Training(this, false, 0).run(data, data.col(getFeaturesCol()), data.col(getLabelCol()));
        return new GradjRegressionModel(uid(), outcome.net, outcome.losses);
    }

    @Override
    public GradjRegressor copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** Reads one that was saved. */
    public static MLReader<GradjRegressor> read() {
        return new DefaultParamsReader<>();
    }

    /** The one that was saved in this folder. */
    public static GradjRegressor load(String path) {
        return read().load(path);
    }
}
