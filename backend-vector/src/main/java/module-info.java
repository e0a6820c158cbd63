/** A backend on the JDK's Vector API; found through ServiceLoader, nothing of it needs to be named. */
module gradj.vector {
    requires static org.jspecify;
    requires transitive gradj.core;
    requires jdk.incubator.vector;
    requires jdk.management;

    exports gradj.vector;

    provides gradj.spi.TensorBackendProvider with
            gradj.vector.VectorProvider;
}
