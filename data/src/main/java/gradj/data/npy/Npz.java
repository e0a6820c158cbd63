package gradj.data.npy;

import gradj.io.FileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Arrays by name in NumPy's {@code .npz} files, zip archives of {@code .npy} files, compressed or not.
 *
 * <pre>{@code
 * Map<String, NpyArray> arrays = Npz.read(Path.of("mnist.npz"));
 * Tensor x = arrays.get("x_train").tensor(tensors);
 * }</pre>
 */
public final class Npz {
    /*
     * By the central directory at the end: NumPy's local headers say 0xFFFFFFFF for every size, and those of a streamed
     * archive nothing.
     */

    /** Deflate makes at most 258 bytes of two bits. */
    private static final long MOST_INFLATION = 1032;

    private static final String SUFFIX = ".npy";

    private Npz() {}

    /**
     * The arrays' names, without {@code .npy}, in the archive's order.
     *
     * @throws FileException if it cannot be read
     */
    public static List<String> names(Path file) {
        return with(file, zip -> List.copyOf(entries(file, zip).keySet()));
    }

    /**
     * Reads all arrays.
     *
     * @throws FileException if the archive cannot be read, or one of the arrays is none of numbers, is broken, or has 2 GiB
     *     or more
     */
    public static Map<String, NpyArray> read(Path file) {
        return with(file, zip -> {
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            for (Map.Entry<String, ZipEntry> entry : entries(file, zip).entrySet()) {
                arrays.put(entry.getKey(), read(file, zip, entry.getKey(), entry.getValue()));
            }
            return arrays;
        });
    }

    /**
     * Reads one array, whatever the others are.
     *
     * @param name without {@code .npy}
     * @throws FileException if there is none of this name, or it cannot be read
     */
    public static NpyArray read(Path file, String name) {
        return with(file, zip -> {
            Map<String, ZipEntry> entries = entries(file, zip);
            ZipEntry entry = entries.get(name);
            if (entry == null) {
                throw new FileException(
                        file, "expected an array \"" + name + "\", found " + entries.keySet() + ": name one of these");
            }
            return read(file, zip, name, entry);
        });
    }

    private static Map<String, ZipEntry> entries(Path file, ZipFile zip) {
        Map<String, ZipEntry> entries = new LinkedHashMap<>();
        for (Enumeration<? extends ZipEntry> each = zip.entries(); each.hasMoreElements(); ) {
            ZipEntry entry = each.nextElement();
            String name = entry.getName();
            if (entry.isDirectory()) {
                continue;
            }
            if (!name.endsWith(SUFFIX)) {
                throw new FileException(
                        file, "expected .npy files in it, found \"" + name + "\": it is no .npz file of NumPy's");
            }
            if (entries.put(name.substring(0, name.length() - SUFFIX.length()), entry) != null) {
                throw new FileException(file, "expected each array once, found \"" + name + "\" twice: write it again");
            }
        }
        return entries;
    }

    private static NpyArray read(Path file, ZipFile zip, String name, ZipEntry entry) throws IOException {
        String place = "array \"" + name + "\": ";
        long inflated = entry.getCompressedSize() < 0 ? 0 : (entry.getCompressedSize() + 16) * MOST_INFLATION;
        if (entry.getSize() < 0 || entry.getCompressedSize() > Files.size(file) || entry.getSize() > inflated) {
            throw new FileException(
                    file,
                    place + "expected a size that " + entry.getCompressedSize() + " bytes can hold, found "
                            + Long.toUnsignedString(entry.getSize()) + ": it is broken, get it again");
        }
        // ZipFile itself never compares what it inflates with the checksum.
        CRC32 checksum = new CRC32();
        try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
            NpyArray array = Npy.read(file, place, in, entry.getSize());
            in.transferTo(OutputStream.nullOutputStream());
            if (checksum.getValue() != entry.getCrc()) {
                throw new FileException(
                        file,
                        String.format(
                                "%sexpected the checksum %08x, found %08x: it is damaged, get it again",
                                place, entry.getCrc(), checksum.getValue()));
            }
            return array;
        } catch (IOException e) {
            throw new FileException(file, place + "could not be read: " + e.getMessage() + ": get it again", e);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T from(ZipFile zip) throws IOException;
    }

    private static <T> T with(Path file, Reading<T> reading) {
        if (Files.isDirectory(file)) {
            throw new FileException(file, "expected an .npz file, found a folder: name a file in it");
        }
        if (!Files.exists(file)) {
            throw new FileException(file, "there is no such file: check its name");
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return reading.from(zip);
        } catch (ZipException e) {
            throw new FileException(
                    file, "expected an .npz file, found no zip archive, or a broken one: get it again", e);
        } catch (IOException e) {
            throw new FileException(file, "could not be read: " + e.getMessage() + ": check its permissions", e);
        } catch (IllegalArgumentException e) { // a name in another encoding
            throw new FileException(file, "its names are broken: get it again", e);
        }
    }
}
