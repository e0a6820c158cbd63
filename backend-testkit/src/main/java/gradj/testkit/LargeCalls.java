package gradj.testkit;

import gradj.spi.BinaryOp;
import gradj.spi.DType;
import gradj.spi.Reduction;
import gradj.spi.UnaryOp;
import gradj.tensor.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The catalogue of large calls: every operation with each of its sizes above 2^16 (where 16 bits of an index, or the blocks
 * of a GPU's grid, end), and with more than 2^20 elements. Operands of sums are integers: whatever is left out or rounded
 * off shows, where the bound of a sum of 70,001 terms would hide it.
 */
final class LargeCalls {
    /** Above 2^16, and odd: of no block size a multiple. */
    static final int LONG = 70_001;

    /** Above 2^20. */
    static final int MANY = 1_048_583;

    /** outer, n, inner of a broadcast or a reduction. */
    private static final int[][] BLOCKS = {{LONG, 3, 2}, {2, LONG, 3}, {3, 2, LONG}, {7, 5003, 3}};

    /** m, n, k of a product: each one long, and some 22 million multiplications. */
    private static final int[][] PRODUCTS = {{LONG, 3, 2}, {3, LONG, 2}, {3, 2, LONG}, {33, 35, 5003}, {257, 259, 331}};

    /** m, n, k of a product: each one above 2^20, and a result of more elements. */
    private static final int[][] WIDE_PRODUCTS = {{1031, 1033, 3}, {MANY, 1, 1}, {1, MANY, 1}, {1, 1, MANY}};

    private final DType dtype;
    private final Calls numbers;
    private final SeededRandom random = new SeededRandom(14);

    private LargeCalls(DType dtype) {
        this.dtype = dtype;
        this.numbers = new Calls(dtype, 14);
    }

    /** Every operation, one call after the other: the operands of all would not fit into memory. */
    static Stream<LargeCall> all(DType dtype) {
        LargeCalls calls = new LargeCalls(dtype);
        return Stream.of(
                        calls.products().stream(),
                        calls.moves(),
                        calls.reductions().stream(),
                        calls.elementwise().stream(),
                        calls.optional().stream(),
                        calls.rows())
                .flatMap(suppliers -> suppliers)
                .map(Supplier::get);
    }

    // -------------------------------------------------------------------------------------------------------- numbers

    /** The largest integer of which so many may be added, whatever their signs and order, without a rounding. */
    private int widest(int terms) {
        double exact = (dtype == DType.FLOAT32 ? 1 << 23 : 1L << 52) / (double) terms;
        return (int) Math.min(exact, dtype == DType.FLOAT32 ? 1 << 12 : 1 << 29);
    }

    private double integer(int most) {
        return random.nextInt(2 * most + 1) - most;
    }

    private double[] integers(int size, int most) {
        double[] values = new double[size];
        Arrays.setAll(values, i -> integer(most));
        return values;
    }

    /**
     * A factor of a product with exact sums, [rows, terms] or transposed: wide integers in every second term, where the
     * other factor ({@code parity} differs) has -1, 0 and 1. Numbers of 12 bits show an operand that was rounded to fewer.
     */
    private double[] factor(int rows, int terms, boolean transposed, int parity) {
        int most = widest(terms);
        double[] values = new double[rows * terms];
        Arrays.setAll(values, i -> {
            int term = transposed ? i / rows : i % terms;
            return integer(term % 2 == parity ? most : 1);
        });
        return values;
    }

    /** 0, 1, 2 ...: every element another, as far as the dtype goes. */
    private static double[] counted(int size) {
        double[] values = new double[size];
        Arrays.setAll(values, i -> i);
        return values;
    }

    // ------------------------------------------------------------------------------------------------------- products

    private List<Supplier<LargeCall>> products() {
        List<Supplier<LargeCall>> calls = new ArrayList<>();
        for (int form = 0; form < 4; form++) {
            boolean transposeA = (form & 1) != 0;
            boolean transposeB = (form & 2) != 0;
            for (int[] s : PRODUCTS) {
                calls.add(() -> product(new Calls.Product(transposeA, transposeB, s[0], s[1], s[2], 1, 0)));
            }
            calls.add(() -> product(new Calls.Product(transposeA, transposeB, LONG, 3, 2, -1, 1)));
            calls.add(() -> product(new Calls.Product(transposeA, transposeB, 3, LONG, 2, 2, -1)));
            calls.add(() -> product(new Calls.Product(transposeA, transposeB, 3, 2, LONG, -1, 1)));
        }
        for (int[] s : WIDE_PRODUCTS) {
            calls.add(() -> product(new Calls.Product(false, false, s[0], s[1], s[2], 1, 0)));
            calls.add(() -> product(new Calls.Product(true, true, s[0], s[1], s[2], 1, 0)));
        }
        return calls;
    }

    private LargeCall product(Calls.Product p) {
        Tile c = Tile.matrix(p.m(), p.n(), 31, 29);
        int m = c.small()[1];
        int n = c.small()[2];
        Calls.Product small = new Calls.Product(p.transposeA(), p.transposeB(), m, n, p.k(), p.alpha(), p.beta());
        double[] a = factor(m, p.k(), p.transposeA(), 0);
        double[] b = factor(n, p.k(), !p.transposeB(), 1);
        double[] before = p.beta() == 0 ? Calls.unwritten(m * n) : integers(m * n, 100);
        Tile left = p.transposeA() ? Tile.matrix(p.k(), p.m(), 0, 31) : Tile.matrix(p.m(), p.k(), 31, 0);
        Tile right = p.transposeB() ? Tile.matrix(p.n(), p.k(), 29, 0) : Tile.matrix(p.k(), p.n(), 0, 29);
        return new LargeCall(
                p.of(left.fill(a), right.fill(b), c.fill(before)),
                small.of(a, b, before).exactly(),
                c);
    }

    // ---------------------------------------------------------------------------------------------------------- moves

    private Stream<Supplier<LargeCall>> moves() {
        return Stream.of(
                () -> transpose(LONG, 3),
                () -> transpose(3, LONG),
                () -> transpose(1031, 1033),
                () -> LargeCall.whole(OptionalCalls.copy(counted(2 * MANY))),
                () -> gather(LONG, 17, LONG + 2),
                () -> gather(5, LONG, 3),
                () -> gatherGreys(LONG, 17, LONG + 2),
                () -> gatherGreys(5, LONG, 3));
    }

    private LargeCall gatherGreys(int rows, int columns, int count) {
        byte[] greys = new byte[rows * columns];
        for (int i = 0; i < greys.length; i++) {
            greys[i] = (byte) i;
        }
        return LargeCall.whole(OptionalCalls.gatherGreys(columns, chosen(rows, count), greys));
    }

    private static LargeCall transpose(int rows, int columns) {
        return LargeCall.whole(Calls.transpose(rows, columns, counted(rows * columns)));
    }

    private LargeCall gather(int rows, int columns, int count) {
        return LargeCall.whole(OptionalCalls.gatherRows(columns, chosen(rows, count), counted(rows * columns)));
    }

    private int[] chosen(int rows, int count) {
        int[] chosen = new int[count];
        Arrays.setAll(chosen, i -> i == count / 2 ? rows - 1 : random.nextInt(rows));
        return chosen;
    }

    // ----------------------------------------------------------------------------------------------------- reductions

    private List<Supplier<LargeCall>> reductions() {
        List<Supplier<LargeCall>> calls = new ArrayList<>();
        for (int[] s : BLOCKS) {
            for (Reduction reduction : Reduction.values()) {
                calls.add(() -> reduction(reduction, s[0], s[1], s[2], false));
            }
        }
        calls.add(() -> reduction(Reduction.SUM, MANY, 2, 1, false));
        calls.add(() -> reduction(Reduction.MAX, 1, 2, MANY, false));
        for (Reduction reduction : Reduction.values()) {
            calls.add(() -> reduction(reduction, 1, MANY, 1, false));
        }
        calls.add(() -> reduction(Reduction.SUM, 2, LONG, 3, true));
        return calls;
    }

    private LargeCall reduction(Reduction reduction, int outer, int n, int inner, boolean withNaN) {
        Tile x = Tile.of(new int[] {outer, n, inner}, 31, n, 29);
        int smallOuter = x.small()[0];
        int smallInner = x.small()[2];
        double[] values =
                reduction == Reduction.SUM ? integers(x.smallSize(), widest(n)) : peaks(smallOuter, n, smallInner);
        if (withNaN) {
            values[values.length - 1] = Double.NaN;
        }
        return new LargeCall(
                Calls.reduction(reduction, outer, n, inner, x.fill(values)),
                Calls.reduction(reduction, smallOuter, n, smallInner, values).exactly(),
                Tile.matrix(outer, inner, 31, 29));
    }

    /** Small integers, and along each axis a largest one, twice: the first of them here and there, the second at the end. */
    private double[] peaks(int outer, int n, int inner) {
        double[] values = integers(outer * n * inner, 8);
        int[] places = {n - 1, n > 1 << 16 ? (1 << 16) + 1 : n / 2, n > 1 << 15 ? (1 << 15) + 1 : 1, 0, n / 3};
        for (int i = 0; i < outer * inner; i++) {
            double peak = 9 + numbers.round(random.nextInt(8) * 0x1p-19);
            int column = i / inner * n * inner + i % inner;
            values[column + places[i % places.length] * inner] = peak;
            values[column + (n - 1) * inner] = peak;
        }
        return values;
    }

    // ----------------------------------------------------------------------------------------------- element by
    // element

    private List<Supplier<LargeCall>> elementwise() {
        List<Supplier<LargeCall>> calls = new ArrayList<>();
        Tile line = Tile.line(MANY, 1021);
        for (UnaryOp op : UnaryOp.values()) {
            calls.add(() -> {
                double[] x = numbers.range(op, 1021);
                return new LargeCall(numbers.unary(op, line.fill(x)), numbers.unary(op, x), line);
            });
        }
        for (BinaryOp op : BinaryOp.values()) {
            calls.add(() -> whole(op, 1, MANY, 1));
            calls.add(() -> whole(op, LONG, 3, 2));
            calls.add(() -> whole(op, 3, 2, LONG));
            for (int[] s : BLOCKS) {
                calls.add(() -> broadcast(op, s[0], s[1], s[2], true));
                calls.add(() -> broadcast(op, s[0], s[1], s[2], false));
            }
            boolean repeatsB =
                    op == BinaryOp.ADD || op == BinaryOp.DIVIDE; // the others A: one of the two is enough here
            calls.add(() -> broadcast(op, MANY, 1, 1, repeatsB));
            calls.add(() -> broadcast(op, 1, 1, MANY, !repeatsB));
        }
        calls.add(() -> select(MANY));
        calls.add(() -> select(1));
        return calls;
    }

    /** Both operands of all elements, however these are split over the axes. */
    private LargeCall whole(BinaryOp op, int outer, int n, int inner) {
        Tile line = Tile.line(outer * n * inner, 1021);
        double[] a = numbers.values(1021);
        double[] b = numbers.values(1021, 0.5, 2);
        return new LargeCall(
                Calls.binary(op, outer, n, inner, line.fill(a), line.fill(b)),
                Calls.binary(op, 1, 1021, 1, a, b),
                line);
    }

    private LargeCall broadcast(BinaryOp op, int outer, int n, int inner, boolean repeatsB) {
        Tile y = Tile.of(new int[] {outer, n, inner}, 31, 37, 29);
        int[] small = y.small();
        Tile row = Tile.line(n, small[1]);
        double[] whole = numbers.values(y.smallSize(), 0.5, 2);
        double[] repeated = numbers.values(small[1], 0.5, 2);
        return repeatsB
                ? new LargeCall(
                        Calls.binary(op, outer, n, inner, y.fill(whole), row.fill(repeated)),
                        Calls.binary(op, small[0], small[1], small[2], whole, repeated),
                        y)
                : new LargeCall(
                        Calls.binary(op, outer, n, inner, row.fill(repeated), y.fill(whole)),
                        Calls.binary(op, small[0], small[1], small[2], repeated, whole),
                        y);
    }

    private LargeCall select(int sizeB) {
        Tile line = Tile.line(MANY, 1021);
        Tile other = Tile.line(sizeB, Math.min(sizeB, 1021));
        double[] condition = numbers.values(1021);
        double[] a = numbers.values(1021);
        double[] b = numbers.values(other.smallSize());
        return new LargeCall(
                Calls.select(line.fill(condition), line.fill(a), other.fill(b)), Calls.select(condition, a, b), line);
    }

    // ------------------------------------------------------------------------------------------------------- optional

    private List<Supplier<LargeCall>> optional() {
        Tile line = Tile.line(MANY, 1021);
        List<Supplier<LargeCall>> calls = new ArrayList<>(List.of(
                () -> {
                    double[] x = numbers.values(1021);
                    double[] y = numbers.values(1021);
                    return new LargeCall(
                            OptionalCalls.axpy(-0.3, line.fill(x), line.fill(y)), OptionalCalls.axpy(-0.3, x, y), line);
                },
                () -> {
                    double[] x = numbers.values(1021);
                    double[] y = numbers.values(1021);
                    return new LargeCall(
                            OptionalCalls.axpby(0.7, -0.3, line.fill(x), line.fill(y)),
                            OptionalCalls.axpby(0.7, -0.3, x, y),
                            line);
                },
                () -> {
                    double[] x = numbers.values(1021, 0, 9);
                    return new LargeCall(OptionalCalls.sqrt(line.fill(x)), OptionalCalls.sqrt(x), line);
                },
                () -> {
                    double[] x = numbers.values(1021);
                    return new LargeCall(
                            OptionalCalls.clamp(-0.25, 0.5, line.fill(x)), OptionalCalls.clamp(-0.25, 0.5, x), line);
                },
                () -> {
                    double[] g = numbers.values(1021);
                    double[] v = numbers.values(1021, 0, 1);
                    double[] w = numbers.values(1021);
                    return new LargeCall(
                            OptionalCalls.rmsStep(0.9, 0.1, 0.05, line.fill(g), line.fill(v), line.fill(w)),
                            OptionalCalls.rmsStep(0.9, 0.1, 0.05, g, v, w),
                            line,
                            line);
                },
                () -> {
                    double[] g = numbers.values(1021);
                    double[] m = numbers.values(1021);
                    double[] v = numbers.values(1021, 0, 1);
                    double[] w = numbers.values(1021);
                    return new LargeCall(
                            OptionalCalls.adamStep(0.05, 0.75, line.fill(g), line.fill(m), line.fill(v), line.fill(w)),
                            OptionalCalls.adamStep(0.05, 0.75, g, m, v, w),
                            line,
                            line,
                            line);
                },
                () -> {
                    double[] y = numbers.values(1021);
                    double[] dy = numbers.values(1021);
                    return new LargeCall(
                            OptionalCalls.reluBackward(line.fill(y), line.fill(dy)),
                            OptionalCalls.reluBackward(y, dy),
                            line);
                },
                () -> {
                    double[] y = numbers.values(1021, 0, 1);
                    double[] dy = numbers.values(1021);
                    return new LargeCall(
                            OptionalCalls.sigmoidBackward(line.fill(y), line.fill(dy)),
                            OptionalCalls.sigmoidBackward(y, dy),
                            line);
                },
                () -> {
                    double[] x = numbers.values(1021, -4, 4);
                    return new LargeCall(OptionalCalls.tanh(line.fill(x)), OptionalCalls.tanh(x), line);
                }));
        for (int[] s : PRODUCTS) {
            calls.add(() -> affine(s[0], s[2], s[1], false));
            calls.add(() -> affine(s[0], s[2], s[1], true));
            calls.add(() -> affineBackward(s[2], s[0], s[1]));
        }
        calls.add(() -> affine(1031, 3, 1033, false));
        calls.add(() -> affine(1031, 3, 1033, true));
        calls.add(() -> affineBackward(3, 1031, 1033));
        return calls;
    }

    private LargeCall affine(int rows, int in, int out, boolean relu) {
        Tile y = Tile.matrix(rows, out, 31, 29);
        OptionalCalls large = new OptionalCalls(dtype, 14, rows, in, out);
        OptionalCalls small = new OptionalCalls(dtype, 14, y.small()[1], in, y.small()[2]);
        double[] x = factor(y.small()[1], in, false, 0);
        double[] w = factor(y.small()[2], in, true, 1);
        double[] b = integers(y.small()[2], 100);
        double[] allX = Tile.matrix(rows, in, 31, 0).fill(x);
        double[] allW = Tile.matrix(in, out, 0, 29).fill(w);
        double[] allB = Tile.line(out, y.small()[2]).fill(b);
        return relu
                ? new LargeCall(
                        large.affineRelu(allX, allW, allB),
                        small.affineRelu(x, w, b).exactly(),
                        y)
                : new LargeCall(
                        large.affine(allX, allW, allB), small.affine(x, w, b).exactly(), y);
    }

    private LargeCall affineBackward(int rows, int in, int out) {
        Tile dw = Tile.matrix(in, out, 31, 29);
        int smallIn = dw.small()[1];
        int smallOut = dw.small()[2];
        double[] x = factor(smallIn, rows, true, 0);
        double[] dy = factor(smallOut, rows, true, 1);
        return new LargeCall(
                new OptionalCalls(dtype, 14, rows, in, out)
                        .affineBackward(
                                Tile.matrix(rows, in, 0, 31).fill(x),
                                Tile.matrix(rows, out, 0, 29).fill(dy)),
                new OptionalCalls(dtype, 14, rows, smallIn, smallOut)
                        .affineBackward(x, dy)
                        .exactly(),
                dw,
                Tile.line(out, smallOut));
    }

    /** What works on rows of scores. */
    private Stream<Supplier<LargeCall>> rows() {
        return Stream.of(new int[] {LONG, 3}, new int[] {3, LONG}, new int[] {1031, 1033})
                .flatMap(s -> Stream.of(
                        () -> softmax(s[0], s[1]),
                        () -> crossEntropy(s[0], s[1]),
                        () -> crossEntropyBackward(s[0], s[1])));
    }

    private LargeCall softmax(int rows, int columns) {
        Tile y = Tile.matrix(rows, columns, 31, 0);
        double[] x = numbers.values(y.smallSize(), -4, 4);
        return new LargeCall(
                new OptionalCalls(dtype, 14, rows, 1, columns).softmax(y.fill(x)),
                new OptionalCalls(dtype, 14, y.small()[1], 1, columns).softmax(x),
                y);
    }

    /** Most of the loss comes from the last rows, and from their last columns: nothing can be left out unseen. */
    private LargeCall crossEntropy(int rows, int columns) {
        double[] x = numbers.values(rows * columns, -4, 4);
        for (int row = 0; row < rows; row++) {
            x[(row + 1) * columns - 1] = row < rows * 15 / 16 ? 12 : -4;
        }
        return LargeCall.whole(
                new OptionalCalls(dtype, 14, rows, 1, columns).crossEntropy(x, lastClass(rows, columns)));
    }

    private LargeCall crossEntropyBackward(int rows, int columns) {
        return LargeCall.whole(new OptionalCalls(dtype, 14, rows, 1, columns)
                .crossEntropyBackward(
                        numbers.values(rows * columns, 0, 1), lastClass(rows, columns), numbers.values(1)));
    }

    private static double[] lastClass(int rows, int columns) {
        double[] labels = new double[rows * columns];
        for (int row = 0; row < rows; row++) {
            labels[(row + 1) * columns - 1] = 1;
        }
        return labels;
    }
}
