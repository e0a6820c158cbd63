package gradj.nn;

import gradj.spi.DType;
import gradj.tensor.Tensor;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A layer that passes everything on, and on its way runs what a test wants to happen in the middle of a net. */
public class Hooked implements Layer {
    /** Runs in forward and in backward, not in the copies that predict with this layer. */
    public Runnable hook = () -> {};

    @Override
    public Tensor forward(Tensor x) {
        hook.run();
        return x;
    }

    @Override
    public Tensor backward(Tensor dout) {
        hook.run();
        return dout;
    }

    @Override
    public Layer copy(DType dtype) {
        return new Hooked();
    }

    /** Does that in a thread of this name, and waits for the end of it. */
    public static <V> V inThread(String name, Callable<V> work) {
        FutureTask<V> task = new FutureTask<>(work);
        new Thread(task, name).start();
        try {
            return task.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(failed.getCause());
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
