package gradj.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as plain Java values: {@link Map} in the text's order, {@link List}, {@link String}, {@link Boolean}, {@link Long},
 * {@link Double} and null.
 */
final class Json {
    private Json() {}

    /**
     * The value that the whole text is.
     *
     * @throws JsonException if it is not JSON, nested more than 128 deep, or an object has a key twice
     */
    static @Nullable Object parse(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = value(reader);
        reader.end();
        return value;
    }

    private static @Nullable Object value(JsonReader reader) {
        switch (reader.next()) {
            case '{' -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                reader.object(key -> {
                    if (object.containsKey(key)) {
                        throw new JsonException(
                                "the key \"" + SafetensorsHeader.shortened(key) + "\" stands twice in one object");
                    }
                    object.put(key, value(reader));
                });
                return object;
            }
            case '[' -> {
                List<@Nullable Object> array = new ArrayList<>();
                reader.array(() -> array.add(value(reader)));
                return array;
            }
            case '"' -> {
                return reader.string();
            }
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                return reader.number();
            }
            default -> {
                if (reader.word("true")) {
                    return true;
                } else if (reader.word("false")) {
                    return false;
                } else if (reader.word("null")) {
                    return null;
                }
                throw reader.expected("a value");
            }
        }
    }

    /**
     * The value as text in one line without blanks, every character but quotes, backslashes and controls as it is.
     *
     * @param value of the kinds named above; {@link Iterable} for List, any integer for Long, and {@link Float} for Double,
     *     widened, so that reading and rounding gives the same bits
     * @throws IllegalArgumentException for another kind, NaN, infinity, or half a surrogate pair
     */
    static String write(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(@Nullable Object value, StringBuilder text) {
        if (value instanceof Map<?, ?> map) {
            char before = '{';
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text.append(before);
                write((String) entry.getKey(), text);
                text.append(':');
                write(entry.getValue(), text);
                before = ',';
            }
            text.append(before == '{' ? "{}" : "}");
        } else if (value instanceof Iterable<?> list) {
            char before = '[';
            for (Object element : list) {
                text.append(before);
                write(element, text);
                before = ',';
            }
            text.append(before == '[' ? "[]" : "]");
        } else if (value instanceof String string) {
            write(string, text);
        } else if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("JSON has no number " + number);
            }
            text.append(number);
        } else if (value == null
                || value instanceof Boolean
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            text.append(value);
        } else {
            throw new IllegalArgumentException("JSON has no kind of value for " + value.getClass());
        }
    }

    private static void write(String string, StringBuilder text) {
        if (!isWellFormed(string)) {
            throw new IllegalArgumentException("half a surrogate pair in \"" + string + "\"");
        }
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append(c < 16 ? "\\u000" : "\\u00").append(Integer.toHexString(c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    /** Whether every surrogate is half of a pair: only then can the text be UTF-8. */
    static boolean isWellFormed(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean isPair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
