/** Nets as ONNX models. */
@SuppressWarnings("requires-automatic") // the libraries have names of modules, and no module-info
module gradj.onnx {
    requires gradj.core;
    requires org.tribuo.util.onnx;
    requires com.google.protobuf;
    requires static org.jspecify;

    exports gradj.onnx;
}
