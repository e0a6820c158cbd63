package gradj.play.net;

import gradj.data.Batch;
import gradj.data.Batches;
import gradj.data.image.DigitPicture;
import gradj.data.image.GreyPicture;
import gradj.gradcheck.GradientCheck;
import gradj.gradcheck.GradientReport;
import gradj.gradcheck.ParameterReport;
import gradj.nn.Network;
import gradj.optim.Optimizer;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import gradj.train.BatchSampler;
import gradj.train.Sampling;
import gradj.train.TrainingPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A net that learns from some data, step by step, and what can be seen of it: all that a reset replaces. Of one thread. */
final class Learning {
    /** Enough samples, drawn at random, to see what activations and accuracies are. */
    private static final int SEEN = 500;

    private static final int CHECKED_SAMPLES = 5;
    private static final int CHECKED_ELEMENTS = 30;

    private final NetSettings.Checked settings;
    private final PlayData data;
    private final Network net;
    private final Tensors tensors;
    private final Optimizer optimizer;
    private final BatchSampler sampler;
    private final int stepsPerEpoch;
    private final Batch seenTrain;
    private final Batch seenTest;
    private final Curve curve = new Curve();
    private int iteration;
    private boolean hasGradients;
    private @Nullable String failure;

    /** A net by these settings. */
    static Learning of(NetSettings.Checked settings, PlayData data, Tensors tensors) {
        Network net = settings.net(tensors, data.inputs(), data.classNames().size());
        return new Learning(settings, data, net, tensors);
    }

    Learning(NetSettings.Checked settings, PlayData data, Network net, Tensors tensors) {
        this.settings = settings;
        this.data = data;
        this.net = net;
        this.tensors = tensors;
        this.optimizer = settings.newOptimizer();
        int samples = data.train().size();
        TrainingPlan plan =
                new TrainingPlan(1, Math.min(settings.batchSize(), samples), Sampling.SHUFFLED_EPOCHS, settings.seed());
        this.sampler = new BatchSampler(plan.sampling(), samples, plan.batchSize(), plan.seed());
        this.stepsPerEpoch = plan.iterationsPerEpoch(samples);
        this.seenTrain = seen(data.train());
        this.seenTest = seen(data.test());
    }

    /** Some samples, drawn at random, for a file may be sorted: those on which all that is shown is measured. */
    private Batch seen(Batches samples) {
        int[] rows = IntStream.range(0, samples.size()).toArray();
        new SeededRandom(settings.seed()).shuffle(rows);
        return samples.batch(Arrays.copyOf(rows, Math.min(SEEN, rows.length)));
    }

    Network net() {
        return net;
    }

    NetSettings.Checked settings() {
        return settings;
    }

    /** The steps that were done. */
    int iteration() {
        return iteration;
    }

    /** What went wrong, in a sentence; then nothing is learned any more. */
    @Nullable
    String failure() {
        return failure;
    }

    void fail(String sentence) {
        hasGradients = false;
        failure = sentence;
    }

    int parameters() {
        return net.parameters().stream()
                .mapToInt(parameter -> parameter.value().size())
                .sum();
    }

    // ------------------------------------------------------------------------------------------------------- learning

    /** One mini-batch: forward, backward, update. */
    void learn() {
        Batch batch = data.train().batch(sampler.next());
        double loss = net.loss(batch.x(), batch.t()).item();
        iteration++;
        if (!Double.isFinite(loss)) {
            fail(diverged("the loss became " + loss));
            return;
        }
        curve.add(loss);
        net.backward();
        hasGradients = true;
        optimizer.step(net.parameters());
    }

    /** They are shown when the step is over. */
    void keepGradients(TensorScope scope) {
        if (hasGradients) {
            net.parameters().forEach(parameter -> scope.keep(parameter.gradient()));
        }
    }

    private String diverged(String what) {
        return "diverged at step " + iteration + ": " + what + "; a smaller learning rate may help: reset";
    }

    // ---------------------------------------------------------------------------------------------- what can be asked

