package gradj.opencl;

import static gradj.opencl.DeviceKernel.LARGEST_BY_GROUPS;
import static gradj.opencl.DeviceKernel.NONE;
import static gradj.opencl.DeviceKernel.REDUCE_BY_ITEMS;
import static gradj.opencl.DeviceKernel.SUM_BY_GROUPS;

import gradj.spi.Reduction;

/** Sums, maxima and their places along an axis; chooses how a device's groups share the work. */
final class Reductions {
    /** Elements up to which one item reduces a row alone: a group would keep most of its items waiting. */
    static final int SHORT = 64;

    /** Across rows, neighbouring items read neighbouring elements: then one item may go on for longer. */
    private static final int SHORT_ACROSS = 256;

    /** Outputs that fill any device with an item each, if those read neighbours. */
    private static final int MANY = 1 << 14;

    /** Elements from which cutting a reduction into pieces is worth the launch that puts them together. */
    private static final int LONG = 1 << 14;

    private static final int SHORTEST_PIECE = 1 << 12;

    private Reductions() {}

    /** Y [outer, inner] = the reduction of X [outer, n, inner] along its middle axis. */
    static void reduce(Arena arena, Reduction reduction, int outer, int n, int inner, ArenaStorage x, ArenaStorage y) {
        int outputs = outer * inner;
        boolean byItems = n <= SHORT || (inner > 1 && (n <= SHORT_ACROSS || outputs >= MANY));
        if (outputs > 0 && !byItems && n >= LONG && outputs < arena.computeUnits()) {
            reduceInPieces(arena, reduction, outputs, n, inner, x, y);
            return;
        }
        set(arena, DeviceKernel.kind(reduction), outputs, n, inner, arena.in(x), arena.out(y));
        if (byItems) {
            arena.launch(REDUCE_BY_ITEMS, outputs);
        } else {
            arena.launchGroups(byGroups(reduction), outputs);
        }
    }

    /** Two launches: pieces of each long row, and these put together. The scratch is taken first, as an arena asks. */
    private static void reduceInPieces(
            Arena arena, Reduction reduction, int outputs, int n, int inner, ArenaStorage x, ArenaStorage y) {
        int wanted = Math.max(1, 4 * arena.computeUnits() / outputs);
        int length = Math.max(SHORTEST_PIECE, (n + wanted - 1) / wanted);
        int pieces = (n + length - 1) / length;
        boolean isPlace = reduction == Reduction.ARGMAX;
        int parts = outputs * pieces;
        int scratch = arena.takeScratch(isPlace ? 2 * parts : parts);
        int output = arena.out(y);
        int kind = isPlace ? DeviceKernel.MAX : DeviceKernel.kind(reduction);
        DeviceKernel kernel = set(arena, kind, outputs, n, inner, arena.in(x), scratch);
        kernel.z = isPlace ? scratch + parts : NONE;
        kernel.pieces = pieces;
        kernel.pieceLength = length;
        arena.launchGroups(byGroups(reduction), parts);
        set(arena, DeviceKernel.kind(reduction), outputs, pieces, 1, scratch, output);
        kernel.b = isPlace ? scratch + parts : NONE;
        kernel.c = length;
        arena.launchGroups(byGroups(reduction), outputs);
        arena.giveScratch(scratch, isPlace ? 2 * parts : parts);
    }

    /** Y [rows] = the sums of the long rows of X, a group each; Y is scratch. */
    static void sumsOfRows(Arena arena, int rows, int columns, ArenaStorage x, int y) {
        set(arena, DeviceKernel.SUM, rows, columns, 1, arena.in(x), y);
        arena.launchGroups(SUM_BY_GROUPS, rows);
    }

    private static int byGroups(Reduction reduction) {
        return reduction == Reduction.SUM ? SUM_BY_GROUPS : LARGEST_BY_GROUPS;
    }

    /** A launch with a group, or an item, for each output. */
    private static DeviceKernel set(Arena arena, int kind, int outputs, int n, int inner, int input, int output) {
        DeviceKernel kernel = arena.next();
        kernel.kind = kind;
        kernel.m = outputs;
        kernel.n = n;
        kernel.k = inner;
        kernel.a = input;
        kernel.b = NONE;
        kernel.y = output;
        kernel.z = NONE;
        kernel.pieces = 1;
        kernel.pieceLength = n;
        return kernel;
    }
}
