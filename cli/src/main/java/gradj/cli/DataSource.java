package gradj.cli;

import gradj.data.Digits;
import gradj.data.LabeledImages;
import gradj.data.Mnist;
import gradj.data.Split;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/**
 * Where samples come from: {@code digits}, {@code mnist}, a folder of images (one of these two names is {@code ./digits}), or
 * a file, which is a table.
 *
 * @param name as it was given
 */
record DataSource(String name) {
    /** The digits are one data set, as MNIST is: the option {@code --seed} does not redraw them. */
    private static final long DIGITS_SEED = 1;

    private static final int DIGITS_TRAIN = 60_000;

    private static final Pattern TABLE = Pattern.compile("(?i)\\.(csv|tsv|data|txt)(\\.gz)?$");

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

    /** The first images to train on, this many; no more digits are drawn than these. */
    LabeledImages firstTraining(int count) {
        if (name.equals("digits")) {
            return requireEnough(
                    count,
                    DIGITS_TRAIN,
                    Digits.draw(DIGITS_SEED, Math.min(count, DIGITS_TRAIN), 1).train());
        }
        LabeledImages all = load().train();
        return requireEnough(count, all.count(), all).first(count);
    }

    private LabeledImages requireEnough(int wanted, int there, LabeledImages images) {
        if (wanted > there) {
            throw new InputException(
                    "--batch-size " + wanted + ": " + name + " has " + Plural.of(there, "image") + " to train on");
        }
        return images;
    }

    /** Whether this is a file: a table. A name that is nothing yet is told by who reads it. */
    boolean isTable() {
        boolean isWord = name.equals("digits") || name.equals("mnist");
        return !isWord && (Files.isRegularFile(file()) || TABLE.matcher(name).find());
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
            return new DataSource(text);
        }
    }
}
