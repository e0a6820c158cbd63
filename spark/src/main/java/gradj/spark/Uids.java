package gradj.spark;

import java.util.Objects;
import org.apache.spark.ml.util.Identifiable$;
import org.jspecify.annotations.Nullable;

/**
 * Hands a stage its uid before its constructor runs. Spark's own constructors ask for {@code uid()} when no field of a Java
 * subclass can be set yet, so it waits here, put by an argument of {@code this(...)}.
 */
final class Uids {
    private static final ThreadLocal<String> NEXT = new ThreadLocal<>();

    private Uids() {}

    static String random(String prefix) {
        return Identifiable$.MODULE$.randomUID(prefix);
    }

    /** The argument of a private constructor, whose super constructor finds the uid here. */
    static @Nullable Void hold(String uid) {
        NEXT.set(uid);
        return null;
    }

    static String held() {
        return Objects.requireNonNull(NEXT.get(), "uid");
    }

    static void release() {
        NEXT.remove();
    }
}
