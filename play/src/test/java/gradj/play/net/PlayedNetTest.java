package gradj.play.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.JavaBackend;
import gradj.data.Digits;
import gradj.data.LabeledImages;
import gradj.data.Split;
import gradj.data.image.GreyPicture;
import gradj.gradcheck.ParameterReport;
import gradj.spi.DType;
import gradj.tensor.Tensors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class PlayedNetTest {
    private static final Tensors TENSORS = new Tensors(new JavaBackend(), DType.FLOAT32);
    private static final Split DIGITS = Digits.draw(1, 3000, 200);

    /** What a net tells. */
    private static final class Told implements PlayedNet.Watcher {
        private final BlockingQueue<NetView.Begin> begins = new LinkedBlockingQueue<>();
        private final BlockingQueue<NetView.Update> updates = new LinkedBlockingQueue<>();
        private final List<NetView.Measured> points = new ArrayList<>();

        @Override
        public void onBegin(NetView.Begin begin) {
            begins.add(begin);
        }

        @Override
        public void onUpdate(NetView.Update update) {
            updates.add(update);
        }

        NetView.Begin begin() throws InterruptedException {
            return begins.poll(30, TimeUnit.SECONDS);
        }

        NetView.Update until(Predicate<NetView.Update> wanted) throws InterruptedException {
            while (true) {
                NetView.Update update = updates.poll(30, TimeUnit.SECONDS);
                assertTrue(update != null, "no update for half a minute");
                points.addAll(update.points());
                if (wanted.test(update)) {
                    return update;
                }
            }
        }

        NetView.Measured last() {
            return points.get(points.size() - 1);
        }
    }

    private static NetSettings settings(String data, double rate, Integer... hidden) {
        return new NetSettings(data, 0.2, List.of(hidden), "relu", "sgd", rate, 20, 0.0, 1L);
    }

    private static PlayedNet net(NetSettings settings) {
        return new PlayedNet(settings, TENSORS, DIGITS);
    }

    @ParameterizedTest
    @CsvSource({
        "moons, relu, sgd, 0.3",
        "circles, tanh, adam, 0.02",
        "spiral, relu, adam, 0.02",
        "moons, sigmoid, momentum, 0.3"
    })
    void learnsWhatNoLineParts(String data, String activation, String optimizer, double rate)
            throws InterruptedException {
        NetSettings settings = new NetSettings(data, 0.1, List.of(16, 16), activation, optimizer, rate, 30, 0.0, 1L);
        try (PlayedNet net = net(settings)) {
            Told told = new Told();
            net.watch(told);
            net.run();
            told.until(update -> update.frame().iteration() > 50_000
                    || (!update.points().isEmpty() && update.points().get(0).testAccuracy() > 0.95));
            assertTrue(told.last().testAccuracy() > 0.95, told.last().toString());
        }
    }

    @Test
    void stepByStepItIsTheSameNetAfterEachReset() throws InterruptedException {
        NetSettings settings = settings("moons", 0.1, 4);
        try (PlayedNet net = net(settings)) {
            Told told = new Told();
            net.watch(told);
            List<List<NetView.Measured>> runs = new ArrayList<>();
            for (int run = 0; run < 2; run++) {
                told.points.clear();
                for (int step = 1; step <= 30; step++) {
                    net.step();
                    int now = step;
                    told.until(update -> update.frame().iteration() == now);
                }
                runs.add(List.copyOf(told.points));
                net.reset(settings, null, null);
                told.until(update -> update.frame().iteration() == 0);
            }
            assertEquals(30, runs.get(0).size());
            assertEquals(runs.get(0), runs.get(1));
            assertEquals(Math.log(2), runs.get(0).get(0).loss(), 0.5);
        }
    }

    @Test
    void tellsWhatItIs() throws InterruptedException {
        try (PlayedNet net = net(settings("spiral", 0.1, 8, 6))) {
            Told told = new Told();
            net.watch(told);
            NetView.Begin begin = told.begin();
            assertEquals(2 * 8 + 8 + 8 * 6 + 6 + 6 * 3 + 3, begin.parameters());
            assertEquals("2 → 8 Relu → 6 Relu → 3", begin.layers());
            assertEquals(List.of("A", "B", "C"), begin.classNames());
            assertEquals(450, begin.trainSize());
            assertEquals(150, begin.testSize());
            assertEquals(450, begin.plane().trainClasses().length);
            assertEquals(0, begin.imageSide());
            NetView.Frame frame = told.until(update -> true).frame();
            assertEquals(NetView.State.PAUSED, frame.state());
            assertEquals(6, frame.parameters().size());
            assertEquals("0.W", frame.parameters().get(0).name());
            assertEquals(2, frame.parameters().get(0).rows());
            assertEquals(8, frame.parameters().get(0).columns());
            assertEquals(2, frame.activations().size());
            assertEquals(450 * 8, sum(frame.activations().get(0).counts()));
            assertEquals(
                    2 * NetView.MAP_SIDE * NetView.MAP_SIDE, Base64.getDecoder().decode(frame.map()).length);
        }
    }

    private static int sum(int[] counts) {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }

    /** A rate at which every unit is thrown far out. */
    @Test
    void divergenceIsASentenceAndAResetGoesOn() throws InterruptedException {
        NetSettings wild = new NetSettings("moons", 0.2, List.of(8), "relu", "momentum", 100.0, 20, 10.0, 1L);
        try (PlayedNet net = net(wild)) {
            Told told = new Told();
            net.watch(told);
            net.run();
            NetView.Frame frame = told.until(update -> update.frame().state() == NetView.State.DIVERGED)
                    .frame();
            // Which of the two is noticed first depends on how many steps are taken before the next look at the
            // samples.
            assertTrue(
                    frame.message()
                            .matches(
                                    "diverged at step \\d+: (the loss became (NaN|Infinity)|accuracy: the score of .* is NaN.*)"
                                            + "; a smaller learning rate may help: reset"),
                    frame.message());
            assertThrows(IllegalArgumentException.class, net::run);
            assertThrows(IllegalArgumentException.class, net::step);
            net.reset(settings("moons", 0.1, 8), null, null);
            net.step();
            told.until(
                    update -> update.frame().iteration() == 1 && update.frame().state() == NetView.State.PAUSED);
        }
    }

    /** Of the samples on which it is measured, some have scores that are no numbers before a batch has such a loss. */
    @Test
    void divergenceIsNoticedWhereverItShowsFirst() throws InterruptedException {
        for (long seed = 1; seed <= 8; seed++) {
            NetSettings wild = new NetSettings("moons", 0.2, List.of(8), "relu", "momentum", 100.0, 1, 10.0, seed);
            try (PlayedNet net = net(wild)) {
                Told told = new Told();
                net.watch(told);
                NetView.Frame frame = told.until(update -> true).frame();
                while (frame.state() == NetView.State.PAUSED) {
                    int next = frame.iteration() + 1;
                    net.step();
                    frame = told.until(update -> update.frame().iteration() == next)
                            .frame();
                }
                assertEquals(NetView.State.DIVERGED, frame.state());
                assertTrue(
                        frame.message().matches("diverged at step \\d+: .*; a smaller learning rate may help: reset"),
                        frame.message());
            }
        }
    }

    /** Steps so large that no unit is ever above 0 again. */
    @Test
    void deadUnitsAreNamed() throws InterruptedException {
        try (PlayedNet net = net(settings("moons", 100, 6))) {
            Told told = new Told();
            net.watch(told);
            for (int i = 0; i < 5; i++) {
                net.step();
            }
            NetView.Frame frame =
                    told.until(update -> update.frame().iteration() == 5).frame();
            assertFalse(frame.activations().get(0).dead().isEmpty());
        }
    }

    @Test
    void trainsOnlyWhileSomebodyWatches() throws InterruptedException {
        try (PlayedNet net = net(settings("moons", 0.1, 4))) {
            Told first = new Told();
            net.watch(first);
            net.run();
            first.until(update -> update.frame().iteration() > 100);
            net.unwatch(first);
            net.check(); // what was under way is over after it
            Told second = new Told();
            first.updates.clear();
            Thread.sleep(50);
            assertEquals(0, first.updates.size());
            net.watch(second);
            int at = second.until(update -> true).frame().iteration();
            second.until(update -> update.frame().iteration() > at);
        }
    }

    /** A net that is left alone has no thread after a while. */
    @Test
    void leavesNothingRunning() throws InterruptedException {
        PlayedNet net = net(settings("moons", 0.1, 4));
        Told told = new Told();
        net.watch(told);
        net.run();
        told.until(update -> update.frame().iteration() > 10);
        net.unwatch(told);
        net.check();
        Thread own = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("gradj-play-net"))
                .findFirst()
                .orElse(null);
        if (own != null) {
            own.join(); // the time limit of the test is the one that counts
        }
        net.step();
        net.close();
        assertThrows(IllegalArgumentException.class, net::step);
    }

    @Test
    void theGradientsOfTheNetAreRight() {
        try (PlayedNet net = net(settings("spiral", 0.1, 8, 8))) {
            net.step();
            NetView.Checked check = net.check();
            check.lines()
                    .forEach(line -> assertEquals(ParameterReport.Outcome.PASSED, line.outcome(), line.toString()));
            assertEquals(6, check.lines().size());
            assertTrue(check.lines().get(0).checked() > 0);
        }
    }

    @Test
    void readsADrawnDigitAndASavedNetReadsItAlike() throws InterruptedException {
        NetSettings settings = new NetSettings("digits", null, List.of(40), "relu", "momentum", 0.05, 50, 0.0, 1L);
        byte[] file;
        NetView.Reading reading;
        try (PlayedNet net = net(settings)) {
            Told told = new Told();
            net.watch(told);
            assertEquals(28, told.begin().imageSide());
            net.run();
            told.until(update -> update.frame().iteration() > 1000);
            net.pause();
            int right = 0;
            for (int i = 0; i < 200; i++) {
                right += best(net.read(larger(DIGITS.test(), i)))
                                == DIGITS.test().label(i)
                        ? 1
                        : 0;
            }
            assertTrue(right > 150, "right: " + right);
            reading = net.read(larger(DIGITS.test(), 0));
            assertEquals(40, reading.units().length);
            assertEquals(10, reading.probabilities().length);
            file = net.save();
            NetView.Reading nothing = net.read(new GreyPicture(100, 100, new float[10_000]));
            assertEquals("", nothing.image());
        }
        try (PlayedNet other = net(settings("moons", 0.1, 4))) {
            assertEquals(
                    "this net reads no images: choose the digits as data",
                    assertThrows(IllegalArgumentException.class, () -> other.read(larger(DIGITS.test(), 0)))
                            .getMessage());
            other.load(file);
            NetView.Reading again = other.read(larger(DIGITS.test(), 0));
            assertArrayEquals(reading.probabilities(), again.probabilities());
            other.step();
            assertThrows(IllegalArgumentException.class, () -> other.load("{}".getBytes(StandardCharsets.UTF_8)));
            assertEquals(40, other.read(larger(DIGITS.test(), 0)).units().length);
        }
    }

    private static int best(NetView.Reading reading) {
        int best = 0;
        for (int k = 1; k < reading.probabilities().length; k++) {
            best = reading.probabilities()[k] > reading.probabilities()[best] ? k : best;
        }
        return best;
    }

    /** As a browser's canvas has it: more pixels, the digit off its centre. */
    private static GreyPicture larger(LabeledImages images, int i) {
        float[] grey = new float[280 * 280];
        for (int y = 0; y < 224; y++) {
            for (int x = 0; x < 224; x++) {
                grey[(y + 40) * 280 + x + 10] = images.pixel(i, y / 8, x / 8) / 255f;
            }
        }
        return new GreyPicture(280, 280, grey);
    }

    @Test
    void aFileOfAnotherNetIsRefused() {
        try (PlayedNet small = net(settings("moons", 0.1, 4));
                PlayedNet digits = net(settings("digits", 0.1, 4))) {
            assertEquals(
                    "expected a net that reads images of 784 pixels and tells at most 10 classes apart, found one of 2"
                            + " inputs and 2 classes",
                    assertThrows(IllegalArgumentException.class, () -> digits.load(small.save()))
                            .getMessage());
        }
    }

    @Test
    void learnsATable() throws InterruptedException {
        StringBuilder csv = new StringBuilder("width,height,kind\n");
        for (int i = 0; i < 120; i++) {
            double side = i % 2 == 0 ? 1 : 3;
            csv.append(String.format(
                    Locale.ROOT,
                    "%.2f,%.2f,%s%n",
                    side + (i % 7) * 0.1,
                    side + (i % 5) * 0.1,
                    i % 2 == 0 ? "small" : "big"));
        }
        try (PlayedNet net = net(settings("moons", 0.1, 4))) {
            Told told = new Told();
            net.watch(told);
            told.begin();
            NetSettings table = settings("table", 0.1, 4);
            assertEquals(
                    "table: expected a CSV file, found none: choose one",
                    assertThrows(IllegalArgumentException.class, () -> net.reset(table, null, null))
                            .getMessage());
            net.reset(table, csv.toString().getBytes(StandardCharsets.UTF_8), null);
            NetView.Begin begin = told.begin();
            assertEquals(
                    List.of("big", "small"),
                    begin.classNames().stream().sorted().toList());
            assertEquals("width", begin.plane().xName());
            net.run();
            told.until(update ->
                    !update.points().isEmpty() && update.points().get(0).testAccuracy() == 1);
            String problem = assertThrows(
                            IllegalArgumentException.class,
                            () -> net.reset(table, "a,b\n1\n".getBytes(StandardCharsets.UTF_8), "c"))
                    .getMessage();
            assertFalse(problem.contains("gradj-play"), problem);
            assertTrue(problem.contains("your table"), problem);
            net.reset(table, null, null); // the table that there is
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pears | 8  | 0.1  | 20   | data: expected moons, spiral, circles, digits, table, got pears",
                "moons | 0  | 0.1  | 20   | hidden layers: expected sizes from 1 to 1024, got 0",
                "moons | 1025 | 0.1 | 20  | hidden layers: expected sizes from 1 to 1024, got 1025",
                "moons | 8  | -1   | 20   | learning rate: expected a number from 1.0E-9 to 100, got -1",
                "moons | 8  | NaN  | 20   | learning rate: expected a number from 1.0E-9 to 100, got NaN",
                "moons | 8  | 0.1  | 0    | batch size: expected a number from 1 to 1000, got 0",
                "moons | 8  | 0.1  | 1001 | batch size: expected a number from 1 to 1000, got 1001",
            })
    void settingsThatCannotBeAreTold(String data, int hidden, double rate, int batch, String message) {
        NetSettings settings = new NetSettings(data, null, List.of(hidden), null, null, rate, batch, null, null);
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> net(settings))
                        .getMessage());
    }

    @Test
    void whatIsLeftOutIsSet() throws InterruptedException {
        try (PlayedNet net = net(new NetSettings(null, null, null, null, null, null, null, null, null))) {
            Told told = new Told();
            net.watch(told);
            assertEquals(2 * 8 + 8 + 72 + 8 * 2 + 2, told.begin().parameters());
        }
        List<Integer> seven = List.of(1, 1, 1, 1, 1, 1, 1);
        assertEquals(
                "hidden layers: expected at most 6, got 7",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> net(new NetSettings(null, null, seven, null, null, null, null, null, null)))
                        .getMessage());
    }

    /** Gradients of 0 prove nothing, and are nothing wrong. */
    @Test
    void gradientsThatAreAllZeroAreNotWrong() throws InterruptedException {
        try (PlayedNet net = net(settings("moons", 100, 6))) {
            Told told = new Told();
            net.watch(told);
            for (int i = 0; i < 5; i++) {
                net.step();
            }
            NetView.Checked check = net.check();
            assertEquals(
                    ParameterReport.Outcome.NOT_CHECKED, check.lines().get(0).outcome());
            assertTrue(check.lines().stream().noneMatch(line -> line.outcome() == ParameterReport.Outcome.WRONG));
        }
    }

    /** 300 rows of one class after the other: what is shown is of all of them. */
    @Test
    void aSortedTableIsSeenAsAWhole() throws InterruptedException {
        StringBuilder csv = new StringBuilder("a,b,kind\n");
        for (int i = 0; i < 3000; i++) {
            int kind = i / 1000;
            csv.append(kind + i % 7 * 0.1)
                    .append(',')
                    .append(i % 5 * 0.1)
                    .append(",k")
                    .append(kind)
                    .append('\n');
        }
        try (PlayedNet net = net(settings("moons", 0.1, 4))) {
            Told told = new Told();
            net.watch(told);
            told.begin();
            net.reset(settings("table", 0.3, 8), csv.toString().getBytes(StandardCharsets.UTF_8), null);
            NetView.Begin begin = told.begin();
            for (int[] classes :
                    List.of(begin.plane().trainClasses(), begin.plane().testClasses())) {
                int[] counts = new int[3];
                for (int k : classes) {
                    counts[k]++;
                }
                assertEquals(500, sum(counts));
                assertTrue(counts[0] > 100 && counts[1] > 100 && counts[2] > 100, Arrays.toString(counts));
            }
        }
    }

    /** 450 points in batches of 100 are 5 steps, the last of them of 50. */
    @Test
    void anEpochIsAnEpoch() throws InterruptedException {
        NetSettings settings = new NetSettings("moons", 0.2, List.of(4), "relu", "sgd", 0.1, 100, 0.0, 1L);
        try (PlayedNet net = net(settings)) {
            Told told = new Told();
            net.watch(told);
            for (int i = 0; i < 10; i++) {
                net.step();
            }
            assertEquals(
                    2,
                    told.until(update -> update.frame().iteration() == 10)
                            .frame()
                            .epoch());
        }
    }

    @Test
    void ofALargeLayerTheFirstUnitsAreShown() throws InterruptedException {
        try (PlayedNet net = net(settings("digits", 0.1, 200))) {
            Told told = new Told();
            net.watch(told);
            NetView.Picture first =
                    told.until(update -> true).frame().parameters().get(0);
            assertEquals(784, first.rows());
            assertEquals(100_000 / 784, first.columns());
            assertEquals(784 * first.columns(), Base64.getDecoder().decode(first.values()).length);
        }
    }

    @Test
    void afterAResetTheSpeedIsThatOfNothing() throws InterruptedException {
        NetSettings settings = settings("moons", 0.1, 4);
        try (PlayedNet net = net(settings)) {
            Told told = new Told();
            net.watch(told);
            net.run();
            told.until(update -> update.frame().stepsPerSecond() > 0);
            net.reset(settings, null, null);
            assertEquals(
                    0,
                    told.until(update -> update.frame().iteration() == 0)
                            .frame()
                            .stepsPerSecond());
        }
    }

    /** Whoever waits when a net is put out is told so. */
    @Test
    void nobodyWaitsForANetThatIsGone() throws Exception {
        PlayedNet net =
                net(new NetSettings("digits", null, List.of(500, 500, 500), null, null, null, null, null, null));
        CompletableFuture<?> check = CompletableFuture.runAsync(net::check);
        CompletableFuture<?> step = CompletableFuture.runAsync(net::step);
        while (!check.isDone() && !step.isDone()) {
            net.close();
            Thread.sleep(5);
        }
        check.handle((done, problem) -> done).get(60, TimeUnit.SECONDS);
        step.handle((done, problem) -> done).get(60, TimeUnit.SECONDS);
    }
}
