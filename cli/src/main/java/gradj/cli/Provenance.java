package gradj.cli;

import gradj.tensor.Tensors;
import gradj.train.Epoch;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a saved net's file says of how it came to be: keys and values, described in docs/file-format.md. */
final class Provenance {
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final String watched;

    /** @param watched what a training is measured with beside the training samples: {@code test} or {@code validation} */
    Provenance(String watched) {
        this.watched = watched;
    }

    Provenance put(String key, Object value) {
        facts.put(key, value.toString());
        return this;
    }

    Provenance putAll(Map<String, String> more) {
        facts.putAll(more);
        return this;
    }

    /** What computes. */
    Provenance putMachine(Tensors tensors) {
        return put("gradj", Main.Version.gradj())
                .put("backend", tensors.backend().name())
                .put("java", Main.Version.java());
    }

    /** All of it, with what was reached by the end of this epoch, now. */
    Map<String, String> at(Epoch epoch) {
        Provenance now = new Provenance(watched).putAll(facts);
        now.put("epoch", epoch.number()).put("iteration", epoch.iteration());
        epoch.train().forEach((metric, value) -> now.put(Measure.key("train", metric), value));
        epoch.test().forEach((metric, value) -> now.put(Measure.key(watched, metric), value));
        now.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS));
        return now.facts;
    }
}
