package gradj.data.npy;

import gradj.io.FileException;
import gradj.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What stands before an array's data: a magic number, a version, and a Python dictionary with the type, the order and the
 * shape. Nothing in it is believed before it is checked.
 *
 * @param isFortran whether the first index runs fastest
 * @param lengths of the axes, each from 0
 * @param start the byte that the data begin with
 * @param dataBytes of the data, which may be more than an array of Java's holds, and more than there are
 */
record NpyHeader(String descr, ElementType type, boolean isFortran, List<Long> lengths, long start, long dataBytes) {
    /** Headers of numbers have about a hundred bytes. */
    private static final int MOST_BYTES = 1 << 16;

    /** NumPy's own limit. */
    private static final int MOST_AXES = 64;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final String GET_IT_AGAIN = ": it is cut off or broken, get it again";

    /**
     * Reads it, and leaves the stream where the data begin.
     *
     * @param place the name of an array in an archive and a colon, or nothing
     * @param available bytes that there are
     */
    static NpyHeader read(Path file, String place, InputStream in, long available) throws IOException {
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
            throw new FileException(file, place + "expected a NumPy array, found " + foreign(start));
        }
        int version = start[6] & 0xFF;
        if (version < 1 || version > 3 || start[7] != 0) {
            throw new FileException(
                    file,
                    place + "expected format 1.0, 2.0 or 3.0, found " + version + "." + (start[7] & 0xFF)
                            + ": write it again with numpy.save");
        }
        byte[] count = in.readNBytes(version == 1 ? 2 : 4);
        long length = 0;
        for (int i = count.length - 1; i >= 0; i--) {
            length = (length << 8) | (count[i] & 0xFF);
        }
        long left = available - start.length - count.length;
        if (length > left) {
            throw new FileException(
                    file,
                    place + "expected a header of " + length + " bytes, found " + Math.max(0, left) + GET_IT_AGAIN);
        }
        if (length > MOST_BYTES) {
            throw new FileException(
                    file,
                    place + "expected a header of at most " + MOST_BYTES + " bytes, found " + length
                            + ": save each field as an array of its own");
        }
        byte[] text = in.readNBytes((int) length);
        Charset charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        try {
            String dictionary =
                    charset.newDecoder().decode(ByteBuffer.wrap(text)).toString();
            return new Parser(file, place, dictionary, start.length + count.length + length).parse();
        } catch (CharacterCodingException e) {
            throw new FileException(file, place + "expected a header in UTF-8, found other bytes: get it again", e);
        }
    }

    /**
     * The same, of an array that Java holds as a whole.
     *
     * @throws FileException if it has 2 GiB or more
     */
    NpyHeader requireInMemory(Path file, String place) {
        try {
            Math.toIntExact(dataBytes);
            shape();
            return this;
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new FileException(
                    file,
                    place + "expected an array of less than 2 GiB, found the shape " + lengths + " of " + descr
                            + ": save it in parts, or read it row by row with Npy.map",
                    e);
        }
    }

    /**
     * The same, of an array that is all there.
     *
     * @param available bytes that there are, with the header
     * @throws FileException if the data are cut off
     */
    NpyHeader requireWhole(Path file, String place, long available) {
        if (dataBytes > available - start) {
            throw new FileException(
                    file,
                    place + "expected " + dataBytes + " bytes for " + lengths + " of " + descr + ", found "
                            + (available - start) + GET_IT_AGAIN);
        }
        return this;
    }

    Shape shape() {
        return shape(0);
    }

    /** Of a row: without the first axis. */
    Shape rowShape() {
        return shape(1);
    }

    private Shape shape(int from) {
        return Shape.of(lengths.stream().skip(from).mapToInt(Math::toIntExact).toArray());
    }

    /** Of data below 2 GiB. */
    int bytes() {
        return Math.toIntExact(dataBytes);
    }

    private static String foreign(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (text.isEmpty()) {
            return "an empty file: get it again";
        } else if (text.startsWith("PK")) {
            return "a zip archive: read an .npz file with Npz.read";
        } else if (text.startsWith("<")) {
            return "a web page: the download failed or asked for a login, get the file itself";
        } else if (text.charAt(0) == 0x80) {
            return "a pickle, which can run any program: load it where it comes from, and write it with numpy.save";
        }
        return "other bytes: write it with numpy.save";
    }

    /** Reads the literal: three keys, texts, True and False, a tuple of whole numbers; nothing else is Python's to say. */
    private static final class Parser {
        private final Path file;
        private final String place;
        private final String text;
        private final long end;
        private int at;

        Parser(Path file, String place, String text, long end) {
            this.file = file;
            this.place = place;
            this.text = text;
            this.end = end;
        }

        NpyHeader parse() {
            String descr = "";
            boolean isFortran = false;
            List<Long> lengths = List.of();
            Set<String> keys = new HashSet<>();
            expect('{');
            while (!found('}')) {
                String key = string();
                if (!keys.add(key)) {
                    throw problem("a key once, found '" + key + "' twice");
                }
                expect(':');
                switch (key) {
                    case "descr" -> descr = descr();
                    case "fortran_order" -> isFortran = bool();
                    case "shape" -> lengths = tuple();
                    default -> throw problem("the keys descr, fortran_order and shape, found '" + key + "'");
                }
                if (!found(',')) {
                    expect('}');
                    break;
                }
            }
            if (at < text.length()) {
                throw problem("nothing behind the dictionary, found '" + text.charAt(at) + "'");
            }
            if (keys.size() < 3) {
                throw problem("the keys descr, fortran_order and shape, found " + keys);
            }
            return header(descr, isFortran, lengths);
        }

        private NpyHeader header(String descr, boolean isFortran, List<Long> lengths) {
            ElementType type = ElementType.named(descr);
            if (type == null) {
                throw unsupported(descr);
            }
            long bytes = lengths.contains(0L) ? 0 : type.bytes();
            try {
                for (long length : lengths) {
                    bytes = Math.multiplyExact(bytes, length);
                }
            } catch (ArithmeticException e) {
                bytes = Long.MAX_VALUE; // no file is so long
            }
            return new NpyHeader(descr, type, isFortran, List.copyOf(lengths), end, bytes);
        }

        private String descr() {
            blanks();
            if (at < text.length() && text.charAt(at) == '[') {
                throw new FileException(
                        file,
                        place + "expected an array of numbers, found one of records with named fields:"
                                + " save each field as an array of its own, numpy.save(f, a['x'])");
            }
            return string();
        }

        private FileException unsupported(String descr) {
            String kind = descr.replaceFirst("^[<>|=]", "");
            String found = switch (kind.isEmpty() ? ' ' : kind.charAt(0)) {
                case 'O' ->
                    "Python objects, a pickle, which can run any program: write numbers,"
                            + " numpy.save(f, a.astype('float32'))";
                case 'c' -> "complex numbers: write a.real and a.imag as two arrays";
                case 'U', 'S', 'a' -> "texts: write the table as CSV";
                case 'M', 'm' -> "times: write numbers, numpy.save(f, a.astype('int64'))";
                default -> "another type: write numpy.save(f, a.astype('float32'))";
            };
            return new FileException(
                    file,
                    place + "expected an array of f2, f4, f8, i1 to i8, u1 to u8 or bool, found '" + descr + "', "
                            + found);
        }

        private List<Long> tuple() {
            List<Long> numbers = new ArrayList<>();
            expect('(');
            while (!found(')')) {
                numbers.add(number());
                if (numbers.size() > MOST_AXES) {
                    throw problem("at most " + MOST_AXES + " axes, found more");
                }
                if (!found(',')) {
                    expect(')');
                    if (numbers.size() == 1) {
                        throw problem("a tuple as shape, found a number in brackets");
                    }
                    break;
                }
            }
            return numbers;
        }

        private long number() {
            blanks();
            int start = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            int digits = at - start;
            if (digits == 0 || digits > 18) {
                throw problem("a length, a whole number from 0, at character " + start);
            }
            long number = Long.parseLong(text.substring(start, at));
            if (at < text.length() && text.charAt(at) == 'L') {
                at++; // Python 2 wrote long numbers so
            }
            return number;
        }

        private boolean bool() {
            blanks();
            for (boolean value : new boolean[] {true, false}) {
                String word = value ? "True" : "False";
                if (text.startsWith(word, at)) {
                    at += word.length();
                    return value;
                }
            }
            throw problem("True or False at character " + at);
        }

        private String string() {
            blanks();
            char quote = at < text.length() ? text.charAt(at) : 0;
            int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
            if (end < 0 || text.substring(at, end).indexOf('\\') >= 0) {
                throw problem("a text in quotes at character " + at);
            }
            String string = text.substring(at + 1, end);
            at = end + 1;
            return string;
        }

        private void expect(char c) {
            if (!found(c)) {
                throw problem("'" + c + "' at character " + at);
            }
        }

        /** Passes this character, and blanks around it, if it is next. */
        private boolean found(char c) {
            blanks();
            boolean isNext = at < text.length() && text.charAt(at) == c;
            if (isNext) {
                at++;
                blanks();
            }
            return isNext;
        }

        private void blanks() {
            while (at < text.length()
                    && (text.charAt(at) == ' ' || text.charAt(at) == '\n' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        private FileException problem(String expected) {
            return new FileException(
                    file, place + "its header is not that of a NumPy array: expected " + expected + GET_IT_AGAIN);
        }
    }
}
