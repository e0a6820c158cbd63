package gradj.io;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that somebody else wrote, read field by field; whatever is not as expected is told with its place.
 *
 * @param place as in {@code layer 2}
 */
record JsonObject(String place, Map<?, ?> fields) {
    /**
     * The object that this text is.
     *
     * @throws JsonException if it is none
     */
    static JsonObject parse(String place, String text) {
        if (Json.parse(text) instanceof Map<?, ?> object) {
            return new JsonObject(place, object);
        }
        throw new JsonException(place + ": expected an object in braces");
    }

    String string(String name) {
        return field(name, String.class, "text");
    }

    boolean bool(String name) {
        return field(name, Boolean.class, "true or false");
    }

    double number(String name) {
        return field(name, Number.class, "a number").doubleValue();
    }

    /** A whole number, which a large one is as text only: many readers of JSON know no more than 53 bits. */
    long wholeNumber(String name) {
        try {
            return fields.get(name) instanceof Long number ? number : Long.parseLong(string(name));
        } catch (NumberFormatException e) {
            throw new JsonException(place + ": expected a whole number as \"" + name + "\", found " + shown(name));
        }
    }

    double[] numbers(String name) {
        List<?> list = field(name, List.class, "a list of numbers");
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(list.get(i) instanceof Number number)) {
                throw new JsonException(place + ": expected numbers only in \"" + name + "\", found " + shown(name));
            }
            numbers[i] = number.doubleValue();
        }
        return numbers;
    }

    List<String> strings(String name) {
        List<String> strings = new ArrayList<>();
        for (Object each : field(name, List.class, "a list of texts")) {
            if (!(each instanceof String string)) {
                throw new JsonException(place + ": expected texts only in \"" + name + "\", found " + shown(name));
            }
            strings.add(string);
        }
        return strings;
    }

    JsonObject object(String name, String itsPlace) {
        return new JsonObject(itsPlace, field(name, Map.class, "an object"));
    }

    /** The objects of a list; each one's place is this one's with its number, from 1. */
    List<JsonObject> objects(String name, String kind) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object each : field(name, List.class, "a list of objects")) {
            String itsPlace = (place.isEmpty() ? "" : place + ", ") + kind + " " + (objects.size() + 1);
            if (!(each instanceof Map<?, ?> object)) {
                throw new JsonException(itsPlace + ": expected an object in braces");
            }
            objects.add(new JsonObject(itsPlace, object));
        }
        return objects;
    }

    /** Fields that nobody knows change what is meant: a newer version's are not left out in silence. */
    void requireOnly(Collection<String> known) {
        for (Object name : fields.keySet()) {
            if (!known.contains(name)) {
                throw new JsonException(place + ": has a field \"" + SafetensorsHeader.shortened(String.valueOf(name))
                        + "\" that is unknown here, known are "
                        + String.join(", ", known));
            }
        }
    }

    /** What to throw where nobody knows what this text names. */
    JsonException unknown(String name) {
        return new JsonException(place + ": the " + name + " \"" + SafetensorsHeader.shortened(string(name))
                + "\" is unknown here: it may be a newer version's");
    }

    private <T> T field(String name, Class<T> type, String expected) {
        Object value = fields.get(name);
        if (!type.isInstance(value)) {
            throw new JsonException(place + ": expected " + expected + " as \"" + name + "\", found " + shown(name));
        }
        return type.cast(value);
    }

    private String shown(String name) {
        @Nullable Object value = fields.get(name);
        String text = value == null && !fields.containsKey(name) ? "nothing" : Json.write(value);
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }
}
