package gradj.data;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The MNIST handwritten digits (LeCun, Cortes, Burges): 60,000 images to train on and 10,000 to test with, 28x28
 * pixels.
 *
 * <p>Any data set in the same four files can be read, such as Fashion-MNIST or your own.
 *
 * <pre>{@code
 * Split mnist = Mnist.folder(Path.of("data/mnist"));
 * int label = mnist.train().label(0);
 * }</pre>
 */
public final class Mnist {
    static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
    static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
    static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
    static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

    private static final System.Logger LOG = System.getLogger("gradj.data");

    private Mnist() {}

    /**
     * Reads the four files {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code
     * t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}, gzipped or not.
     *
     * <p>Each may also end in {@code .gz}, and may be spelled with a dot before {@code idx}. Where a file is there
     * twice, the uncompressed one is read, which is faster.
     *
     * <p>Other data sets have the same names with their own in front, and {@code test} for {@code t10k}, such as {@code
     * emnist-letters-train-images-idx3-ubyte.gz}. Of several in one folder, that with MNIST's own names is read, or the
     * one that the last part of the path names: {@code FOLDER/emnist-letters}.
     *
     * <p>The images of Extended MNIST, whose files lie on their side, come upright; its letters, labelled 1 to 26 there,
     * are the classes 0 to 25.
     *
     * @param folder where the files are
     * @throws DataException if the folder or a file is missing, a file is broken, the files do not fit together, or it is
     *     not clear which of several data sets is meant
     */
    public static Split folder(Path folder) {
        IdxFolder files = IdxFolder.find(folder);
        // Two threads: inflating the training images takes 0.2 s, the test images 0.04 s.
        CompletableFuture<LabeledImages> test =
                CompletableFuture.supplyAsync(() -> IdxFile.read(files.testImages(), files.testLabels()));
        LabeledImages train = IdxFile.read(files.trainImages(), files.trainLabels());
        LabeledImages tested = join(test);
        if (train.rows() != tested.rows() || train.columns() != tested.columns()) {
            throw new DataException(
                    files.testImages(),
                    files.testImages().getFileName() + " has images of " + size(tested) + ", but "
                            + files.trainImages().getFileName() + " has images of " + size(train)
                            + ": expected one size");
        }
        if (files.name().startsWith("emnist")) {
            boolean fromOne =
                    files.name().equals("emnist-letters") && train.smallestLabel() > 0 && tested.smallestLabel() > 0;
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0}: its images are turned upright{1}",
                    files.name(),
                    fromOne ? ", its labels 1 to 26 are the classes 0 to 25" : "");
            if (fromOne) {
                return new Split(train.withLabelsFromZero(), tested.withLabelsFromZero());
            }
        }
        return new Split(train, tested);
    }

    /**
     * The first images to train on, without reading the others: as {@code folder(folder).train().first(howMany)} gives
     * them, or all where there are fewer. Their {@link LabeledImages#classes()} are those of all labels to train on. What is
     * wrong with later images, or with those to test with, is not noticed.
     *
     * @param folder as in {@link #folder}
     * @param howMany 1 or more
     * @throws DataException as {@link #folder}, but for what is not read
     */
    public static LabeledImages firstTraining(Path folder, int howMany) {
        if (howMany < 1) {
            throw new IllegalArgumentException("firstTraining: expected 1 image or more, got " + howMany);
        }
        IdxFolder files = IdxFolder.find(folder);
        if (files.name().startsWith("emnist")) { // whose labels to test with tell how all are numbered
            LabeledImages all = folder(folder).train();
            return all.first(Math.min(howMany, all.count()));
        }
        return IdxFile.readFirst(files.trainImages(), files.trainLabels(), howMany);
    }

    /**
     * Reads MNIST from the user's cache folder, and downloads it there the first time (11 MB from one of two mirrors).
     *
     * <p>The folder is {@code gradj/mnist} in {@code $XDG_CACHE_HOME} or {@code ~/.cache}, on macOS in {@code
     * ~/Library/Caches}, on Windows in {@code %LOCALAPPDATA%}. Every file is checked by its SHA-256, new or cached,
     * before it is used.
     *
     * @throws DataException if no mirror gives the files, or the cache folder cannot be written
     */
    public static Split download() {
        return folder(downloadFolder());
    }

    /**
     * The user's cache folder that {@link #download} reads, with the four files in it.
     *
     * @throws DataException as {@link #download}
     */
    public static Path downloadFolder() {
        return MnistDownload.ofThisUser().folder();
    }

    /**
     * The four files that {@link #folder} would read: the images and labels to train on, then those to test with.
     *
     * @param folder as in {@link #folder}
     * @throws DataException if the folder or a file is missing, or it is not clear which of several data sets is meant
     */
    public static List<Path> files(Path folder) {
        IdxFolder files = IdxFolder.find(folder);
        return List.of(files.trainImages(), files.trainLabels(), files.testImages(), files.testLabels());
    }

    private static String size(LabeledImages images) {
        return images.rows() + "x" + images.columns();
    }

    private static LabeledImages join(CompletableFuture<LabeledImages> images) {
        try {
            return images.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DataException problem) {
                throw problem;
            }
            throw e;
        }
    }
}
