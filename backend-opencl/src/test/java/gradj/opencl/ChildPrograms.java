package gradj.opencl;

import gradj.backend.BackendUnavailableException;
import gradj.backend.Backends;
import gradj.data.Dataset;
import gradj.nn.TwoLayerNet;
import gradj.optim.Sgd;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What the tests run in a {@link ChildJvm}. */
final class ChildPrograms {
    private ChildPrograms() {}

    /** Says whether OpenCL can compute in this process. */
    static final class AskAvailability {
        public static void main(String[] none) throws IOException {
            System.out.println("opencl: " + new OpenClProvider().availability());
            System.out.println("loaded: " + isOpenClLoaded());
        }
    }

    /** Asks for a backend that is not there, and for all that is told of the others. */
    static final class AskInVain {
        public static void main(String[] none) throws IOException {
            try {
                Backends.get("opnecl");
            } catch (BackendUnavailableException typo) {
                System.out.println("typo: " + typo.getMessage());
            }
            System.out.println("candidates: " + Backends.candidates());
            System.out.println("report: " + Backends.report());
            System.out.println("loaded: " + isOpenClLoaded());
            Backends.askAll();
            System.out.println("asked: " + Backends.candidates());
        }
    }

    /** Linux tells what a process has loaded. */
    private static boolean isOpenClLoaded() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        return Files.exists(maps)
                && Files.readAllLines(maps).stream()
                        .anyMatch(line -> line.contains("libOpenCL") || line.contains("libaparapi"));
    }

    /** Three applications, one after the other in one process: each takes the backend, and closes all at its end. */
    static final class ThreeApplications {
        public static void main(String[] none) {
            for (int i = 0; i < 3; i++) {
                System.out.println("loss " + new Steps((OpenClBackend) Backends.get("opencl"), 20, 5, 10).make(2));
                Backends.close();
            }
        }
    }

    /** Trains a net 784-50-10 for so many steps and says when the steps begin and end. */
    static final class Train {
        public static void main(String[] arguments) {
            try (OpenClBackend backend = new OpenClBackend()) {
                Steps steps = new Steps(backend, 784, 50, 100);
                steps.make(1);
                System.err.println("steps begin");
                steps.make(Integer.parseInt(arguments[0]));
                System.err.println("steps end");
            }
        }
    }

    /** Trains a step well; says how the next ends, what the backend says afterwards, and that it could be closed. */
    static final class TrainUntilFailure {
        public static void main(String[] none) {
            try (OpenClBackend backend = new OpenClBackend()) {
                Steps steps = new Steps(backend, 784, 50, 100);
                steps.make(1);
                System.out.println("steps begin");
                say("outcome", () -> steps.make(1));
                say("later", () -> backend.allocate(DType.FLOAT32, 1));
            } catch (DeviceFailedException failure) {
                say("outcome", () -> {
                    throw failure;
                });
            }
            System.out.println("closed");
        }

        private static void say(String what, Runnable action) {
            try {
                action.run();
                System.out.println(what + ": nothing failed");
            } catch (RuntimeException failure) {
                System.out.println(what + ": " + failure.getClass().getSimpleName() + " " + failure.getMessage());
            }
        }
    }

    /** Makes four times many steps of a tiny net and says by how many KB the process grew each time; then starts and closes. */
    static final class Grow {
        public static void main(String[] arguments) throws IOException {
            try (OpenClBackend backend = new OpenClBackend()) {
                Steps steps = new Steps(backend, 7, 5, 11);
                steps.make(1000);
                StringBuilder growth = new StringBuilder();
                long before = residentKilobytes();
                for (int block = 0; block < 4; block++) {
                    steps.make(Integer.parseInt(arguments[0]));
                    long after = residentKilobytes();
                    growth.append(after - before).append(' ');
                    before = after;
                }
                System.out.println("steps: " + growth);
            }
            startAndClose(2);
            long before = residentKilobytes();
            startAndClose(5);
            System.out.println("starts: " + (residentKilobytes() - before));
        }

        private static void startAndClose(int times) {
            for (int i = 0; i < times; i++) {
                try (OpenClBackend backend = new OpenClBackend()) {
                    new Steps(backend, 7, 5, 11).make(3);
                }
            }
        }

        /** What the process has in memory, in KB; Linux only. */
        private static long residentKilobytes() throws IOException {
            System.gc();
            String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(each -> each.startsWith("VmRSS:"))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
    }

    /** A two-layer net and its training steps, as a trainer makes them. */
    static final class Steps {
        private final TwoLayerNet net;
        private final Dataset data;
        private final SeededRandom random = new SeededRandom(2);

        Steps(OpenClBackend backend, int in, int hidden, int samples) {
            Tensors tensors = new Tensors(backend, DType.FLOAT32);
            net = new TwoLayerNet(tensors, in, hidden, 10, 0.1, 3);
            int[] classes = new int[samples];
            Arrays.setAll(classes, i -> i % 10);
            data = new Dataset(
                    tensors.gaussian(Shape.of(samples, in), 1, new SeededRandom(1)), tensors.oneHot(10, classes));
        }

        /** The loss of the last step. */
        double make(int steps) {
            double loss = 0;
            Sgd sgd = new Sgd(0.01);
            for (int i = 0; i < steps; i++) {
                int[] rows = new int[Math.min(10, data.size())];
                Arrays.setAll(rows, j -> random.nextInt(data.size()));
                try (TensorScope scope = TensorScope.open()) {
                    Dataset batch = data.batch(rows);
                    loss = net.loss(batch.x(), batch.t()).item();
                    net.backward();
                    sgd.step(net.parameters());
                }
            }
            return loss;
        }
    }
}
