package gradj.opencl;

import static gradj.opencl.DeviceKernel.DOT_BY_GROUPS;
import static gradj.opencl.DeviceKernel.DOT_LARGE_TILES;
import static gradj.opencl.DeviceKernel.DOT_SMALL_TILES;
import static gradj.opencl.DeviceKernel.GROUP;
import static gradj.opencl.DeviceKernel.LARGE_TILE;
import static gradj.opencl.DeviceKernel.NONE;
import static gradj.opencl.DeviceKernel.PLAIN;
import static gradj.opencl.DeviceKernel.SMALL_TILE;
import static gradj.opencl.DeviceKernel.THEN_RELU;

import gradj.spi.Reduction;

/** Matrix products, with what may follow in the same launch; chooses how a device's groups share the work. */
final class Products {
    /** Terms below which a group that computes one element keeps most of its items waiting. */
    private static final int MANY_TERMS = 4 * GROUP;

    private Products() {}

    /** C [m, n] = alpha op(A) op(B) + beta C. */
    static void dot(
            Arena arena,
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            double alpha,
            ArenaStorage a,
            ArenaStorage b,
            double beta,
            ArenaStorage c) {
        int left = arena.in(a);
        int right = arena.in(b);
        if (beta != 0) {
            arena.in(c);
        }
        int product = arena.out(c);
        DeviceKernel kernel = arena.next();
        kernel.kind = PLAIN;
        kernel.a = left;
        kernel.b = right;
        kernel.c = NONE;
        kernel.y = product;
        kernel.z = NONE;
        kernel.factors(alpha, beta);
        launch(arena, kernel, transposeA, transposeB, m, n, k);
    }

    /** Y [rows, out] = X W + b, and the largest of that and 0 where a ReLU follows. */
    static void affine(
            Arena arena,
            int rows,
            int in,
            int out,
            ArenaStorage x,
            ArenaStorage w,
            ArenaStorage b,
            ArenaStorage y,
            boolean thenRelu) {
        int left = arena.in(x);
        int right = arena.in(w);
        int bias = arena.in(b);
        int output = arena.out(y);
        DeviceKernel kernel = arena.next();
        kernel.kind = thenRelu ? THEN_RELU : PLAIN;
        kernel.a = left;
        kernel.b = right;
        kernel.c = bias;
        kernel.y = output;
        kernel.z = NONE;
        kernel.factors(1, 0);
        launch(arena, kernel, false, false, rows, out, in);
    }

    /** dW [in, out] = X^T dY, and db [out] = the column sums of dY, which pass by anyway. */
    static void affineBackward(
            Arena arena, int rows, int in, int out, ArenaStorage x, ArenaStorage dy, ArenaStorage dw, ArenaStorage db) {
        if (in == 0) { // no tile of dW, which the sums could pass by
            Reductions.reduce(arena, Reduction.SUM, 1, rows, out, dy, db);
            return;
        }
        int left = arena.in(x);
        int right = arena.in(dy);
        int weights = arena.out(dw);
        int bias = arena.out(db);
        DeviceKernel kernel = arena.next();
        kernel.kind = PLAIN;
        kernel.a = left;
        kernel.b = right;
        kernel.c = NONE;
        kernel.y = weights;
        kernel.z = bias;
        kernel.factors(1, 0);
        launch(arena, kernel, true, false, in, out, rows);
    }

    private static void launch(
            Arena arena, DeviceKernel kernel, boolean transposeA, boolean transposeB, int m, int n, int k) {
        kernel.m = m;
        kernel.n = n;
        kernel.k = k;
        kernel.aRow = transposeA ? 1 : k;
        kernel.aColumn = transposeA ? m : 1;
        kernel.bRow = transposeB ? 1 : n;
        kernel.bColumn = transposeB ? k : 1;
        // Large tiles read each element least often; where they are too few for the device, more groups are worth more.
        if (kernel.z == NONE && (long) m * n <= arena.computeUnits() && k >= MANY_TERMS) {
            arena.launchGroups(DOT_BY_GROUPS, m * n);
        } else if (tiles(m, n, LARGE_TILE) >= arena.computeUnits()) {
            arena.launchGroups(DOT_LARGE_TILES, tiles(m, n, LARGE_TILE));
        } else {
            arena.launchGroups(DOT_SMALL_TILES, tiles(m, n, SMALL_TILE));
        }
    }

    private static int tiles(int m, int n, int side) {
        return ((m + side - 1) / side) * ((n + side - 1) / side);
    }
}
