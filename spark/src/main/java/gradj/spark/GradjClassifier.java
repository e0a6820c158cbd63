package gradj.spark;

import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MetadataUtils$;
import org.apache.spark.sql.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * An estimator of {@code spark.ml} that trains a net for classes: affine layers with ReLU between them, softmax cross entropy. All
 * {@link #workers} compute the gradient of their part of each mini-batch, in one barrier stage; {@code docs/spark.md} says what
 * a cluster needs for that, and which bits are the same when.
 *
 * <pre>{@code
 * GradjClassifier net = new GradjClassifier().setHiddenLayers(100).setEpochs(5).setWorkers(2);
 * GradjClassificationModel model = net.fit(train);
 * model.write().save("hdfs:///digits");
 * }</pre>
 *
 * <p>Labels are class numbers from 0 on; how many classes there are, the label column's metadata say (as StringIndexer writes
 * them), else the labels. {@code fit} throws an {@link IllegalArgumentException} that names the first row which cannot be learned
 * from, and an {@link IllegalStateException} if the net diverges or the cluster loses workers again and again.
 */
public final class GradjClassifier extends ProbabilisticClassifier<Vector, GradjClassifier, GradjClassificationModel>
        implements LearningParams<GradjClassifier>, DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private @Nullable String uid; // no initialiser: uid() is called before it would run
    private final LearningSettings settings;

    public GradjClassifier() {
        this(Uids.random("gradjClassifier"));
    }

    /** One with this uid, as a saved one has it. */
    public GradjClassifier(String uid) {
        this(Uids.hold(uid));
    }

    private GradjClassifier(@Nullable Void unused) {
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
    public GradjClassifier self() {
        return this;
    }

    @Override
    public GradjClassificationModel train(Dataset<?> data) {
        scala.Option<Object> known =
                MetadataUtils$.MODULE$.getNumClasses(data.schema().apply(getLabelCol()));
        int classes = known.isDefined() ? (Integer) known.get() : 0;
        Outcome outcome =
                new Training(this, true, classes).run(data, data.col(getFeaturesCol()), data.col(getLabelCol()));
        return new GradjClassificationModel(uid(), outcome.net, outcome.losses);
    }

    @Override
    public GradjClassifier copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** Reads one that was saved. */
    public static MLReader<GradjClassifier> read() {
        return new DefaultParamsReader<>();
    }

    /** The one that was saved in this folder. */
    public static GradjClassifier load(String path) {
        return read().load(path);
    }
}
