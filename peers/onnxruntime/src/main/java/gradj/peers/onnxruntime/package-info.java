/** Predictions of a net by ONNX Runtime for Java, beside gradj's. */
@NullMarked
package gradj.peers.onnxruntime;

import org.jspecify.annotations.NullMarked;
