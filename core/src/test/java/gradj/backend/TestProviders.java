package gradj.backend;

import gradj.spi.Availability;
import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Providers for tests, most of them broken; public, as {@link java.util.ServiceLoader} wants them. */
public final class TestProviders {
    private TestProviders() {}

    /** A provider that behaves as its constructor is told. */
    abstract static class Provider implements TensorBackendProvider {
        private final String name;
        private final int priority;
        private final Availability availability;

        Provider(String name, int priority, Availability availability) {
            this.name = name;
            this.priority = priority;
            this.availability = availability;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int priority() {
            return priority;
        }

        @Override
        public Availability availability() {
            return availability;
        }

        @Override
        public TensorBackend create() {
            return new JavaBackend(1);
        }
    }

    /** Better than all others, and available. */
    public static final class Best extends Provider {
        public Best() {
            super("best", 5000, Availability.yes());
        }
    }

    /** Would be the best, but cannot run here. */
    public static final class Unavailable extends Provider {
        public Unavailable() {
            super("unavailable", 9000, Availability.no("libfast.so is missing", "apt-get install libfast"));
        }
    }

    /** Cannot be constructed. */
    public static final class ThrowsInConstructor extends Provider {
        public ThrowsInConstructor() {
            super("a", 9000, Availability.yes());
            throw new IllegalStateException("no constructor");
        }
    }

    /** Cannot be asked. */
    public static final class ThrowsWhenAsked extends Provider {
        public ThrowsWhenAsked() {
            super("b", 9000, Availability.yes());
        }

        @Override
        public Availability availability() {
            throw new NoClassDefFoundError("com/example/Native");
        }
    }

    /** Answers with nothing. */
    public static final class AnswersNull extends Provider {
        public AnswersNull() {
            super("answers-null", 9000, null);
        }
    }

    /** Worse than java, and counts how often it is asked whether it can run. */
    public static final class CountsQuestions extends Provider {
        static int questions;

        public CountsQuestions() {
            super("counts", 50, Availability.yes());
        }

        @Override
        public Availability availability() {
            questions++;
            return super.availability();
        }
    }

    /** Says yes and then cannot. */
    public static final class ThrowsInCreate extends Provider {
        public ThrowsInCreate() {
            super("promising", 9000, Availability.yes());
        }

        @Override
        public TensorBackend create() {
            throw new UnsatisfiedLinkError("libpromise.so");
        }
    }

    /** Makes backends that compute until they are closed; then each use throws. Better than all others. */
    public static final class Closable extends Provider {
        static final AtomicInteger CREATED = new AtomicInteger();

        public Closable() {
            super("closable", 5000, Availability.yes());
        }

        @Override
        public TensorBackend create() {
            CREATED.incrementAndGet();
            return closable(new AtomicReference<>());
        }

        /** Java's own, until the reference holds what is thrown from then on. */
        private static TensorBackend closable(AtomicReference<RuntimeException> end) {
            TensorBackend java = new JavaBackend(1);
            return (TensorBackend) Proxy.newProxyInstance(
                    TestProviders.class.getClassLoader(),
                    new Class<?>[] {TensorBackend.class},
                    (self, method, arguments) -> {
                        switch (method.getName()) {
                            case "name" -> {
                                return "closable";
                            }
                            case "close" -> {
                                end.set(new IllegalStateException("closed"));
                                return null;
                            }
                            case "isUsable" -> {
                                return InvocationHandler.invokeDefault(self, method, arguments);
                            }
                            case "equals" -> {
                                return self == arguments[0];
                            }
                            default -> {
                                RuntimeException thrown = end.get();
                                if (thrown != null) {
                                    throw thrown;
                                }
                                return method.invoke(java, arguments);
                            }
                        }
                    });
        }
    }
}
