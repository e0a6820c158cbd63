package gradj.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import gradj.backend.JavaBackend;
import gradj.data.Batches;
import gradj.data.Dataset;
import gradj.data.LabeledImages;
import gradj.data.LazySamples;
import gradj.nn.Network;
import gradj.nn.TwoLayerNet;
import gradj.optim.Sgd;
import gradj.spi.DType;
import gradj.tensor.Tensors;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A steady training step allocates next to nothing: its tensors' memory comes from the pool. */
class StepAllocationTest {
    private static final int SAMPLES = 1000;
    private static final int BATCH = 50;
    private static final int PER_EPOCH = SAMPLES / BATCH;
    private static final int EPOCHS = 40;
    private static final int MEASURED_EPOCHS = 20;

    /**
     * 152 bytes whatever the JIT compiler does, less where it does away with records that live for one call. Drawing with
     * replacement and in shuffled order alike.
     */
    @ParameterizedTest
    @EnumSource(Sampling.class)
    void aSteadyStepAllocatesUnderTwoHundredBytes(Sampling sampling) {
        Tensors tensors = new Tensors(new JavaBackend(2), DType.FLOAT32);
        Dataset data = Samples.noise(tensors, SAMPLES);
        Network net = new TwoLayerNet(tensors, 784, 50, 10, 0.01, 1);
        long median = medianOfAStep(net, data, sampling);
        assertTrue(median < 200, "a step allocates " + median + " bytes");
    }

    /** Images that stay bytes become numbers in memory that is used again. */
    @ParameterizedTest
    @EnumSource(DType.class)
    void soDoesOneThatReadsItsBatch(DType dtype) {
        Tensors tensors = new Tensors(new JavaBackend(2), dtype);
        LabeledImages images = LabeledImages.of(28, 28, new byte[SAMPLES * 784], new byte[SAMPLES]);
        Network net = new TwoLayerNet(tensors, 784, 50, 10, 0.01, 1);
        long median = medianOfAStep(net, LazySamples.of(images, 10, tensors), Sampling.SHUFFLED_EPOCHS);
        assertTrue(median < 200, "a step allocates " + median + " bytes");
    }

    private static long medianOfAStep(Network net, Batches data, Sampling sampling) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] allocated = new long[EPOCHS * PER_EPOCH + 1];
        TrainingListener meter = new TrainingListener() {
            @Override
            public void onIteration(int iteration, double loss) {
                allocated[iteration] = threads.getCurrentThreadAllocatedBytes();
            }
        };
        TrainingPlan plan = new TrainingPlan(EPOCHS * PER_EPOCH, BATCH, sampling, 1);
        new Trainer(net, new Sgd(0.01), plan)
                .train(data, data.rows(IntStream.range(0, BATCH).toArray()), meter);

        // Between two iterations of one epoch lies one step; an epoch's end evaluates all samples.
        List<Long> steps = new ArrayList<>();
        for (int i = (EPOCHS - MEASURED_EPOCHS) * PER_EPOCH + 1; i < allocated.length; i++) {
            if (i % PER_EPOCH != 1) {
                steps.add(allocated[i] - allocated[i - 1]);
            }
        }
        Collections.sort(steps);
        return steps.get(steps.size() / 2);
    }
}
