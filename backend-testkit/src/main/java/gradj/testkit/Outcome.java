package gradj.testkit;

import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import java.util.Arrays;
import java.util.IdentityHashMap;
import org.opentest4j.AssertionFailedError;

/**
 * What the operands hold after a call, and the guards: storages allocated before, between and after the operands, which
 * nobody was asked to touch.
 */
record Outcome(double[][] outputs, double[][] inputs, double[][] guards) {
    private static final int GUARD_SIZE = 8;

    /** What the guard of this number is filled with. */
    static double[] guard(int number) {
        double[] pattern = new double[GUARD_SIZE];
        Arrays.setAll(pattern, i -> 1000 * (number + 1) + i);
        return pattern;
    }

    /** Makes the call on storages of its own and gives them back. */
    static Outcome of(Subject subject, BackendCall call) {
        return of(subject, call, Integer.MAX_VALUE);
    }

    /** The same; of each input only so many of its last elements are read. */
    static Outcome of(Subject subject, BackendCall call, int lastInputs) {
        int inputs = call.inputs().length;
        Storage[] operands = new Storage[inputs + call.outputs().length];
        Storage[] guards = new Storage[operands.length + 1];
        guards[0] = subject.storage(guard(0));
        for (int i = 0; i < operands.length; i++) {
            operands[i] = subject.storage(i < inputs ? call.inputs()[i] : call.outputs()[i - inputs]);
            guards[i + 1] = subject.storage(guard(i + 1));
        }
        Storage[] x = Arrays.copyOf(operands, inputs);
        Storage[] y = Arrays.copyOfRange(operands, inputs, operands.length);
        make(subject, call, subject.backend(), x, y);
        double[][] inputsAfter = Arrays.stream(x)
                .map(input -> subject.read(input, Math.max(0, input.size() - lastInputs)))
                .toArray(double[][]::new);
        Outcome outcome = new Outcome(readAll(subject, y), inputsAfter, readAll(subject, guards));
        subject.release(operands);
        subject.release(guards);
        return outcome;
    }

    /** Makes the call with one storage for all inputs that hold the very same array. */
    static Outcome ofSharedInputs(Subject subject, BackendCall call) {
        IdentityHashMap<double[], Storage> storages = new IdentityHashMap<>();
        Storage[] x = Arrays.stream(call.inputs())
                .map(input -> storages.computeIfAbsent(input, subject::storage))
                .toArray(Storage[]::new);
        Storage[] y = storages(subject, call.outputs());
        make(subject, call, subject.backend(), x, y);
        Outcome outcome = new Outcome(readAll(subject, y), new double[0][], new double[0][]);
        subject.release(storages.values().toArray(Storage[]::new));
        subject.release(y);
        return outcome;
    }

    /** Makes a call, and then another of its kind on the very same storages. */
    static Outcome ofRewrittenInputs(Subject subject, BackendCall first, BackendCall second) {
        Storage[] x = storages(subject, first.inputs());
        Storage[] y = storages(subject, first.outputs());
        make(subject, first, subject.backend(), x, y);
        for (int i = 0; i < x.length; i++) {
            subject.write(second.inputs()[i], x[i]);
        }
        for (int i = 0; i < y.length; i++) {
            subject.write(second.outputs()[i], y[i]);
        }
        make(subject, second, subject.backend(), x, y);
        Outcome outcome = new Outcome(readAll(subject, y), new double[0][], new double[0][]);
        subject.release(x);
        subject.release(y);
        return outcome;
    }

    private static Storage[] storages(Subject subject, double[][] contents) {
        return Arrays.stream(contents).map(subject::storage).toArray(Storage[]::new);
    }

    /** Makes the call; an exception becomes a failure that names it. */
    static void make(Subject subject, BackendCall call, TensorBackend backend, Storage[] x, Storage[] y) {
        try {
            call.body().on(backend, x, y);
        } catch (RuntimeException | LinkageError thrown) {
            throw new AssertionFailedError(subject + ": " + call + " threw " + thrown, thrown);
        }
    }

    private static double[][] readAll(Subject subject, Storage[] storages) {
        return Arrays.stream(storages).map(subject::read).toArray(double[][]::new);
    }
}
