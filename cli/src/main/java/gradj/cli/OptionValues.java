package gradj.cli;

import gradj.spi.DType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
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
            return number(text, "a finite number above 0", value -> value > 0 && value < Double.POSITIVE_INFINITY);
        }
    }

    /** A finite number of 1 or more. */
    static final class Factor implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return number(
                    text, "a finite number of 1 or more", value -> value >= 1 && value < Double.POSITIVE_INFINITY);
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

    /** A share of samples: above 0 and below 1. */
    static final class Share implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return number(text, "a number above 0 and below 1", value -> value > 0 && value < 1);
        }
    }

    /** A finite number of 0 or more. */
    static final class NotNegative implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return number(
                    text, "a finite number of 0 or more", value -> value >= 0 && value < Double.POSITIVE_INFINITY);
        }
    }

    private static double number(String text, String wanted, DoublePredicate isOne) {
        try {
            double value = Double.parseDouble(text);
            if (isOne.test(value)) {
                return value;
            }
        } catch (NumberFormatException notOne) {
            // told below
        }
        throw refused(wanted, text);
    }

    /** One of these, by its text. */
    static <T> T oneOf(T[] values, String text) {
        return Arrays.stream(values)
                .filter(value -> text(value).equals(text))
                .findFirst()
                .orElseThrow(() -> refused(
                        "one of "
                                + Arrays.stream(values).map(OptionValues::text).collect(Collectors.joining(", ")),
                        text));
    }

    /** A value as its option has it: of an enum without a text of its own {@code most-frequent}, of a list {@code a,b}. */
    static String text(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(OptionValues::text).collect(Collectors.joining(","));
        }
        boolean isNamed = value instanceof Enum<?> constant && constant.name().equals(constant.toString());
        return isNamed ? value.toString().toLowerCase(Locale.ROOT).replace('_', '-') : value.toString();
    }

    static TypeConversionException refused(String wanted, String text) {
        return new TypeConversionException(
                "expected " + wanted + ", got " + (text.isBlank() ? "'" + text + "'" : text));
    }
}
