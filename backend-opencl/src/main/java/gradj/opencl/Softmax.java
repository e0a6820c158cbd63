package gradj.opencl;

import static gradj.opencl.DeviceKernel.GROUP;
import static gradj.opencl.DeviceKernel.LOSS_OF_PARTS;
import static gradj.opencl.DeviceKernel.NONE;
import static gradj.opencl.DeviceKernel.SOFTMAX_LONG_ROWS;
import static gradj.opencl.DeviceKernel.SOFTMAX_SHORT_ROWS;

/** Softmax of rows, with the loss against labels or without; chooses how a device's groups share the work. */
final class Softmax {
    /** Classes up to which one item does a row alone. */
    private static final int SHORT = 64;

    /** Rows up to which one group does all, four an item: it then has the loss without a second launch. */
    private static final int FEW_ROWS = 4 * GROUP;

    private Softmax() {}

    /** Y [rows, columns] = softmax of the rows of X. */
    static void softmax(Arena arena, int rows, int columns, ArenaStorage x, ArenaStorage y) {
        int input = arena.in(x);
        int output = arena.out(y);
        DeviceKernel kernel = set(arena, rows, columns, input, output);
        kernel.b = NONE;
        if (columns <= SHORT) {
            arena.launch(SOFTMAX_SHORT_ROWS, rows);
        } else {
            arena.launchGroups(SOFTMAX_LONG_ROWS, rows);
        }
    }

    /** The same, and loss [1] = the mean cross entropy against the labels T [rows, columns]. */
    static void crossEntropy(
            Arena arena, int rows, int columns, ArenaStorage x, ArenaStorage t, ArenaStorage y, ArenaStorage loss) {
        int op = columns <= SHORT ? SOFTMAX_SHORT_ROWS : SOFTMAX_LONG_ROWS;
        int groups = columns > SHORT ? rows : rows <= FEW_ROWS ? 1 : (rows + GROUP - 1) / GROUP;
        int parts = groups == 1 ? NONE : arena.takeScratch(groups);
        int input = arena.in(x);
        int labels = arena.in(t);
        int output = arena.out(y);
        int mean = arena.out(loss);
        DeviceKernel kernel = set(arena, rows, columns, input, output);
        kernel.b = labels;
        kernel.z = groups == 1 ? mean : parts;
        arena.launchGroups(op, groups);
        if (groups > 1) {
            arena.next();
            kernel.a = parts;
            kernel.k = groups;
            kernel.z = mean;
            arena.launchGroups(LOSS_OF_PARTS, 1);
            arena.giveScratch(parts, groups);
        }
        arena.isReady(loss);
    }

    private static DeviceKernel set(Arena arena, int rows, int columns, int input, int output) {
        DeviceKernel kernel = arena.next();
        kernel.m = rows;
        kernel.n = columns;
        kernel.a = input;
        kernel.y = output;
        kernel.z = NONE;
        return kernel;
    }
}
