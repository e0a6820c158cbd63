/** Nets as ONNX models, which other runtimes compute predictions with: {@link gradj.onnx.OnnxExport}. */
@NullMarked
package gradj.onnx;

import org.jspecify.annotations.NullMarked;
