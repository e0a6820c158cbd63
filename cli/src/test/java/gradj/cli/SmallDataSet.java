package gradj.cli;

import gradj.data.Digits;
import gradj.data.LabeledImages;
import gradj.data.Split;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A few digits as the four files that a data set consists of: trains in no time. */
final class SmallDataSet {
    static final int TRAIN = 300;
    static final int TEST = 60;

    private SmallDataSet() {}

    static void write(Path folder) throws IOException {
        Split digits = Digits.draw(7, TRAIN, TEST);
        write(folder, "train", digits.train());
        write(folder, "t10k", digits.test());
    }

    private static void write(Path folder, String part, LabeledImages images) throws IOException {
        int size = images.rows();
        ByteBuffer pixels = ByteBuffer.allocate(16 + images.count() * size * size);
        pixels.putInt(0x803).putInt(images.count()).putInt(size).putInt(size);
        ByteBuffer labels = ByteBuffer.allocate(8 + images.count());
        labels.putInt(0x801).putInt(images.count());
        for (int i = 0; i < images.count(); i++) {
            labels.put((byte) images.label(i));
            for (int p = 0; p < size * size; p++) {
                pixels.put((byte) images.pixel(i, p / size, p % size));
            }
        }
        Files.write(folder.resolve(part + "-images-idx3-ubyte"), pixels.array());
        Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
    }

    /** Replaces a label file by one of this many zeros. */
    static void writeLabels(Path file, int count) throws IOException {
        Files.write(
                file, ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count).array());
    }
}
