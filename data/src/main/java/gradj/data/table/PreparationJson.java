package gradj.data.table;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A {@link Preparation} as JSON, and back; nothing in the text is believed before it is checked. */
final class PreparationJson {
    private static final int VERSION = 1;
    private static final Gson GSON = new GsonBuilder()
            .setStrictness(Strictness.STRICT)
            .disableHtmlEscaping()
            .create();

    private PreparationJson() {}

    static String write(List<String> columns, List<Feature> features, @Nullable Target target) {
        JsonObject json = new JsonObject();
        json.addProperty("version", VERSION);
        json.add("columns", array(columns));
        JsonArray list = new JsonArray();
        features.forEach(feature -> list.add(feature(feature)));
        json.add("features", list);
        if (target != null) {
            json.add("target", target(target));
        }
        return GSON.toJson(json);
    }

    private static JsonObject feature(Feature feature) {
        JsonObject json = new JsonObject();
        json.addProperty("name", feature.name());
        if (feature instanceof Feature.Numbers numbers) {
            json.addProperty("kind", "number");
            json.addProperty("shift", numbers.shift());
            json.addProperty("scale", numbers.scale());
            if (!Double.isNaN(numbers.fill())) {
                json.addProperty("fill", numbers.fill());
            }
        } else if (feature instanceof Feature.Categories categories) {
            json.addProperty("kind", "categories");
            json.add("categories", array(categories.categories()));
            json.addProperty("unseenAsZeros", categories.allowsUnseen());
            if (!categories.fill().isEmpty()) {
                json.addProperty("fill", categories.fill());
            }
        }
        return json;
    }

    private static JsonObject target(Target target) {
        JsonObject json = new JsonObject();
        json.addProperty("name", target.name());
        if (target instanceof Target.Quantity number) {
            json.addProperty("kind", "number");
            json.addProperty("shift", number.shift());
            json.addProperty("scale", number.scale());
        } else if (target instanceof Target.Classes classes) {
            json.addProperty("kind", classes.isOneNumber() ? "twoClasses" : "classes");
            json.add("classes", array(classes.classes()));
            if (classes.kind() == ColumnKind.NUMBERS) {
                json.addProperty("ofNumbers", true);
            }
        }
        return json;
    }

