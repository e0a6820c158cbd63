package gradj.tensorboard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.io.FileException;
import gradj.tensorboard.EventFiles.Point;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.HistogramProto;
import org.tensorflow.framework.Summary;

class EventWriterTest {
    @TempDir
    Path folder;

    private static Histogram histogram(double... values) {
        return Histogram.of(values);
    }

    /** The check value of CRC-32C, and the record of no bytes as TensorFlow's own writer begins it. */
    @Test
    void aRecordHasTheCrcsOfTheFormat() {
        assertEquals(0xe3069283, EventFiles.crc32c("123456789".getBytes(StandardCharsets.US_ASCII)));
        assertArrayEquals(
                new byte[] {
                    0, 0, 0, 0, 0, 0, 0, 0, 0x29, 3, (byte) 0x98, 7, (byte) 0xd8, (byte) 0xea, (byte) 0x82, (byte) 0xa2
                },
                EventRecord.of(new byte[0]));
        SplittableRandom random = new SplittableRandom(1);
        for (int length : new int[] {1, 7, 255, 256, 70_000}) {
            byte[] message = new byte[length];
            random.nextBytes(message);
            List<byte[]> read = EventFiles.messages(EventRecord.of(message));
            assertEquals(1, read.size());
            assertArrayEquals(message, read.get(0));
        }
    }

    @Test
    void scalarsOfEveryKind() throws IOException {
        double[] values = {0.1, -0.0, Double.NaN, Double.POSITIVE_INFINITY, 1e300, Double.MIN_VALUE, -3};
        try (EventWriter writer = EventWriter.create(folder)) {
            for (int i = 0; i < values.length; i++) {
                writer.scalar("a/b", 3L * i, values[i]);
            }
            writer.scalar("c", Long.MAX_VALUE, 1);
        }
        Map<String, List<Point>> run = EventFiles.run(folder);
        Map<Long, Float> found = EventFiles.scalars(run, "a/b");
        assertEquals(values.length, found.size());
        for (int i = 0; i < values.length; i++) {
            assertEquals((Float) (float) values[i], found.get(3L * i));
        }
        assertEquals(Map.of(Long.MAX_VALUE, 1f), EventFiles.scalars(run, "c"));
    }

    /** A process that is killed has written all that it was told. */
    @Test
    void eachValueIsInTheFileAtOnce() throws IOException {
        try (EventWriter writer = EventWriter.create(folder)) {
            writer.scalar("a", 1, 2);
            assertEquals(Map.of(1L, 2f), EventFiles.scalars(EventFiles.run(folder), "a"));
        }
    }

    /** An interrupt closes channels; the training that it ends is still evaluated and shown. */
    @Test
    void anInterruptedThreadWrites() throws IOException {
        try (EventWriter writer = EventWriter.create(folder)) {
            Thread.currentThread().interrupt();
            writer.scalar("a", 1, 2);
            assertTrue(Thread.interrupted());
            writer.scalar("a", 2, 3);
        }
        assertEquals(Map.of(1L, 2f, 2L, 3f), EventFiles.scalars(EventFiles.run(folder), "a"));
    }

