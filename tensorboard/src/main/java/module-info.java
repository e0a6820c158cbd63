/** Trainings as event files for TensorBoard. */
@SuppressWarnings("requires-automatic") // protobuf has the name of a module, and no module-info
module gradj.tensorboard {
    requires transitive gradj.core;
    requires transitive java.desktop;
    requires com.google.protobuf;
    requires static org.jspecify;

    exports gradj.tensorboard;
}
