package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void writesEveryKindOfValue() {
        Json json = new Json()
                .put("text", "a \"b\" \\ \n")
                .put("number", 0.1)
                .put("count", 3)
                .put("yes", true)
                .put("list", List.of(1, 2))
                .put("inner", List.of(new Json().put("x", 1e-300)));
        assertEquals(
                "{\"text\": \"a \\\"b\\\" \\\\ \\u000a\", \"number\": 0.1, \"count\": 3, \"yes\": true, "
                        + "\"list\": [1, 2], \"inner\": [{\"x\": 1.0E-300}]}",
                json.toString());
    }

    @Test
    void whatJsonDoesNotHaveBecomesNull() {
        assertEquals(
                "{\"a\": null, \"b\": null}",
                new Json()
                        .put("a", Double.NaN)
                        .put("b", Double.NEGATIVE_INFINITY)
                        .toString());
    }

    @Test
    void anythingElseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Json().put("x", new Object()));
    }
}
