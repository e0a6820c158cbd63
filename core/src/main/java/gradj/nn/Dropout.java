package gradj.nn;

import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stops a share of the elements, others in each forward, while the net learns, so that no unit relies on a single other one;
 * in {@link Mode#EVALUATION} it lets everything through. What is let through in training is divided by the share that is, so
 * that sums stay as large on average (inverted dropout). Book section 6.4.3; Srivastava et al. 2014.
 *
 * <p>The same seed stops the same elements. How many forwards there were is a buffer: a net that is saved and loaded goes on
 * where it was, and a gradient check puts it back before each forward.
 */
public final class Dropout implements Layer {
    /** The float32 numbers that count exactly end here; the masks then begin again. */
    private static final double COUNTED = 1 << 24;

    private final double share;
    private final long seed;
    private final boolean isInverted;
    private final Buffer forwards;

    /** What the last forward was multiplied by; a scalar where all elements were alike. */
    private @Nullable Tensor factors;

    /**
     * Inverted dropout.
     *
     * @param tensors backend and dtype of the net
     * @param share the part of the elements that is stopped, 0 to 1
     * @throws IllegalArgumentException if the share is not from 0 to 1
     */
    public Dropout(Tensors tensors, double share, long seed) {
        this(share, seed, true, new Buffer("forwards", tensors.scalar(0)));
    }

    private Dropout(double share, long seed, boolean isInverted, Buffer forwards) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("dropout: expected a share from 0 to 1, got " + share);
        }
        this.share = share;
        this.seed = seed;
        this.isInverted = isInverted;
        this.forwards = forwards;
    }

    /** The book's: nothing is divided in training, and in evaluation everything is multiplied by the share let through. */
    public static Dropout ofTheBook(Tensors tensors, double share, long seed) {
        return new Dropout(share, seed, false, new Buffer("forwards", tensors.scalar(0)));
    }

    /**
     * The layer of these, as a file has them.
     *
     * @param forwards how many forwards there were in training, []
     * @throws IllegalArgumentException if the share is not from 0 to 1
     * @throws gradj.tensor.ShapeException if the buffer is no single number
     */
    public static Dropout of(double share, long seed, boolean isInverted, Buffer forwards) {
        if (!forwards.value().shape().equals(Shape.of())) {
            throw new gradj.tensor.ShapeException(
                    "Dropout",
                    "expected a buffer [], got " + forwards,
                    forwards.value().shape());
        }
        return new Dropout(share, seed, isInverted, forwards);
    }

    /** The part of the elements that is stopped. */
    public double share() {
        return share;
    }

    /** Of the masks. */
    public long seed() {
        return seed;
    }

    /** Whether what is let through is divided in training, and not, as in the book, multiplied in evaluation. */
    public boolean isInverted() {
        return isInverted;
    }

    @Override
    public Tensor forward(Tensor x) {
        return forward(x, Mode.TRAINING);
    }

    @Override
    public Tensor forward(Tensor x, Mode mode) {
        Tensor by = mode == Mode.TRAINING ? mask(x) : new Tensors(x.backend(), x.dtype()).scalar(evaluationFactor());
        Tensor y = x.times(by);
        factors = by;
        return y;
    }

    private Tensor mask(Tensor x) {
        Tensors tensors = new Tensors(x.backend(), x.dtype());
        double count = forwards.value().item();
        forwards.assign(new Tensors(x.backend(), forwards.value().dtype()).scalar((count + 1) % COUNTED));
        SeededRandom random = new SeededRandom(seed).fork((long) count);
        double passed = isInverted && share < 1 ? 1 / (1 - share) : 1;
        double[] mask = new double[x.size()];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = random.nextDouble() < share ? 0 : passed;
        }
        return tensors.of(x.shape(), mask);
    }

    private double evaluationFactor() {
        return isInverted ? 1 : 1 - share;
    }

    @Override
    public Tensor infer(Tensor x) {
        return isInverted ? x : x.times(evaluationFactor());
    }

    @Override
    public Tensor backward(Tensor dout) {
        Tensor by = factors;
        if (by == null) {
            throw new IllegalStateException("Dropout: backward before forward: call forward(x) first");
        }
        if (by.shape().rank() > 0) {
            requireSameShape(dout, by.shape());
        }
        return dout.times(by);
    }

    private static void requireSameShape(Tensor dout, Shape shape) {
        if (!dout.shape().equals(shape)) {
            throw new gradj.tensor.ShapeException(
                    "Dropout", "upstream gradient: expected " + shape + ", got " + dout.shape(), dout.shape(), shape);
        }
    }

    @Override
    public List<Buffer> buffers() {
        return List.of(forwards);
    }

    @Override
    public Dropout copy(DType dtype) {
        return copy(new Tensors(forwards.value().backend(), dtype));
    }

    @Override
    public Dropout copy(Tensors tensors) {
        return new Dropout(share, seed, isInverted, forwards.copy(tensors));
    }
}
