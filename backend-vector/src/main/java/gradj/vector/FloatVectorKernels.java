package gradj.vector;

import java.util.ArrayList;
import java.util.List;

/** The kernels of float32; those of the other dtype are the twins of these. */
final class FloatVectorKernels {
    /** What a training calls, that which takes most of its time first; the rest is made ready when it is first called. */
    static final List<VectorKernel> OF_TRAINING = List.of(
            FloatTiles.kernelOf(TileShape.inPlace(100, 50, FloatVectorBlocks.L)),
            FloatTiles.kernelOf(TileShape.TILE_6X1),
            FloatVectorBlocks.ADD,
            FloatExp.KERNEL,
            FloatColumnReductions.SUM,
            FloatTiles.kernelOf(TileShape.ofPanels()),
            FloatElements.SELECT_ELSE_NUMBER,
            FloatLog.KERNEL);

    static final List<VectorKernel> ALL = all();

    private FloatVectorKernels() {}

    private static List<VectorKernel> all() {
        List<VectorKernel> all = new ArrayList<>();
        for (TileShape shape : TileShape.values()) {
            all.add(FloatTiles.kernelOf(shape));
        }
        all.addAll(List.of(
                FloatVectorBlocks.ADD,
                FloatExp.KERNEL,
                FloatLog.KERNEL,
                FloatElements.TANH,
                FloatElements.SELECT,
                FloatElements.SELECT_ELSE_NUMBER,
                FloatGather.KERNEL,
                FloatRowReductions.SUM,
                FloatRowReductions.MAX,
                FloatRowReductions.ARGMAX,
                FloatColumnReductions.SUM,
                FloatColumnReductions.MAX,
                FloatColumnReductions.ARGMAX,
                FloatVectorSoftmax.LOSS,
                FloatBroadcast.ADD,
                FloatBroadcast.SUBTRACT,
                FloatBroadcast.MULTIPLY,
                FloatBroadcast.DIVIDE));
        return List.copyOf(all);
    }
}
