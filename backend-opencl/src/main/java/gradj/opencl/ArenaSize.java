package gradj.opencl;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large an arena is.
 *
 * @param bytes what tensors may take
 * @param arrayBytes what Java and the device allocate for it
 */
record ArenaSize(long bytes, long arrayBytes) {
    /** As in {@code -Dgradj.opencl.arena=512m}; k, m or g, or bytes. */
    static final String PROPERTY = "gradj.opencl.arena";

    static final long MEGABYTE = 1 << 20;

    /** MNIST takes 220 MB of it; a device's memory and Java's are used twice, by float64 too. */
    private static final long DEFAULT = 512 * MEGABYTE;

    /**
     * The Java array behind an arena has this size at least. When the garbage collector moves that array, Aparapi drops the
     * device's memory: arrays that are larger than half of a collector's region, 32 MB at most unless it is told otherwise, are
     * never moved.
     */
    private static final long SMALLEST_ARRAY = 64 * MEGABYTE;

    /** Java arrays, and Aparapi's transfers, count their bytes in 31 bits. */
    static final long LARGEST_ARRAY = (1L << 31) - 4096;

    /**
     * The arena that was asked for or, without that, the usual one as far as there is memory for it.
     *
     * @param asked the property's value, or empty
     * @param javaBytes all that Java may allocate on its heap
     * @param deviceBytes the largest buffer of the device
     * @throws UnavailableException if there is not enough memory, or the size is no size
     */
    static ArenaSize of(String asked, long javaBytes, long deviceBytes) {
        long most = Math.min(LARGEST_ARRAY, deviceBytes);
        if (!asked.isBlank()) {
            long bytes = parse(asked.strip());
            long array = Math.max(bytes, SMALLEST_ARRAY);
            requireDevice(array, most);
            requireJava(array, javaBytes, array + array / 2);
            return new ArenaSize(bytes, array);
        }
        requireDevice(SMALLEST_ARRAY, most);
        requireJava(SMALLEST_ARRAY, javaBytes, 3 * SMALLEST_ARRAY);
        long bytes = Math.max(SMALLEST_ARRAY, Math.min(DEFAULT, Math.min(most, javaBytes / 3)));
        return new ArenaSize(bytes, bytes);
    }

    private static long parse(String asked) {
        Matcher size = Pattern.compile("([0-9]{1,12})([kmg]?)").matcher(asked.toLowerCase(Locale.ROOT));
        long bytes = -1;
        if (size.matches()) {
            long unit = switch (size.group(2)) {
                case "k" -> 1L << 10;
                case "m" -> 1L << 20;
                case "g" -> 1L << 30;
                default -> 1;
            };
            bytes = Long.parseLong(size.group(1)) * unit;
        }
        if (bytes < MEGABYTE) {
            throw new UnavailableException(
                    "-D" + PROPERTY + " expects a size of 1m at least, got " + asked, "give one such as 512m");
        }
        return bytes;
    }

    private static void requireDevice(long bytes, long most) {
        if (bytes > most) {
            throw new UnavailableException(
                    "too little memory: an arena of " + bytes / MEGABYTE
                            + " MB is asked for, the largest possible here has " + most / MEGABYTE + " MB",
                    "choose a smaller arena with -D" + PROPERTY + ", or another device with -D"
                            + DeviceChoice.PROPERTY);
        }
    }

    private static void requireJava(long bytes, long javaBytes, long wanted) {
        if (javaBytes < wanted) {
            throw new UnavailableException(
                    "too little memory: an arena takes " + bytes / MEGABYTE + " MB of Java's heap too, which has "
                            + javaBytes / MEGABYTE + " MB",
                    "start Java with -Xmx" + (wanted / MEGABYTE + 1) + "m or more");
        }
    }
}
