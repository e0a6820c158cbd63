package gradj.train;

import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.optim.Optimizer;
import java.util.List;

/** Follows a training; called by the training thread. */
public interface TrainingListener {
    /** A listener that does nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * A training begins, or goes on: nothing is told before this. What this throws ends the training before its
     * first step.
     *
     * @param net the one that learns; as long as the training lasts it may be asked for predictions and parameters
     * @param optimizer the training's own, whose learning rate is each epoch's
     * @param iteration how many were done: 0, but for a training that goes on
     */
    default void onBegin(Network net, Optimizer optimizer, int iteration) {}

    /**
     * A training goes on from a checkpoint; net and optimizer are as they were then.
     *
     * @param iteration how many were done
     * @param epochs those that were evaluated
     */
    default void onResume(int iteration, List<Epoch> epochs) {}

    /**
     * An iteration is done.
     *
     * @param iteration counted from 1
     * @param loss of its mini-batch, before the update
     */
    default void onIteration(int iteration, double loss) {}

    /**
     * The gradients of a mini-batch are there, and the parameters are still as they were; what is kept of either beyond this
     * call must be copied.
     *
     * @param iteration counted from 1
     */
    default void onGradients(int iteration, List<Parameter> parameters) {}

    /** An epoch is done and evaluated. */
    default void onEpoch(Epoch epoch) {}

    /** A listener that tells this one everything first, then the other one. */
    default TrainingListener andThen(TrainingListener other) {
        TrainingListener first = this;
        return new TrainingListener() {
            @Override
            public void onBegin(Network net, Optimizer optimizer, int iteration) {
                first.onBegin(net, optimizer, iteration);
                other.onBegin(net, optimizer, iteration);
            }

            @Override
            public void onResume(int iteration, List<Epoch> epochs) {
                first.onResume(iteration, epochs);
                other.onResume(iteration, epochs);
            }

            @Override
            public void onIteration(int iteration, double loss) {
                first.onIteration(iteration, loss);
                other.onIteration(iteration, loss);
            }

            @Override
            public void onGradients(int iteration, List<Parameter> parameters) {
                first.onGradients(iteration, parameters);
                other.onGradients(iteration, parameters);
            }

            @Override
            public void onEpoch(Epoch epoch) {
                first.onEpoch(epoch);
                other.onEpoch(epoch);
            }
        };
    }
}
