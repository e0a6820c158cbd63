package gradj.train;

import gradj.backend.JavaBackend;
import gradj.data.Samples;
import gradj.nn.Network;
import gradj.optim.Adam;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.nio.file.Path;

/** Trains with a checkpoint after each iteration, from the newest one on if there is one, and says each iteration. */
final class ResumeLoop {
    private ResumeLoop() {}

    /** The folder, and the number of iterations. */
    public static void main(String[] args) {
        Tensors tensors = new Tensors(new JavaBackend(1), DType.FLOAT32);
        Tensor x = tensors.gaussian(Shape.of(50, 40), 1, new SeededRandom(1));
        Samples samples = new Samples(x, x.slice(1, 0, 1));
        Network net = Network.sequence(tensors, 2)
                .affine(40, 200)
                .batchNorm(200)
                .relu()
                .dropout(0.2)
                .affine(200, 1)
                .meanSquaredError();
        Checkpoints checkpoints = Checkpoints.in(Path.of(args[0])).everyIterations(1);
        Trainer trainer = new Trainer(
                        net,
                        new Adam(0.01),
                        new TrainingPlan(Integer.parseInt(args[1]), 8, Sampling.SHUFFLED_EPOCHS, 3))
                .withCheckpoints(checkpoints);
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onIteration(int iteration, double loss) {
                System.out.println(iteration);
                System.out.flush();
            }
        };
        if (checkpoints.newest().isPresent()) {
            trainer.resume(samples, samples, listener);
        } else {
            trainer.train(samples, samples, listener);
        }
    }
}
