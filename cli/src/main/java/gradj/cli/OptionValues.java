package gradj.cli;

import gradj.spi.DType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What the options accept: each converter refuses the rest with a line that says what it wants. */
final class OptionValues {
    private OptionValues() {}

    /** A whole number of 1 or more. */
    static final class Count implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            try {
                int value = Integer.parseInt(text);
                if (value >= 1) {
                    return value;
                }
            } catch (NumberFormatException notOne) {
                // told below
            }
            throw refused("a whole number from 1 to " + Integer.MAX_VALUE, text);
        }
    }

    /** Any whole number of 64 bits. */
    static final class Seed implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException notOne) {
                throw refused("a whole number of at most 64 bits", text);
            }
        }
    }

    /** A finite number above 0. */
    static final class Positive implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            try {
                double value = Double.parseDouble(text);
                if (value > 0 && value < Double.POSITIVE_INFINITY) {
                    return value;
                }
            } catch (NumberFormatException notOne) {
                // told below
            }
            throw refused("a finite number above 0", text);
        }
    }

    /** A finite number of 1 or more. */
    static final class Factor implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            try {
                double value = Double.parseDouble(text);
                if (value >= 1 && value < Double.POSITIVE_INFINITY) {
                    return value;
                }
            } catch (NumberFormatException notOne) {
                // told below
            }
            throw refused("a finite number of 1 or more", text);
        }
    }

    /** The name of a dtype. */
    static final class DTypeName implements ITypeConverter<DType> {
        @Override
        public DType convert(String text) {
            for (DType dtype : DType.values()) {
                if (dtype.toString().equals(text)) {
                    return dtype;
                }
            }
            throw refused("float32 or float64", text);
        }
    }

    /** A name that this system's files can have. */
    static final class FileName implements ITypeConverter<Path> {
        @Override
        public Path convert(String text) {
            try {
                if (!text.isBlank()) {
                    return Path.of(text);
                }
            } catch (InvalidPathException notOne) {
                // told below
            }
            throw refused("the name of a file or folder", text);
        }
    }

    private static TypeConversionException refused(String wanted, String text) {
        return new TypeConversionException(
                "expected " + wanted + ", got " + (text.isBlank() ? "'" + text + "'" : text));
    }
}
