package gradj.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.BackendReport;
import gradj.backend.BackendUnavailableException;
import gradj.backend.Backends;
import gradj.benchmarks.ResultCheck.WrongResultException;
import gradj.spi.DType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is right is measured, what is wrong is refused; no JVM is forked. */
@Tag("once")
class ResultCheckTest {
    private static final List<MatrixBenchmark> MATRIX_BENCHMARKS = List.of(
            new ElementwiseBenchmark(),
            new TransposeBenchmark(),
            new ReductionBenchmark(),
            new SoftmaxCrossEntropyBenchmark());

    /** Not measured by `gradj bench`, or bad on purpose. */
    private static final Set<String> OTHERS = Set.of("reference", "slow", "wrong", "wrong-gradient", "wrong-element");

    private static DotBenchmark dot(String backend, DType dtype, String size) {
        DotBenchmark benchmark = on(new DotBenchmark(), backend, dtype);
        benchmark.size = size;
        return benchmark;
    }

    private static GradientBenchmark gradient(String backend, DType dtype) {
        GradientBenchmark benchmark = on(new GradientBenchmark(), backend, dtype);
        benchmark.hidden = 5;
        benchmark.batch = 3;
        return benchmark;
    }

    private static <B extends BackendBenchmark> B on(B benchmark, String backend, DType dtype) {
        benchmark.backend = backend;
        benchmark.dtype = dtype;
        return benchmark;
    }

    private static String refusal(BackendBenchmark benchmark, Runnable fill) {
        String message = assertThrows(WrongResultException.class, fill::run).getMessage();
        assertTrue(message.contains("on backend " + benchmark.backend), message);
        assertTrue(message.contains("not measured"), message);
        return message;
    }

    @ParameterizedTest
    @EnumSource
    void everyBackendOfTheClassPathIsRight(DType dtype) {
        Backends.askAll();
        for (BackendReport report : Backends.report()) {
            String name = report.candidate().name();
            if (report.dtypes().contains(dtype) && !OTHERS.contains(name)) {
                for (String size : List.of("17x5x33", "t17x5x33")) {
                    dot(name, dtype, size).fill();
                }
                for (MatrixBenchmark benchmark : MATRIX_BENCHMARKS) {
                    on(benchmark, name, dtype).size = "17x5";
                    benchmark.fill();
                }
                gradient(name, dtype).fill();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void wrongOperationsAreRefused(DType dtype) {
        DotBenchmark product = dot("wrong", dtype, "16x16x16");
        String message = refusal(product, product::fill);
        assertTrue(
                message.startsWith("dot 16x16x16 [5, 16] on backend wrong, " + dtype + " is wrong: element "), message);
        for (MatrixBenchmark benchmark : MATRIX_BENCHMARKS) {
            on(benchmark, "wrong", dtype).size = "16x16";
            refusal(benchmark, benchmark::fill);
        }
    }

    @Test
    void disagreeingGradientsAreRefused() {
        GradientBenchmark benchmark = gradient("wrong-gradient", DType.FLOAT64);
        String message = refusal(benchmark, benchmark::fill);
        assertTrue(message.startsWith("the two gradients of 784-5-10"), message);
    }

    @Test
    void oneWrongElementOfAGradientIsRefused() {
        GradientBenchmark benchmark = gradient("wrong-element", DType.FLOAT32);
        String message = refusal(benchmark, benchmark::fill);
        assertTrue(
                message.matches("gradient of W[12] on backend wrong-element, float32 is wrong: element 0 is .*"),
                message);
    }

    @Test
    void notANumberIsRefused() {
        double[] one = {1};
        ResultCheck check = new ResultCheck("dot on backend x");
        check.require(one, one, one, 0);
        assertThrows(WrongResultException.class, () -> check.require(new double[] {Double.NaN}, one, one, 1));
        assertThrows(WrongResultException.class, () -> check.require(new double[0], one, one, 1));
    }

    @Test
    void backendsThatCannotRunSayWhy() {
        DotBenchmark benchmark = dot("absent", DType.FLOAT32, "16x16x16");
        assertThrows(BackendUnavailableException.class, benchmark::fill);
    }

    @Test
    void benchmarksCountTheirWork() {
        DotBenchmark product = dot("java", DType.FLOAT32, "t10x20x30");
        product.fill();
        FlopRate flops = new FlopRate();
        assertTrue(Double.isFinite(product.dot(flops)));
        assertEquals(0.012, flops.gflops, 1e-12); // 2 * 10 * 20 * 30 operations, in millions
        TransposeBenchmark transpose = on(new TransposeBenchmark(), "java", DType.FLOAT64);
        transpose.size = "100x50";
        transpose.fill();
        ByteRate bytes = new ByteRate();
        transpose.transpose(bytes);
        assertEquals(0.08, bytes.gigabytes, 1e-12); // 5000 elements of 8 bytes, read and written
    }

    @Test
    void aStepTrains() {
        TrainingStepBenchmark benchmark = on(new TrainingStepBenchmark(), "java", DType.FLOAT32);
        benchmark.hidden = 5;
        benchmark.batch = 3;
        benchmark.fill();
        double before = benchmark.net.loss(benchmark.x, benchmark.t).item();
        benchmark.open();
        for (int i = 0; i < 100; i++) {
            benchmark.step();
        }
        benchmark.close();
        assertTrue(benchmark.net.loss(benchmark.x, benchmark.t).item() < before);
        assertFalse(Double.isNaN(before));
    }
}
