package gradj.opencl;

/** What only moves elements about on the device. */
final class Moves {
    private Moves() {}

    /** target[to...] = source[from...]. */
    static void copy(Arena arena, ArenaStorage source, int from, ArenaStorage target, int to, int count) {
        if (count == 0) {
            return;
        }
        int input = arena.in(source);
        int output = arena.out(target);
        DeviceKernel kernel = arena.next();
        kernel.a = input + from;
        kernel.y = output + to;
        kernel.m = count;
        arena.launch(DeviceKernel.COPY, count);
    }

    /** Y [count, columns] = the rows of X with these numbers, as many a launch as the table holds. */
    static void gatherRows(Arena arena, int columns, int[] rows, int count, ArenaStorage x, ArenaStorage y) {
        int input = arena.in(x);
        int output = arena.out(y);
        for (int done = 0; done < count; done += DeviceKernel.TABLE) {
            DeviceKernel kernel = arena.next();
            int piece = Math.min(DeviceKernel.TABLE, count - done);
            System.arraycopy(rows, done, kernel.table(), 0, piece);
            kernel.put(kernel.table());
            kernel.a = input;
            kernel.y = output + done * columns;
            kernel.n = columns;
            kernel.m = piece * columns;
            arena.launch(DeviceKernel.GATHER_ROWS, kernel.m);
        }
    }

    /** Y [columns, rows] = the transpose of X [rows, columns]. */
    static void transpose(Arena arena, int rows, int columns, ArenaStorage x, ArenaStorage y) {
        int input = arena.in(x);
        int output = arena.out(y);
        DeviceKernel kernel = arena.next();
        kernel.a = input;
        kernel.y = output;
        kernel.m = rows;
        kernel.n = columns;
        int side = DeviceKernel.SMALL_TILE;
        arena.launchGroups(DeviceKernel.TRANSPOSE, ((rows + side - 1) / side) * ((columns + side - 1) / side));
    }
}
