package gradj.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * The gradient that every engine computes: of the mean softmax cross entropy of a batch, for the parameters of a net of two
 * affine layers with ReLU between them. All matrices are row-major.
 *
 * <p>Inputs are eighths from 0 to 7/8, first weights are multiples of 1/1024, first biases odd multiples of 1/16384. So what
 * the ReLU is given is exact in float32 in whatever order it is summed up, and never 0: no engine comes out on the other side
 * of the kink.
 *
 * @param x inputs [samples, inputs]
 * @param labels class numbers [samples]
 * @param w1 weights [inputs, hidden]
 * @param b1 biases [hidden]
 * @param w2 weights [hidden, classes]
 * @param b2 biases [classes]
 */
public record Problem(
        int inputs,
        int hidden,
        int classes,
        int samples,
        float[] x,
        int[] labels,
        float[] w1,
        float[] b1,
        float[] w2,
        float[] b2) {
    private static final double WEIGHT_STD = 0.01;

    /** The problem of these sizes: the same numbers on every machine. */
    public static Problem make(int inputs, int hidden, int classes, int samples) {
        Random random = new Random(1);
        float[] x = new float[samples * inputs];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextInt(8) / 8f;
        }
        int[] labels = new int[samples];
        for (int i = 0; i < samples; i++) {
            labels[i] = random.nextInt(classes);
        }
        float[] b1 = new float[hidden];
        for (int i = 0; i < hidden; i++) {
            b1[i] = (2 * random.nextInt(1024) - 1023) / 16384f;
        }
        return new Problem(
                inputs,
                hidden,
                classes,
                samples,
                x,
                labels,
                weights(inputs * hidden, random),
                b1,
                weights(hidden * classes, random),
                new float[classes]);
    }

    private static float[] weights(int count, Random random) {
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = Math.round(WEIGHT_STD * random.nextGaussian() * 1024) / 1024f;
        }
        return weights;
    }

    /** As in {@code 784-50-10, batch 100}. */
    public String name() {
        return inputs + "-" + hidden + "-" + classes + ", batch " + samples;
    }

    /** The labels as rows [samples, classes] of zeros with a 1. */
    public float[] oneHot() {
        float[] rows = new float[samples * classes];
        for (int i = 0; i < samples; i++) {
            rows[i * classes + labels[i]] = 1;
        }
        return rows;
    }

    /** Writes the file that {@link #read} reads: little-endian, the four sizes, then the arrays in the record's order. */
    public void write(Path file) throws IOException {
        int elements = 4 + x.length + labels.length + w1.length + b1.length + w2.length + b2.length;
        ByteBuffer bytes = ByteBuffer.allocate(4 * elements).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(inputs).putInt(hidden).putInt(classes).putInt(samples);
        put(bytes, x);
        for (int label : labels) {
            bytes.putInt(label);
        }
        put(bytes, w1);
        put(bytes, b1);
        put(bytes, w2);
        put(bytes, b2);
        Files.write(file, bytes.array());
    }

    /** The problem in a file that {@link #write} wrote. */
    public static Problem read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int inputs = bytes.getInt();
        int hidden = bytes.getInt();
        int classes = bytes.getInt();
        int samples = bytes.getInt();
        float[] x = floats(bytes, samples * inputs);
        int[] labels = new int[samples];
        for (int i = 0; i < samples; i++) {
            labels[i] = bytes.getInt();
        }
        return new Problem(
                inputs,
                hidden,
                classes,
                samples,
                x,
                labels,
                floats(bytes, inputs * hidden),
                floats(bytes, hidden),
                floats(bytes, hidden * classes),
                floats(bytes, classes));
    }

    private static void put(ByteBuffer bytes, float[] values) {
        for (float value : values) {
            bytes.putFloat(value);
        }
    }

    private static float[] floats(ByteBuffer bytes, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = bytes.getFloat();
        }
        return values;
    }
}
