/** Error backpropagation: tensors on pluggable backends, operations, layers, gradient checks, training. */
module gradj.core {
    requires static org.jspecify;

    exports gradj.spi;
    exports gradj.tensor;
    exports gradj.backend;
    exports gradj.backend.array;
    exports gradj.op;
    exports gradj.gradcheck;
    exports gradj.nn;
    exports gradj.optim;
    exports gradj.data;
    exports gradj.graph;
    exports gradj.graph.picture;
    exports gradj.train;
    exports gradj.io;

    uses gradj.spi.TensorBackendProvider;

    provides gradj.spi.TensorBackendProvider with
            gradj.backend.JavaBackend.Provider,
            gradj.backend.ReferenceBackend.Provider;
}