    /** How the net reads a drawing. */
    NetView.Reading read(GreyPicture drawing) {
        int side = data.imageSide();
        if (side == 0) {
            throw new IllegalArgumentException("this net reads no images: choose the digits as data");
        }
        Optional<byte[]> image = DigitPicture.image(drawing, side, side);
        if (image.isEmpty()) {
            return new NetView.Reading("", side, new double[0], new float[0]);
        }
        float[] pixels = new float[side * side];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (image.get()[i] & 0xFF) / 255f;
        }
        Tensor x = tensors.of(Shape.of(1, pixels.length), pixels);
        return new NetView.Reading(
                NetPictures.base64(image.get()),
                side,
                net.prediction(x).toDoubleArray(),
                NetPictures.firstHidden(net, x));
    }

    /** Compares some gradients of the present net with numerical ones, in float64. */
    NetView.Checked check() {
        int samples = Math.min(CHECKED_SAMPLES, seenTrain.x().shape().length(0));
        Tensor x = seenTrain.x().rows(0, samples).to(DType.FLOAT64);
        Tensor t = seenTrain.t().rows(0, samples).to(DType.FLOAT64);
        GradientReport report = GradientCheck.sample(CHECKED_ELEMENTS, settings.seed())
                .check(net.copy(DType.FLOAT64).lossOf(x, t));
        List<NetView.Checked.Line> lines = new ArrayList<>();
        for (ParameterReport parameter : report.parameters()) {
            lines.add(new NetView.Checked.Line(
                    parameter.name(),
                    parameter.checked(),
                    parameter.meanAbsoluteDifference(),
                    parameter.largestRelativeError(),
                    parameter.kinks(),
                    parameter.outcome()));
        }
        return new NetView.Checked(lines);
    }

    // ------------------------------------------------------------------------------------------------ what is shown

    /** The net as it is, and a point of the curves if something was learned since the last one. */
    NetView.Update update(boolean isRunning, double stepsPerSecond) {
        try (TensorScope scope = TensorScope.open()) {
            return new NetView.Update(frame(isRunning, stepsPerSecond), measured());
        } catch (ArithmeticException e) { // scores that are no numbers, of samples that were not in the batch
            fail(diverged(String.valueOf(e.getMessage())));
            return new NetView.Update(frame(false, stepsPerSecond), List.of());
        }
    }

    private List<NetView.Measured> measured() {
        return failure == null && curve.hasNew()
                ? List.of(curve.measure(
                        iteration,
                        net.accuracy(seenTrain.x(), seenTrain.t()),
                        net.accuracy(seenTest.x(), seenTest.t())))
                : List.of();
    }

    /** What it is. */
    NetView.Begin begin() {
        return new NetView.Begin(
                NetPictures.layers(net),
                parameters(),
                data.classNames(),
                data.train().size(),
                data.test().size(),
                tensors.backend().name(),
                data.isPlane() ? plane() : null,
                data.imageSide(),
                curve.points());
    }

    private NetView.Plane plane() {
        return new NetView.Plane(
                data.inputNames().get(0),
                data.inputNames().get(1),
                seenTrain.x().toFloatArray(),
                classes(seenTrain.t()),
                seenTest.x().toFloatArray(),
                classes(seenTest.t()),
                half());
    }

    private static int[] classes(Tensor oneHot) {
        return Arrays.stream(oneHot.argmax(1).toDoubleArray())
                .mapToInt(number -> (int) number)
                .toArray();
    }

    /** Drawn points lie within 1.3, standardised columns nearly all within 3. */
    private double half() {
        return settings.data().equals("table") ? 3 : 1.3;
    }

    NetView.Frame frame(boolean isRunning, double stepsPerSecond) {
        boolean isFine = failure == null;
        return new NetView.Frame(
                isFine ? isRunning ? NetView.State.RUNNING : NetView.State.PAUSED : NetView.State.DIVERGED,
                failure,
                iteration,
                (double) iteration / stepsPerEpoch,
                stepsPerSecond,
                NetPictures.parameters(net, hasGradients),
                isFine ? NetPictures.activations(net, seenTrain.x()) : List.of(),
                isFine && data.isPlane() ? NetPictures.map(net, tensors, half()) : null);
    }
}
