package gradj.cli;

import gradj.data.Digits;
import gradj.data.LabeledImages;
import gradj.data.Mnist;
import gradj.data.Split;
import gradj.data.image.ImageFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;

/**
 * Where samples come from: {@code digits}, {@code mnist}, a folder of IDX files or of pictures (one of these two names is
 * {@code ./digits}), or a file, which is a table.
 *
 * @param name as it was given
 * @param imageSize of the images that are made of pictures; null if nothing was said of it
 * @param seed chooses the pictures that are held out to test with
 */
record DataSource(String name, @Nullable ImageSize imageSize, long seed) {
    /** The digits are one data set, as MNIST is: the option {@code --seed} does not redraw them. */
    private static final long DIGITS_SEED = 1;

    private static final int DIGITS_TRAIN = 60_000;

    private static final Pattern TABLE = Pattern.compile("(?i)\\.(csv|tsv|data|txt)(\\.gz)?$");
    private static final Pattern IDX = Pattern.compile("[-.]idx\\d-\\w+(\\.gz)?$");

    /** Whether the images are made of pictures, in a folder that has no IDX files. */
    boolean isPictures() {
        boolean isPictures = !isWord() && hasNoIdxFile(file());
        if (!isPictures) {
            requireNoImageSize();
        }
        return isPictures;
    }

    /** Of what is no pictures. */
    void requireNoImageSize() {
        if (imageSize != null) {
            throw new InputException(
                    "--image-size: only pictures are made larger or smaller, " + name + " has none: leave it out");
        }
    }

    private static boolean hasNoIdxFile(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.noneMatch(file -> IDX.matcher(file.toString()).find());
        } catch (IOException | UncheckedIOException problem) {
            throw new InputException(folder + ": cannot be read: "
                    + (Files.isReadable(folder) ? problem.getMessage() : "you have no permission"));
        }
    }

    /** The pictures, if they are. */
    PictureData pictures(SampleOptions options) {
        if (!ImageFolder.hasFolders(folder())) {
            throw new InputException(
                    name + ": expected four IDX files such as MNIST's, or a folder with the pictures of each"
                            + " class, found neither");
        }
        return PictureData.find(name, imageSize == null ? ImageSize.MNIST : imageSize, options, seed);
    }

    /** All images. */
    Split load() {
        return switch (name) {
            case "digits" -> Digits.draw(DIGITS_SEED);
            case "mnist" -> Mnist.download();
            default -> Mnist.folder(folder());
        };
    }

    /**
     * What tells these images from others: the SHA-256 of each file under {@code sha256 NAME}, and of digits, which have no
     * files, that of the images and labels of each part.
     */
    Map<String, String> sha256(Split split) {
        Map<String, String> sums = new LinkedHashMap<>();
        if (name.equals("digits")) {
            sums.put("sha256 train", split.train().sha256());
            sums.put("sha256 test", split.test().sha256());
            return sums;
        }
        for (Path file : Mnist.files(name.equals("mnist") ? Mnist.downloadFolder() : folder())) {
            sums.put("sha256 " + file.getFileName(), sha256(file));
        }
        return sums;
    }

    static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new InputException(file + " can no longer be read: " + e.getMessage());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK must have SHA-256", e);
        }
    }

    /** The first images to train on, this many; no more are drawn, and no more pictures read, than these. */
    LabeledImages firstTraining(int count) {
        boolean isPictures = isPictures();
        if (name.equals("digits")) {
            requireEnough(count, DIGITS_TRAIN);
            return Digits.draw(DIGITS_SEED, count, 1).train();
        }
        if (isPictures) {
            PictureData pictures = pictures(new SampleOptions());
            requireEnough(count, pictures.parts().train().size());
            return pictures.someTraining(count);
        }
        Path files = name.equals("mnist") ? Mnist.downloadFolder() : folder();
        LabeledImages first = Mnist.firstTraining(files, count);
        requireEnough(count, first.count());
        return first;
    }

    private void requireEnough(int wanted, int there) {
        if (wanted > there) {
            throw new InputException(
                    "--batch-size " + wanted + ": " + name + " has " + Plural.of(there, "image") + " to train on");
        }
    }

    /** Whether this is a file: a table. A name that is nothing yet is told by who reads it. */
    boolean isTable() {
        return !isWord() && (Files.isRegularFile(file()) || TABLE.matcher(name).find());
    }

    private boolean isWord() {
        return name.equals("digits") || name.equals("mnist");
    }

    Path file() {
        return Path.of(name);
    }

    private Path folder() {
        if (Files.isRegularFile(file())) {
            throw new InputException(name + ": expected digits, mnist or a folder of images, found a file");
        }
        return file();
    }

    /** As the option has it. */
    @Override
    public String toString() {
        return name;
    }

    /** Makes a data source of the text of an option. */
    static final class Converter implements ITypeConverter<DataSource> {
        private final OptionValues.FileName folder = new OptionValues.FileName();

        @Override
        public DataSource convert(String text) {
            folder.convert(text); // refuses what can be no folder's name
            return new DataSource(text, null, 1);
        }
    }
}
