package gradj.spark;

import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.optim.Optimizer;
import gradj.spi.TensorBackend;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import gradj.train.BatchSampler;
import gradj.train.Sampling;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The learning of one worker. All workers draw the same mini-batches of all rows, those that a single machine would draw. In each
 * step a worker computes the gradient of the rows of the mini-batch that are its own; weighted by their number and added up
 * over the workers, these are the gradient of the whole mini-batch, and every worker makes the same update.
 */
final class Learner {
    private final Plan plan;
    private final Deal deal;
    private final int worker;
    private final int[] places;
    private final Exchange exchange;
    private final Tensors tensors;
    private final Network net;
    private final Optimizer optimizer;

    /** All gradients one behind the other, and the loss. */
    private final float[] numbers;

    /** The gradients of the whole mini-batch, for all steps. */
    private final Tensor[] gradients;

    /** The mean loss of each epoch, of the present one as far as it has come. */
    private double[] losses;

    Learner(Plan plan, Deal deal, int worker, Exchange exchange, Tensors tensors) {
        this.plan = plan;
        this.deal = deal;
        this.worker = worker;
        this.places = deal.places(worker);
        this.exchange = exchange;
        this.tensors = tensors;
        this.net = plan.network(tensors);
        this.optimizer = plan.newOptimizer();
        this.numbers = new float[plan.numbers()];
        this.losses = new double[plan.iterations() / plan.iterationsPerEpoch()];
        this.gradients = net.parameters().stream()
                .map(parameter -> tensors.persistent(parameter.value().shape()))
                .toArray(Tensor[]::new);
    }

    /** The net's file. */
    byte[] net() {
        return NetworkBytes.of(net);
    }

    double[] losses() {
        return losses;
    }

    /**
     * Learns from the first iteration, or from that of a checkpoint, to the last.
     *
     * @param beforeStep throws if the task is to end
     * @throws ArithmeticException if the loss or a parameter becomes NaN or infinite
     */
    void learn(Share share, int firstIteration, @Nullable Checkpoint checkpoint, Runnable beforeStep) {
        if (checkpoint != null && firstIteration > 0) {
            losses = checkpoint.read(firstIteration, net, optimizer);
        }
        BatchSampler sampler = new BatchSampler(Sampling.SHUFFLED_EPOCHS, deal.rows(), plan.batchSize(), plan.seed());
        try (TensorScope.Rounds steps = TensorScope.rounds()) {
            for (int iteration = 1; iteration <= plan.iterations(); iteration++) {
                int[] batch = sampler.next();
                if (iteration <= firstIteration) {
                    continue; // done, but for the drawing
                }
                beforeStep.run();
                try (TensorScope step = steps.open()) {
                    double loss = step(share, batch);
                    requireFinite(loss, iteration);
                    losses[(iteration - 1) / plan.iterationsPerEpoch()] += loss * batch.length / deal.rows();
                }
                if (worker == 0 && checkpoint != null && checkpoint.isDue(iteration)) {
                    requireFiniteNet(iteration);
                    checkpoint.write(iteration, net, optimizer, losses);
                }
            }
        }
        requireFiniteNet(plan.iterations());
    }

    /** The loss of the mini-batch before the update. */
    private double step(Share share, int[] batch) {
        int[] own = deal.own(worker, places, batch);
        double loss = own.length == 0 ? 0 : gradient(share, own);
        if (deal.workers() > 1) {
            loss = exchange(loss, (float) own.length / batch.length);
        }
        if (Double.isFinite(loss)) {
            optimizer.step(net.parameters());
        }
        return loss;
    }

    private double gradient(Share share, int[] own) {
        Tensor x = share.features(own, tensors);
        Tensor t = plan.classes() > 0 ? share.classes(own, plan.classes(), tensors) : share.numbers(own, tensors);
        double loss = net.loss(x, t).item();
        net.backward();
        return loss;
    }

    /** Sets the gradients to those of the whole mini-batch; its loss. */
    private double exchange(double loss, float weight) {
        TensorBackend backend = tensors.backend();
        List<Parameter> parameters = net.parameters();
        int loaded = 0;
        for (int i = 0; i < gradients.length; i++) {
            int size = gradients[i].size();
            if (weight > 0) {
                backend.read(parameters.get(i).gradient().storage(), 0, numbers, loaded, size);
            }
            loaded += size;
        }
        numbers[loaded] = (float) loss;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = weight > 0 ? weight * numbers[i] : 0;
        }
        exchange.sum(numbers);
        loaded = 0;
        for (int i = 0; i < gradients.length; i++) {
            backend.write(numbers, loaded, gradients[i].storage(), 0, gradients[i].size());
            parameters.get(i).setGradient(gradients[i]);
            loaded += gradients[i].size();
        }
        return numbers[loaded];
    }

    private void requireFinite(double loss, int iteration) {
        if (!Double.isFinite(loss)) {
            throw diverged("the loss became " + loss, iteration);
        }
    }

    private void requireFiniteNet(int iteration) {
        for (Parameter parameter : net.parameters()) {
            for (float value : parameter.value().toFloatArray()) {
                if (!Float.isFinite(value)) {
                    throw diverged(parameter.name() + " became " + value, iteration);
                }
            }
        }
    }

    private ArithmeticException diverged(String what, int iteration) {
        return new ArithmeticException(String.format(
                Locale.ROOT,
                "%s in iteration %d of %d: a smaller learning rate than %s may help, or features of about the same size"
                        + " (StandardScaler)",
                what,
                iteration,
                plan.iterations(),
                plan.learningRate()));
    }
}
