package gradj.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradj.spi.BinaryOp;
import gradj.spi.DType;
import gradj.spi.Reduction;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.spi.UnaryOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.opentest4j.AssertionFailedError;

/** What holds for every call: what it writes, what it leaves alone, and that it gives the same bits again. */
final class CallRules {
    private CallRules() {}

    /**
     * Outputs that held NaN before and outputs that held 7 before end the same; one left as it was differs. So does a call
     * that gives other bits each time, which is R13's matter: the message says what was seen, and both.
     */
    static void everyOutputElementIsWritten(Subject subject) {
        for (BackendCall call : Calls.all(subject.dtype())) {
            if (!call.accumulates()) {
                double[][] afterNaN = Outcome.of(subject, call).outputs();
                double[][] sevens = Arrays.stream(call.outputs())
                        .map(output -> Arrays.stream(output).map(value -> 7).toArray())
                        .toArray(double[][]::new);
                double[][] afterSeven =
                        Outcome.of(subject, call.withOutputs(sevens)).outputs();
                for (int i = 0; i < afterNaN.length; i++) {
                    for (int j = 0; j < afterNaN[i].length; j++) {
                        if (Double.compare(afterNaN[i][j], afterSeven[i][j]) != 0) {
                            throw new AssertionFailedError(Close.name(subject, call, i) + ": element " + j + " is "
                                    + afterNaN[i][j] + " where the output held NaN before, " + afterSeven[i][j]
                                    + " where it held 7. It may be left unwritten, or depend on what the output held;"
                                    + " if R13 fails as well, the call gives other bits each time");
                        }
                    }
                }
            }
        }
    }

    static void nothingOutsideIsWritten(Subject subject) {
        for (BackendCall call : Calls.all(subject.dtype())) {
            nothingOutsideIsWritten(subject, call, Outcome.of(subject, call));
        }
    }

    static void nothingOutsideIsWritten(Subject subject, BackendCall call, Outcome outcome) {
        double[][] guards = outcome.guards();
        for (int i = 0; i < guards.length; i++) {
            String what = subject + ": " + call + " wrote outside its output: the storage allocated "
                    + (i == guards.length - 1 ? "after its last operand" : "before its operand " + (i + 1));
            Close.assertSameBits(Outcome.guard(i), guards[i], what);
        }
    }

    static void inputsAreUnchanged(Subject subject) {
        for (BackendCall call : Calls.all(subject.dtype())) {
            inputsAreUnchanged(subject, call, Outcome.of(subject, call));
        }
    }

    static void inputsAreUnchanged(Subject subject, BackendCall call, Outcome outcome) {
        double[][] inputs = outcome.inputs();
        for (int i = 0; i < inputs.length; i++) {
            double[] before = call.inputs()[i];
            double[] expected = Arrays.copyOfRange(before, before.length - inputs[i].length, before.length);
            Close.assertSameBits(expected, inputs[i], subject + ": " + call + " changed its input " + (i + 1));
        }
    }

    static void givesTheSameBitsAgain(Subject subject) {
        for (BackendCall call : Calls.all(subject.dtype())) {
            sameBits(subject, call, Outcome.of(subject, call).outputs(), "the second time");
            sameBits(subject, call, Outcome.of(subject, call).outputs(), "the third time");
        }
    }

    static void preparingChangesNoResult(Subject subject) {
        List<BackendCall> calls = Calls.all(subject.dtype());
        List<double[][]> before = new ArrayList<>();
        for (BackendCall call : calls) {
            before.add(Outcome.of(subject, call).outputs());
        }
        subject.backend().prepare(subject.dtype());
        for (int i = 0; i < calls.size(); i++) {
            sameBits(subject, calls.get(i), before.get(i), "after prepare");
            subject.backend().prepare(subject.dtype());
        }
    }

    /** The call gives these bits on this backend. */
    static void sameBits(Subject subject, BackendCall call, double[][] expected, String when) {
        double[][] actual = Outcome.of(subject, call).outputs();
        for (int i = 0; i < expected.length; i++) {
            Close.assertSameBits(expected[i], actual[i], Close.name(subject, call, i) + " " + when);
        }
    }

    /** Every combination of the sizes 0, 1 and 2, of which 2 is there to stand beside a 0. */
    static void sizesZeroAndOne(Subject subject) {
        DType dtype = subject.dtype();
        Calls calls = new Calls(dtype, 2);
        List<BackendCall> all = new ArrayList<>();
        for (int i = 0; i < 27; i++) {
            int p = i / 9;
            int q = i / 3 % 3;
            int r = i % 3;
            for (int form = 0; form < 4; form++) {
                all.add(calls.product((form & 1) != 0, (form & 2) != 0, p, q, r, 1, 0));
            }
            all.add(calls.product(false, false, p, q, r, -2, 0.5));
            for (Reduction reduction : Reduction.values()) {
                if (q > 0 || reduction == Reduction.SUM) {
                    all.add(calls.reduction(reduction, p, q, r));
                }
            }
            for (BinaryOp op : BinaryOp.values()) {
                all.add(calls.binary(op, p, q, r, p * q * r, p * q * r));
                if (p * r > 0) {
                    all.add(calls.binary(op, p, q, r, p * q * r, q));
                    all.add(calls.binary(op, p, q, r, q, p * q * r));
                }
            }
            all.addAll(OptionalCalls.of(dtype, i, p, q, r));
            all.add(calls.transpose(p, q));
        }
        for (int size = 0; size < 2; size++) {
            for (UnaryOp op : UnaryOp.values()) {
                all.add(calls.unary(op, calls.values(size, 0.5, 2)));
            }
            all.add(Calls.select(calls.values(size), calls.values(size), calls.values(size)));
            all.add(Calls.select(calls.values(size), calls.values(size), calls.values(1)));
        }
        Close.assertRight(subject, all);
    }

