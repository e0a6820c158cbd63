package gradj.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A JSON object in one line, its fields in the order in which they are put. */
final class Json {
    private final List<String> fields = new ArrayList<>();

    /**
     * Adds a field.
     *
     * @param value a string, number, boolean, Json, or a list of these; NaN and infinity, which JSON does not have,
     *     become null
     */
    Json put(String name, Object value) {
        fields.add(quoted(name) + ": " + text(value));
        return this;
    }

    private static String text(Object value) {
        if (value instanceof String string) {
            return quoted(string);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Json::text).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return "null";
        }
        if (value instanceof Number || value instanceof Boolean || value instanceof Json) {
            return value.toString();
        }
        throw new IllegalArgumentException("Json: expected a string, number, boolean, Json or list, got " + value);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    @Override
    public String toString() {
        return "{" + String.join(", ", fields) + "}";
    }
}