    @Test
    void aHistogramCountsEveryValueOnce() {
        SplittableRandom random = new SplittableRandom(2);
        for (double scale : new double[] {1e-300, 1, 1e37}) {
            double[] values = random.doubles(500, -scale, scale).toArray();
            Histogram of = histogram(values);
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            assertEquals(sorted[0], of.min());
            assertEquals(sorted[499], of.max());
            assertEquals(500, of.count());
            assertEquals(Arrays.stream(values).sum(), of.sum(), 1e-9 * scale);
            assertEquals(Arrays.stream(values).map(v -> v * v).sum(), of.sumOfSquares(), 1e-9 * scale * scale);
            assertEquals(30, of.limits().length);
            assertEquals(of.max(), of.limits()[29]);
            double below = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < 30; i++) {
                double from = below;
                double to = of.limits()[i];
                boolean isLast = i == 29;
                long count = Arrays.stream(values)
                        .filter(v -> v >= from && (v < to || isLast))
                        .count();
                assertEquals((double) count, of.counts()[i], "bucket " + i + " of " + scale);
                below = to;
            }
        }
    }

    @Test
    void aHistogramOfWholeNumbersHasThemAtTheBucketsBeginnings() {
        double[] values = new double[31];
        Arrays.setAll(values, i -> i);
        double[] expected = new double[30];
        Arrays.fill(expected, 1);
        expected[29] = 2; // 29 and the largest value
        assertArrayEquals(expected, histogram(values).counts());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -2.5, 1e-320, 3e38})
    void equalValuesAreOneBucket(double value) {
        Histogram of = histogram(value, value, value);
        assertArrayEquals(new double[] {value}, of.limits());
        assertArrayEquals(new double[] {3}, of.counts());
        assertEquals(value, of.min());
        assertEquals(value, of.max());
        assertArrayEquals(new double[] {2}, histogram(value, Math.nextUp(value)).counts(), "no numbers between them");
    }

    /** What has no place on a float32 axis is counted beside. */
    @Test
    void whatIsNotFiniteIsLeftOutAndCounted() throws IOException {
        double infinite = Double.POSITIVE_INFINITY;
        try (EventWriter writer = EventWriter.create(folder)) {
            writer.histogram("w", 1, new double[] {1, infinite, 3, -infinite, Double.NaN, 1e39, 2});
            writer.histogram("none", 1, new double[0]);
            writer.histogram("nothing else", 1, new double[] {Double.NaN, Double.NaN});
            writer.histogram("w", 2, new double[] {1, 2});
        }
        Map<String, List<Point>> run = EventFiles.run(folder);
        assertEquals(List.of("w", "w/not finite", "nothing else/not finite"), List.copyOf(run.keySet()));
        HistogramProto histogram = run.get("w").get(0).value().getHisto();
        assertEquals(1, histogram.getMin());
        assertEquals(3, histogram.getMax());
        assertEquals(3, histogram.getNum());
        assertEquals(6, histogram.getSum());
        assertEquals(14, histogram.getSumSquares());
        assertEquals(30, histogram.getBucketLimitCount());
        assertEquals(
                3, histogram.getBucketList().stream().mapToDouble(each -> each).sum());
        assertEquals(Map.of(1L, 4f), EventFiles.scalars(run, "w/not finite"));
        assertEquals(Map.of(1L, 2f), EventFiles.scalars(run, "nothing else/not finite"));
    }

    @Test
    void aPictureComesBackAsItWas() throws IOException {
        BufferedImage grey = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage colours = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 6; i++) {
            grey.getRaster().setSample(i % 3, i / 3, 0, 40 * i);
            colours.setRGB(i % 3, i / 3, 0x123456 * i);
        }
        try (EventWriter writer = EventWriter.create(folder)) {
            writer.image("grey", 0, grey);
            writer.image("colours", 0, colours);
        }
        Map<String, List<Point>> run = EventFiles.run(folder);
        assertSame(grey, 1, run.get("grey").get(0).value().getImage());
        assertSame(colours, 3, run.get("colours").get(0).value().getImage());
    }

    private static void assertSame(BufferedImage expected, int channels, Summary.Image image) throws IOException {
        assertEquals(channels, image.getColorspace());
        assertEquals(expected.getWidth(), image.getWidth());
        assertEquals(expected.getHeight(), image.getHeight());
        BufferedImage read = ImageIO.read(
                new ByteArrayInputStream(image.getEncodedImageString().toByteArray()));
        assertArrayEquals(
                expected.getData().getPixels(0, 0, 3, 2, (int[]) null),
                read.getData().getPixels(0, 0, 3, 2, (int[]) null));
    }

    @Test
    void aTextIsATensorOfOneString() throws IOException {
        String text = "# \u6b63\u5411\n" + Markdown.table(List.of("a|b"), List.of(List.of("<i>x*y*\\`_\nz&")));
        try (EventWriter writer = EventWriter.create(folder)) {
            writer.text("t", 4, text);
        }
        Summary.Value value = EventFiles.run(folder).get("t").get(0).value();
        assertEquals("text", value.getMetadata().getPluginData().getPluginName());
        assertEquals(DataType.DT_STRING, value.getTensor().getDtype());
        assertTrue(value.getTensor().hasTensorShape());
        assertEquals(0, value.getTensor().getTensorShape().getDimCount());
        assertEquals(text, value.getTensor().getStringVal(0).toStringUtf8());
        assertEquals("# \u6b63\u5411\n| a\\|b |\n|---|\n| &lt;i&gt;x\\*y\\*\\\\\\`\\_ z&amp; |", text);
    }

    @Test
    void whatCannotBeShownIsRefused() {
        try (EventWriter writer = EventWriter.create(folder)) {
            writer.scalar("a", 5, 1);
            writer.scalar("b", 2, 1);
            assertEquals(
                    "event: the steps of a tag rise: a has step 5 already, got 5",
                    assertThrowsExactly(IllegalArgumentException.class, () -> writer.scalar("a", 5, 2))
                            .getMessage());
            assertThrowsExactly(IllegalArgumentException.class, () -> writer.text("a", 4, "back"));
            assertThrowsExactly(IllegalArgumentException.class, () -> writer.scalar("a", -1, 2));
            assertThrowsExactly(IllegalArgumentException.class, () -> writer.scalar(" ", 1, 2));
            writer.scalar("a", 6, 1);
            writer.close();
            assertThrowsExactly(IllegalStateException.class, () -> writer.scalar("a", 7, 2));
        }
    }

    @Test
    void aRunInTheFolderIsNotMixedWithANewOne() {
        EventWriter.create(folder).close();
        String message = folder
                + ": has the events of another run, which would be mixed with these: name another folder, one for each"
                + " run, or resume that run";
        assertEquals(
                message,
                assertThrowsExactly(FileException.class, () -> EventWriter.create(folder))
                        .getMessage());
        EventWriter.create(folder.resolve("second")).close();
    }

    @Test
    void aFolderThatCannotBeMadeIsToldInOneLine() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        FileException refused = assertThrowsExactly(FileException.class, () -> EventWriter.create(file.resolve("run")));
        assertTrue(
                refused.getMessage().startsWith(file.resolve("run") + ": no events can be written"),
                refused.getMessage());
        assertTrue(refused.getMessage().endsWith(": name another one"), refused.getMessage());
    }

    /** After half a record nothing is written, for nothing behind it would be read. */
    @Test
    void aFullDiskEndsTheFileAtItsLastWholeRecord() throws IOException {
        ByteArrayOutputStream disk = new ByteArrayOutputStream() {
            private int room = 150;

            @Override
            public void write(byte[] bytes) throws IOException {
                int fitting = Math.min(room, bytes.length);
                write(bytes, 0, fitting);
                room -= fitting;
                if (fitting < bytes.length) {
                    room = 1000; // somebody makes room: too late
                    throw new IOException("No space left on device");
                }
            }
        };
        Path file = folder.resolve("events");
        EventWriter writer = new EventWriter(file, disk, WrittenEvents.NONE);
        String message =
                file + ": the events could not be written: No space left on device: make room, or name another folder";
        int written = 0;
        while (written < 10) {
            int step = written;
            try {
                writer.scalar("a", step, 1);
            } catch (FileException full) {
                assertEquals(message, full.getMessage());
                break;
            }
            written++;
        }
        assertTrue(written > 0 && written < 10, written + " written");
        int atFailure = disk.size();
        assertThrowsExactly(FileException.class, () -> writer.scalar("b", 20, 1));
        assertEquals(
                message, assertThrowsExactly(FileException.class, writer::close).getMessage());
        writer.close();
        assertEquals(atFailure, disk.size());
        assertEquals(1 + written, EventFiles.messages(disk.toByteArray()).size());
    }

    /** What the run has, and what lies before it, is not written again. */
    @Test
    void aResumedRunGoesOnBehindItsLastSteps() throws IOException {
        try (EventWriter writer = EventWriter.create(folder)) {
            writer.text("t", 0, "first");
            writer.scalar("a", 1, 10);
            writer.scalar("a", 3, 30);
        }
        try (EventWriter writer = EventWriter.resume(folder)) {
            assertEquals(30, WrittenEvents.in(folder).scalar("a", 3));
            writer.text("t", 0, "second");
            writer.scalar("a", 2, -1);
            writer.scalar("a", 3, -1);
            writer.scalar("b", 3, 5);
            writer.scalar("a", 4, 40);
        }
        try (EventWriter writer = EventWriter.resume(folder)) {
            writer.scalar("a", 4, -1);
            writer.scalar("a", 5, 50);
        }
        assertEquals(3, EventFiles.in(folder).size());
        Map<String, List<Point>> run = EventFiles.run(folder);
        assertEquals(Map.of(1L, 10f, 3L, 30f, 4L, 40f, 5L, 50f), EventFiles.scalars(run, "a"));
        assertEquals(Map.of(3L, 5f), EventFiles.scalars(run, "b"));
        assertEquals(1, run.get("t").size());
    }

    /** By TensorBoard's own writer: several values in an event, and a scalar as a tensor. */
    @Test
    void aRunOfAnotherWriterIsGoneOnWith() throws IOException {
        Path theirs = folder.resolve("events.out.tfevents.1700000000.host.1.0");
        try (InputStream file =
                Objects.requireNonNull(getClass().getResourceAsStream("/tensorboard/by-2.21.0.tfevents"))) {
            Files.copy(file, theirs);
        }
        try (EventWriter writer = EventWriter.resume(folder)) {
            assertEquals(1f / 3, WrittenEvents.in(folder).scalar("loss/train", 300));
            assertEquals(0.25f, WrittenEvents.in(folder).scalar("accuracy/test", 100));
            writer.scalar("loss/train", 300, -1);
            writer.scalar("accuracy/test", 300, -1);
            writer.scalar("tensor", 400, -1);
            writer.scalar("loss/train", 400, 0.25);
        }
        Map<String, List<Point>> run = EventFiles.run(folder);
        assertEquals(Map.of(100L, 1f, 200L, 0.5f, 300L, 1f / 3, 400L, 0.25f), EventFiles.scalars(run, "loss/train"));
        assertEquals(List.of(400L), EventFiles.steps(run, "tensor"));
    }

    /** The files are read in the order of their names, whatever the clock says. */
    @Test
    void theFileOfAResumedRunIsTheLast() throws IOException {
        Path later = folder.resolve("events.out.tfevents.4102444800.host.1.0");
        try (EventWriter writer = EventWriter.create(folder.resolve("other"))) {
            writer.scalar("a", 1, 1);
        }
        Files.move(EventFiles.in(folder.resolve("other")).get(0), later);
        try (EventWriter writer = EventWriter.resume(folder)) {
            writer.scalar("a", 2, 2);
        }
        assertEquals(List.of(later, folder.resolve("events.out.tfevents.4102444801.gradj")), EventFiles.in(folder));
        assertEquals(List.of(1L, 2L), EventFiles.steps(EventFiles.run(folder), "a"));
    }

    /** Cut anywhere, or with bytes that are wrong, a file is read as TensorBoard does, and never throws. */
    @Test
    void aBrokenFileIsReadAsFarAsItCanBe() throws IOException {
        try (EventWriter writer = EventWriter.create(folder)) {
            for (int step = 1; step <= 3; step++) {
                writer.scalar("a", step, step);
            }
        }
        Path file = EventFiles.in(folder).get(0);
        byte[] whole = Files.readAllBytes(file);
        List<byte[]> messages = EventFiles.messages(whole);
        int record = 16 + messages.get(3).length;
        for (int cut = 0; cut <= whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            int last = Math.max(0, 3 - (whole.length - cut + record - 1) / record);
            WrittenEvents written = WrittenEvents.in(folder);
            assertEquals(last >= 1, written.reaches("a", Math.max(1, last)), "cut at " + cut);
            assertFalse(written.reaches("a", last + 1), "cut at " + cut);
        }
        for (int place = whole.length - record; place < whole.length; place++) {
            byte[] wrong = whole.clone();
            wrong[place] ^= 0x41;
            Files.write(file, wrong);
            assertTrue(WrittenEvents.in(folder).reaches("a", 2), "wrong at " + place);
            assertFalse(WrittenEvents.in(folder).reaches("a", 3), "wrong at " + place);
        }
        // A wrong message does not hide those behind it; a wrong length does.
        byte[] wrong = whole.clone();
        wrong[whole.length - 2 * record + 12] ^= 1;
        Files.write(file, wrong);
        assertTrue(WrittenEvents.in(folder).reaches("a", 3));
        wrong[whole.length - 2 * record] ^= 1;
        Files.write(file, wrong);
        assertFalse(WrittenEvents.in(folder).reaches("a", 2));
        // A whole record that holds something else.
        Files.write(file, whole);
        Files.write(file, EventRecord.of(new byte[] {(byte) 0xff, 1, 2}), StandardOpenOption.APPEND);
        assertTrue(WrittenEvents.in(folder).reaches("a", 3));
    }
}
