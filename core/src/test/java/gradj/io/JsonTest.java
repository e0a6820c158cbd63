package gradj.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void valuesOfEveryKindComeBack() {
        Map<String, Object> value = new TreeMap<>();
        value.put("list", Arrays.asList(1L, -2.5, true, false, null, "x", List.of(), Map.of()));
        value.put("text", "\"\\/\b\f\n\r\t\u0001\u001f\u007f\u2028ü\ud83d\ude00");
        value.put("numbers", List.of(Long.MIN_VALUE, Long.MAX_VALUE, Double.MIN_VALUE, Double.MAX_VALUE, 1e-5, -0.0));
        assertEquals(value, Json.parse(Json.write(value)));
    }

    @Test
    void textIsCompactAndEscapesOnlyWhatMustBe() {
        assertEquals(
                "{\"a\":[1,2.5,null],\"b\":{}}",
                Json.write(new TreeMap<>(Map.of("a", list(1, 2.5, null), "b", Map.of()))));
        assertEquals(
                "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u007fü\"", Json.write("\"\\/\b\f\n\r\t\u0001\u001f\u007fü"));
        assertEquals("0.10000000149011612", Json.write(0.1f)); // exact: the same float when it is rounded again
    }

    private static List<Object> list(Object... values) {
        return new ArrayList<>(Arrays.asList(values));
    }

    @Test
    void blanksAndEscapesAreRead() {
        assertEquals(
                Map.of("a/é😀", List.of(1L, 10.0, 0L)),
                Json.parse(" {\r\n\t\"a\\/\\u00E9\\ud83d\\uDE00\" : [ 1 , 1e1 , 0 ] } "));
        assertEquals(0x1p63, Json.parse("9223372036854775808"));
        assertEquals(-0.0, Json.parse("-0"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|expected a value at character 0, found the end of the text",
                "{'a':1|expected ',' or '}' at character 6, found the end of the text",
                "{'a':1,}|expected a key in quotes at character 7, found '}'",
                "{a:1}|expected a key in quotes at character 1, found 'a'",
                "{'a' 1}|expected ':' at character 5, found '1'",
                "[1,]|expected a value at character 3, found ']'",
                "[1 2]|expected ',' or ']' at character 3, found '2'",
                "[1}|expected ',' or ']' at character 2, found '}'",
                "01|expected no digit after a leading 0 at character 1, found '1'",
                "-|expected a digit at character 1, found the end of the text",
                "1.|expected a digit at character 2, found the end of the text",
                ".5|expected a value at character 0, found '.'",
                "+1|expected a value at character 0, found '+'",
                "1e|expected a digit at character 2, found the end of the text",
                "NaN|expected a value at character 0, found 'N'",
                "nul|expected a value at character 0, found 'n'",
                "1 1|expected the end at character 2, found '1'",
                "'a|expected the end of a string at character 2, found the end of the text",
                "'\\x'|expected an escape such as \\n or \\u00e9 at character 2, found 'x'",
                "'\\u12g4'|expected four hexadecimal digits at character 5, found 'g'",
                "'\\ud83d'|half a surrogate pair in the string that ends at character 8",
                "'\\ude00\\ud83d'|half a surrogate pair in the string that ends at character 14",
                "{'a':1,'a':2}|the key \"a\" stands twice in one object"
            })
    void whatIsNotJsonIsRefusedWithItsPlace(String text, String problem) {
        JsonException thrown = assertThrows(JsonException.class, () -> Json.parse(text.replace('\'', '"')), () -> text);
        assertEquals(problem, thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a\nb\"",
                "\"a\\n\u0000\"",
                "\u00a01",
                "\ufeff1",
                "'a'",
                "/**/1",
                "Infinity",
                "0x1",
                "1L",
                "\u0661"
            })
    void extensionsAreRefused(String text) {
        assertThrows(JsonException.class, () -> Json.parse(text));
    }

    @Test
    void depthIsLimited() {
        assertEquals(1, ((List<?>) Json.parse("[".repeat(128) + "]".repeat(128))).size());
        JsonException thrown = assertThrows(JsonException.class, () -> Json.parse("[".repeat(100_000)));
        assertEquals("nested more than 128 deep at character 129", thrown.getMessage());
        assertThrows(JsonException.class, () -> Json.parse("{\"a\":".repeat(100_000)));
    }

    @Test
    void whatJsonHasNoTextForIsNotWritten() {
        assertThrows(IllegalArgumentException.class, () -> Json.write(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Json.write(List.of(Float.POSITIVE_INFINITY)));
        assertThrows(IllegalArgumentException.class, () -> Json.write("\ud83d"));
        assertThrows(IllegalArgumentException.class, () -> Json.write(new Object()));
    }
}