    private static JsonArray array(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    /** @throws IllegalArgumentException if it is no preparation */
    static Preparation read(String text) {
        JsonElement json;
        try {
            json = GSON.fromJson(text, JsonElement.class);
        } catch (JsonParseException e) {
            throw problem("expected JSON, found other text", e);
        }
        Fields fields = new Fields("preparation", object("preparation", json));
        double version = fields.number("version");
        if (version != VERSION) {
            throw problem(
                    "expected version " + VERSION + ", found " + NumberColumn.text(version)
                            + ", which another version of gradj writes: use that one",
                    null);
        }
        List<String> columns = fields.texts("columns");
        Set<String> left = new HashSet<>(columns);
        if (left.size() != columns.size()) {
            throw problem("expected a name for each column, found one twice", null);
        }
        List<Feature> features = new ArrayList<>();
        for (JsonElement each : fields.list("features")) {
            Fields its = new Fields("feature " + (features.size() + 1), object("feature", each));
            features.add(feature(its));
            requireColumn(left, features.get(features.size() - 1).name());
        }
        if (features.isEmpty()) {
            throw problem("expected features, found none", null);
        }
        Target target = null;
        if (fields.has("target")) {
            target = target(new Fields("target", object("target", fields.get("target"))));
            requireColumn(left, target.name());
        }
        return new Preparation(columns, features, target);
    }

    private static void requireColumn(Set<String> left, String name) {
        if (!left.remove(name)) {
            throw problem(
                    "expected each feature and the target to be a column of its own, found " + Problems.quoted(name),
                    null);
        }
    }

    private static Feature feature(Fields fields) {
        String kind = fields.text("kind");
        if (kind.equals("number")) {
            double fill = fields.has("fill") ? fields.number("fill") : Double.NaN;
            return new Feature.Numbers(fields.text("name"), fields.number("shift"), fields.scale(), fill);
        } else if (kind.equals("categories")) {
            List<String> categories = fields.distinct("categories", 0);
            String fill = fields.has("fill") ? fields.text("fill") : "";
            if (!fill.isEmpty() && !categories.contains(fill)) {
                throw problem(
                        fields.place + ": expected one of its categories as \"fill\", found " + Problems.quoted(fill),
                        null);
            }
            return new Feature.Categories(fields.text("name"), categories, fill, fields.bool("unseenAsZeros"));
        }
        throw problem(
                fields.place + ": expected \"number\" or \"categories\" as \"kind\", found " + Problems.quoted(kind),
                null);
    }

    private static Target target(Fields fields) {
        String kind = fields.text("kind");
        return switch (kind) {
            case "number" -> new Target.Quantity(fields.text("name"), fields.number("shift"), fields.scale());
            case "classes" ->
                new Target.Classes(fields.text("name"), fields.distinct("classes", 2), false, fields.classKind());
            case "twoClasses" -> {
                List<String> classes = fields.distinct("classes", 2);
                if (classes.size() != 2) {
                    throw problem("target: expected two classes, found " + classes.size(), null);
                }
                yield new Target.Classes(fields.text("name"), classes, true, fields.classKind());
            }
            default ->
                throw problem(
                        "target: expected \"number\", \"classes\" or \"twoClasses\" as \"kind\", found "
                                + Problems.quoted(kind),
                        null);
        };
    }

    private static JsonObject object(String place, @Nullable JsonElement json) {
        if (json == null || !json.isJsonObject()) {
            throw problem(place + ": expected an object in braces", null);
        }
        return json.getAsJsonObject();
    }

    private static IllegalArgumentException problem(String text, @Nullable Exception cause) {
        String line = ("not a preparation of a table: " + text + ": fit it again, or get the file again")
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
        return new IllegalArgumentException(line, cause);
    }

    /** An object's fields, each of the type that is expected or refused. */
    private record Fields(String place, JsonObject json) {
        boolean has(String name) {
            return json.has(name);
        }

        @Nullable
        JsonElement get(String name) {
            return json.get(name);
        }

        private @Nullable JsonPrimitive primitive(String name) {
            JsonElement value = json.get(name);
            return value != null && value.isJsonPrimitive() ? value.getAsJsonPrimitive() : null;
        }

        String text(String name) {
            JsonPrimitive value = primitive(name);
            if (value != null && value.isString()) {
                return value.getAsString();
            }
            throw expected("text", name);
        }

        boolean bool(String name) {
            JsonPrimitive value = primitive(name);
            if (value != null && value.isBoolean()) {
                return value.getAsBoolean();
            }
            throw expected("true or false", name);
        }

        ColumnKind classKind() {
            return has("ofNumbers") && bool("ofNumbers") ? ColumnKind.NUMBERS : ColumnKind.CATEGORIES;
        }

        double number(String name) {
            JsonPrimitive value = primitive(name);
            if (value != null && value.isNumber() && Double.isFinite(value.getAsDouble())) {
                return value.getAsDouble();
            }
            throw expected("a finite number", name);
        }

        double scale() {
            double scale = number("scale");
            if (scale > 0) {
                return scale;
            }
            throw expected("a number above 0", "scale");
        }

        JsonArray list(String name) {
            JsonElement value = json.get(name);
            if (value != null && value.isJsonArray()) {
                return value.getAsJsonArray();
            }
            throw expected("a list", name);
        }

        List<String> texts(String name) {
            List<String> texts = new ArrayList<>();
            for (JsonElement each : list(name)) {
                if (!each.isJsonPrimitive() || !each.getAsJsonPrimitive().isString()) {
                    throw expected("texts only", name);
                }
                texts.add(each.getAsString());
            }
            return List.copyOf(texts);
        }

        List<String> distinct(String name, int least) {
            List<String> texts = texts(name);
            if (texts.size() < least || new HashSet<>(texts).size() != texts.size()) {
                throw expected("at least " + least + " texts, each once,", name);
            }
            return texts;
        }

        private IllegalArgumentException expected(String what, String name) {
            return problem(
                    place + ": expected " + what + " as \"" + name + "\", found "
                            + (has(name) ? Problems.quoted(String.valueOf(get(name))) : "nothing"),
                    null);
        }
    }
}
