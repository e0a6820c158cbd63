/* The contract of a gradj backend as JUnit tests; open, because JUnit calls tests that are not public. */
open module gradj.testkit {
    requires static org.jspecify;
    requires transitive gradj.core;
    requires transitive org.junit.jupiter.api;

    exports gradj.testkit;

    uses gradj.spi.TensorBackendProvider;
}