    /** x times x, x times its transpose, a number chosen by itself; every call with inputs of one size. */
    static void oneStorageMayBeTwoInputs(Subject subject) {
        for (BackendCall call : withInputsOfOneSize(subject.dtype())) {
            BackendCall alike = call.withInputs(firstForAll(call.inputs()));
            double[][] expected = Outcome.of(subject, alike).outputs();
            double[][] actual = Outcome.ofSharedInputs(subject, alike).outputs();
            for (int i = 0; i < expected.length; i++) {
                Close.assertSameBits(
                        expected[i], actual[i], Close.name(subject, call, i) + " with one storage as its inputs");
            }
        }
        TensorBackend b = subject.backend();
        double[] x = {1, -2, 3, 0.5, 4, -6};
        Storage operand = subject.storage(x);
        for (BinaryOp op : BinaryOp.values()) {
            Storage y = subject.storage(Calls.unwritten(6));
            b.binary(op, 1, 6, 1, operand, operand, y);
            double[] expected = Arrays.stream(x)
                    .map(v -> switch (op) {
                        case ADD -> v + v;
                        case SUBTRACT -> 0;
                        case MULTIPLY -> v * v;
                        case DIVIDE -> 1;
                    })
                    .toArray();
            Close.assertSame(expected, subject.read(y), subject + ": " + op + " of a storage and itself");
            subject.release(y);
        }
        Storage gram = subject.storage(Calls.unwritten(4));
        b.dot(false, true, 2, 2, 3, 1, operand, operand, 0, gram);
        Close.assertSame(
                new double[] {14, -25.5, -25.5, 52.25},
                subject.read(gram),
                subject + ": dot of a 2x3 storage and itself transposed");
        Storage chosen = subject.storage(Calls.unwritten(6));
        b.select(6, operand, operand, operand, chosen);
        Close.assertSame(x, subject.read(chosen), subject + ": select with one storage as all three inputs");
        subject.release(operand, gram, chosen);
    }

    private static List<BackendCall> withInputsOfOneSize(DType dtype) {
        Calls calls = new Calls(dtype, 12);
        List<BackendCall> all = new ArrayList<>(OptionalCalls.of(dtype, 12, 9, 9, 9));
        for (int form = 0; form < 4; form++) {
            all.add(calls.product((form & 1) != 0, (form & 2) != 0, 9, 9, 9, 1, 0));
            all.add(calls.product((form & 1) != 0, (form & 2) != 0, 65, 65, 65, 1, 0));
        }
        for (BinaryOp op : BinaryOp.values()) {
            all.add(calls.binary(op, 1, 33, 1, 33, 33));
        }
        all.add(Calls.select(calls.values(33), calls.values(33), calls.values(33)));
        return all;
    }

    /** The first input's numbers for each that has its size. */
    private static double[][] firstForAll(double[][] inputs) {
        return Arrays.stream(inputs)
                .map(input -> input.length == inputs[0].length ? inputs[0] : input)
                .toArray(double[][]::new);
    }

    /** The same storages with other numbers in them: what was written last counts, nothing that was kept of the first call. */
    private static void callsSeeWhatWasWrittenLast(Subject subject) {
        for (BackendCall call : Calls.small(Calls.all(subject.dtype()))) {
            double[][] turned = Arrays.stream(call.inputs())
                    .map(input -> Arrays.stream(input).map(v -> v / 2).toArray())
                    .toArray(double[][]::new);
            BackendCall again = call.withInputs(turned);
            double[][] expected = Outcome.of(subject, again).outputs();
            double[][] actual = Outcome.ofRewrittenInputs(subject, call, again).outputs();
            for (int i = 0; i < expected.length; i++) {
                Close.assertSameBits(
                        expected[i],
                        actual[i],
                        Close.name(subject, call, i) + " again after other numbers were written to its inputs");
            }
        }
    }

    /** A chain whose steps overwrite what earlier ones read; an operand that is given back before the result is read. */
    static void callsTakeEffectInOrder(Subject subject) {
        TensorBackend b = subject.backend();
        int size = 1000;
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        Storage x = subject.storage(ones);
        Storage y = subject.storage(Calls.unwritten(size));
        for (int step = 0; step < 10; step++) {
            b.binary(BinaryOp.ADD, 1, size, 1, x, x, y);
            b.copy(y, 0, x, 0, size); // x = 2^(step + 1)
        }
        subject.write(ones, x);
        Storage z = b.allocate(subject.dtype(), size);
        b.binary(BinaryOp.SUBTRACT, 1, size, 1, y, x, z);
        b.release(x);
        b.release(y);
        Storage reused = subject.storage(new double[size]); // may lie where x or y did
        double[] expected = new double[size];
        Arrays.fill(expected, 1023);
        Close.assertSame(expected, subject.read(z), subject + ": ten doublings of 1, less 1");
        assertEquals(size, reused.size());
        subject.release(z, reused);
        callsSeeWhatWasWrittenLast(subject);
    }
}
