package gradj.opencl;

import com.aparapi.device.OpenCLDevice;

/**
 * Every operation on float tensors, as it runs on the device: one method each, {@link #run} only chooses. An item is one
 * run of this code, {@link #GROUP} items are a group: they share the local arrays and wait for each other at a barrier.
 *
 * <p>Tensors are offsets into {@code heap}, the arena. Launches are padded to whole groups, so every method first asks
 * whether its item has something to do. The twin for the other dtype is the same text.
 *
 * <p>Two rules of the tools shape the text. What Aparapi cannot translate is missing: no switch, no break, no new arrays, no
 * fields written. And an operation with barriers ends with one: behind the last barrier pocl 3.1 asks the first condition
 * of item 0 only and takes the answer for all 256 (a transpose of 77 x 77 then wrote beyond its rows). Nor does a barrier
 * stand in a branch of an operation: pocl then hangs.
 */
@SuppressWarnings("cast") // the twin's casts from double to double
final class FloatKernel extends DeviceKernel {
    private final float[] heap;
    private final float[] large = new float[LARGE_STAGING + 1];
    private final float[] small = new float[SMALL_STAGING + 1];
    private final int[] table = new int[TABLE];
    private float alpha;
    private float beta;

    @Local
    private final float[] tileA = new float[DEPTH * LARGE_STRIDE];

    @Local
    private final float[] tileB = new float[DEPTH * LARGE_STRIDE];

    @Local
    private final int[] places = new int[GROUP];

    /** An arena of so many elements. */
    FloatKernel(OpenCLDevice device, int elements) {
        super(device);
        heap = new float[elements];
    }

    @Override
    void factors(double first, double second) {
        alpha = (float) first;
        beta = (float) second;
    }

    @Override
    Object staging(boolean isSmall) {
        return isSmall ? small : large;
    }

    @Override
    void putStaging(boolean isSmall) {
        put(isSmall ? small : large);
    }

    @Override
    boolean getStaging(boolean isSmall) {
        float[] staging = isSmall ? small : large;
        staging[0] = 0; // a transfer that fails leaves this
        get(staging);
        return staging[0] == CANARY;
    }

    @Override
    int[] table() {
        return table;
    }

    @Override
    public void run() {
        if (op == UPLOAD) {
            upload();
        } else if (op == UPLOAD_SMALL) {
            uploadSmall();
        } else if (op == DOWNLOAD) {
            download();
        } else if (op == DOWNLOAD_SMALL) {
            downloadSmall();
        } else if (op == FILL) {
            fill();
        } else if (op == COPY) {
            copy();
        } else if (op == GATHER_ROWS) {
            gatherRows();
        } else if (op == AXPY) {
            axpy();
        } else if (op == ELEMENTWISE_UNARY) {
            unary();
        } else if (op == ELEMENTWISE_BINARY) {
            binary();
        } else if (op == SELECT) {
            select();
        } else if (op == TRANSPOSE) {
            transpose();
        } else if (op == REDUCE_BY_ITEMS) {
            reduceByItems();
        } else if (op == SUM_BY_GROUPS) {
            sumByGroups();
        } else if (op == LARGEST_BY_GROUPS) {
            largestByGroups();
        } else if (op == DOT_LARGE_TILES) {
            dotLargeTiles();
        } else if (op == DOT_SMALL_TILES) {
            dotSmallTiles();
        } else if (op == DOT_BY_GROUPS) {
            dotByGroups();
        } else if (op == SOFTMAX_SHORT_ROWS) {
            softmaxShortRows();
        } else if (op == SOFTMAX_LONG_ROWS) {
            softmaxLongRows();
        } else if (op == LOSS_OF_PARTS) {
            lossOfParts();
        }
    }

    // -------------------------------------------------------------------------------------------- moving elements

    /** Y [m] = what came from the heap of Java. */
    private void upload() {
        int i = getGlobalId();
        if (i < m) {
            heap[y + i] = large[1 + i];
        }
    }

    private void uploadSmall() {
        int i = getGlobalId();
        if (i < m) {
            heap[y + i] = small[1 + i];
        }
    }

    /** A [m] goes to the heap of Java, the canary before it. */
    private void download() {
        int i = getGlobalId();
        if (i < m) {
            large[1 + i] = heap[a + i];
        }
        if (i == 0) {
            large[0] = heap[0];
        }
    }

    private void downloadSmall() {
        int i = getGlobalId();
        if (i < m) {
            small[1 + i] = heap[a + i];
        }
        if (i == 0) {
            small[0] = heap[0];
        }
    }

    /** Y [m] = alpha. */
    private void fill() {
        int i = getGlobalId();
        if (i < m) {
            heap[y + i] = alpha;
        }
    }

    /** Y [m] = A. */
    private void copy() {
        int i = getGlobalId();
        if (i < m) {
            heap[y + i] = heap[a + i];
        }
    }

    /** Y [m / n, n] = the rows of A that the table names. */
    private void gatherRows() {
        int i = getGlobalId();
        if (i < m) {
            heap[y + i] = heap[a + table[i / n] * n + i % n];
        }
    }

    // ---------------------------------------------------------------------------------------- element by element

    /**
     * Y = Y + alpha X for several pairs at once, m elements together: the parameters of a net are many and some are tiny, one
     * launch serves them all. The table has offset of X, offset of Y and size of each; an item looks for the pair its
     * number falls into.
     */
    private void axpy() {
        int i = getGlobalId();
        if (i < m) {
            int pair = 0;
            while (i >= table[pair * 3 + 2]) {
                i -= table[pair * 3 + 2];
                pair++;
            }
            int to = table[pair * 3 + 1] + i;
            heap[to] = heap[to] + alpha * heap[table[pair * 3] + i];
        }
    }

    /** Y [m] = op(A). */
    private void unary() {
        int i = getGlobalId();
        if (i < m) {
            float x = heap[a + i];
            float result = x;
            if (kind == NEGATE) {
                result = -x;
            } else if (kind == RECIPROCAL) {
                result = quotient(1, x);
            } else if (kind == EXP) {
                result = exponential(x);
            } else if (kind == LOG) {
                result = log(x);
            } else if (kind == SQUARE) {
                result = x * x;
            } else if (kind == RELU) {
                result = relu(x);
            } else if (kind == SIGMOID) {
                result = sigmoid(x);
            } else if (kind == SQRT) {
                result = sqrt(x);
            }
            heap[y + i] = result;
        }
    }

    /** e^x by way of e^(x - 1), alpha being e, where x is large: some devices' own is infinity a little before the end. */
    private float exponential(float x) {
        return x > 64 ? alpha * exp(x - 1) : exp(x);
    }

    /** The device's own max would drop a NaN. */
    private float relu(float x) {
        return x <= 0 ? 0 : x;
    }

    /** Only e to a negative power is taken: nothing overflows, and nothing cancels. */
    private float sigmoid(float x) {
        float e = exp(x < 0 ? x : -x);
        return quotient(x < 0 ? e : 1, 1 + e);
    }

    /**
     * p / q, correctly rounded but for rare last bits: OpenCL lets a quotient of single precision be off by 2.5 ulps, so
     * one step of Newton's method follows, its remainder exact by a fused multiply-add. With an infinity or a zero that step
     * is NaN or as large as the quotient, and left out.
     */
    private float quotient(float p, float q) {
        float first = p / q;
        float step = fma(-first, q, p) / q;
        return abs(step) < abs(first) ? first + step : first;
    }

    /**
     * Y [m] = op(A, B). An operand is whole, or a constant (alpha for A, beta for B), or n elements that are repeated along
     * [., n, k]. The last kinds are gradients of two whole operands.
     */
    private void binary() {
        int i = getGlobalId();
        if (i < m) {
            int repeated = i / k % n;
            float left = alpha;
            if (aForm != CONSTANT) {
                left = heap[a + (aForm == WHOLE ? i : repeated)];
            }
            float right = beta;
            if (bForm != CONSTANT) {
                right = heap[b + (bForm == WHOLE ? i : repeated)];
            }
            float result = left;
            if (kind == ADD) {
                result = left + right;
            } else if (kind == SUBTRACT) {
                result = left - right;
            } else if (kind == MULTIPLY) {
                result = left * right;
            } else if (kind == DIVIDE) {
                result = quotient(left, right);
            } else if (kind == RELU_BACKWARD) {
                result = left > 0 ? right : 0; // A is what ReLU gave, B its gradient
            } else if (kind == SIGMOID_BACKWARD) {
                result = right * (1 - left) * left;
            } else if (kind == CROSS_ENTROPY_BACKWARD) {
                result = (left * labels(i / n) - right) * (c == NONE ? alpha : alpha * heap[c]);
            }
            heap[y + i] = result;
        }
    }

    /** The sum of a row of labels B [., n]: from Z where the rows are long, so that no item adds up many. */
    private float labels(int row) {
        if (z != NONE) {
            return heap[z + row];
        }
        float sum = 0;
        for (int j = 0; j < n; j++) {
            sum += heap[b + row * n + j];
        }
        return sum;
    }

    /** Y [m] = B where A > 0, else C, which is whole, a single element or the constant alpha. */
    private void select() {
        int i = getGlobalId();
        if (i < m) {
            float other = alpha;
            if (bForm != CONSTANT) {
                other = heap[c + (bForm == WHOLE ? i : 0)];
            }
            heap[y + i] = heap[a + i] > 0 ? heap[b + i] : other;
        }
    }

    /**
     * Y [n, m] = the transpose of A [m, n], a tile of 16 x 16 a group: read along A's rows, written along Y's, so that
     * neighbours touch neighbours both times; the turn happens in local memory.
     */
    private void transpose() {
        int across = (n + SMALL_TILE - 1) / SMALL_TILE;
        int fromRow = getGroupId() / across * SMALL_TILE;
        int fromColumn = getGroupId() % across * SMALL_TILE;
        int slow = getLocalId() / SMALL_TILE;
        int fast = getLocalId() % SMALL_TILE;
        if (fromRow + slow < m && fromColumn + fast < n) {
            tileA[slow * SMALL_STRIDE + fast] = heap[a + (fromRow + slow) * n + fromColumn + fast];
        }
        localBarrier();
        if (fromRow + fast < m && fromColumn + slow < n) {
            heap[y + (fromColumn + slow) * m + fromRow + fast] = tileA[fast * SMALL_STRIDE + slow];
        }
        localBarrier();
    }

    // ------------------------------------------------------------------------------------------------- reductions

    /** The sum over a group, to all its items: half of them add the other half, and so on, always in the same order. */
    private float groupSum(float own) {
        int item = getLocalId();
        tileA[item] = own;
        localBarrier();
        for (int apart = GROUP / 2; apart > 0; apart /= 2) {
            if (item < apart) {
                tileA[item] = tileA[item] + tileA[item + apart];
            }
            localBarrier();
        }
        float sum = tileA[0];
        localBarrier(); // before anyone writes there again
        return sum;
    }

    /** The largest over a group, to all its items. */
    private float groupMax(float own) {
        int item = getLocalId();
        tileA[item] = own;
        localBarrier();
        for (int apart = GROUP / 2; apart > 0; apart /= 2) {
            if (item < apart) {
                tileA[item] = tileA[item + apart] > tileA[item] ? tileA[item + apart] : tileA[item];
            }
            localBarrier();
        }
        float max = tileA[0];
        localBarrier();
        return max;
    }

    /** Leaves the largest over a group in tileA[0] and its place in places[0]; of equal ones the first. */
    private void groupLargest(float own, int place) {
        int item = getLocalId();
        tileA[item] = own;
        places[item] = place;
        localBarrier();
        for (int apart = GROUP / 2; apart > 0; apart /= 2) {
            if (item < apart) {
                float mine = tileA[item];
                float other = tileA[item + apart];
                if (other > mine || (other == mine && places[item + apart] < places[item])) {
                    tileA[item] = other;
                    places[item] = places[item + apart];
                }
            }
            localBarrier();
        }
    }

    /** Y [m / k, k] = the reduction of A [m / k, n, k] along its middle axis, an element an item: many short sums. */
    private void reduceByItems() {
        int i = getGlobalId();
        if (i < m) {
            int first = a + i / k * n * k + i % k;
            float result = 0;
            if (kind == SUM) {
                for (int p = 0; p < n; p++) {
                    result += heap[first + p * k];
                }
            } else {
                float largest = heap[first];
                int place = 0;
                for (int p = 1; p < n; p++) {
                    float x = heap[first + p * k];
                    if (x > largest) {
                        largest = x;
                        place = p;
                    }
                }
                result = kind == MAX ? largest : place;
            }
            heap[y + i] = result;
        }
    }

    /**
     * The sums with a group for each of m outputs: few long ones. Where they are too few to fill the device, each is cut into
     * pieces, with a group and an output for each, and a second launch sums these.
     */
    private void sumByGroups() {
        int output = getGroupId() / pieces;
        int from = getGroupId() % pieces * pieceLength;
        int to = min(n, from + pieceLength);
        int first = a + output / k * n * k + output % k;
        float own = 0;
        for (int p = from + getLocalId(); p < to; p += GROUP) {
            own += heap[first + p * k];
        }
        float sum = groupSum(own);
        if (getLocalId() == 0) {
            heap[y + getGroupId()] = sum;
        }
        localBarrier();
    }

    /**
     * Maxima and their places in the same way. For places the first of two launches leaves the largest of each piece in Y and
     * its place within the piece in Z; the second finds those places in B, and the length of a piece in c.
     */
    private void largestByGroups() {
        int output = getGroupId() / pieces;
        int from = getGroupId() % pieces * pieceLength;
        int to = min(n, from + pieceLength);
        int first = a + output / k * n * k + output % k;
        int start = from + getLocalId();
        start = min(start, to - 1); // an item without an element of its own looks at the last one too
        float largest = heap[first + start * k];
        int place = placeOf(output, start);
        for (int p = start + GROUP; p < to; p += GROUP) {
            float x = heap[first + p * k];
            if (x > largest) {
                largest = x;
                place = placeOf(output, p);
            }
        }
        groupLargest(largest, place);
        if (getLocalId() == 0) {
            heap[y + getGroupId()] = kind == MAX ? tileA[0] : places[0];
            if (z != NONE) {
                heap[z + getGroupId()] = places[0] - from;
            }
        }
        localBarrier();
    }

    /** The place of element p along the axis; of the p-th piece, the place of its largest element. */
    private int placeOf(int output, int p) {
        int place = p;
        if (b != NONE) {
            place = p * c + (int) heap[b + output * n + p];
        }
        return place;
    }

    // --------------------------------------------------------------------------------------------------- products
    //
    // C [m, n] = alpha op(A) [m, k] op(B) [k, n] + beta C + c, then ReLU or not. c [n] is a bias for every row, or
    // left out; where z is given, z [n] gets the column sums of op(B). C lies at y. op(A) and op(B) are read by
    // steps along rows and columns, which is all that transposing is.

    private float elementA(int row, int depth) {
        float x = 0;
        if (row < m && depth < k) {
            x = heap[a + row * aRow + depth * aColumn];
        }
        return x;
    }

    private float elementB(int depth, int column) {
        float x = 0;
        if (depth < k && column < n) {
            x = heap[b + depth * bRow + column * bColumn];
        }
        return x;
    }

    private void storeC(int row, int column, float sum) {
        if (row < m && column < n) {
            int at = y + row * n + column;
            float result = alpha * sum;
            if (beta != 0) {
                result += beta * heap[at];
            }
            if (c != NONE) {
                result += heap[c + column];
            }
            if (kind == THEN_RELU) {
                result = relu(result);
            }
            heap[at] = result;
        }
    }

    /**
     * A group computes 64 x 64 elements of C, each item 4 x 4 of them, 16 apart so that neighbours store to neighbours. 16
     * steps along k at a time, 64 x 16 elements of A and as many of B come to local memory, each read once from the arena
     * and 64 times from there; an item keeps its 16 sums in registers and does 16 multiplications for 8 reads.
     */
    private void dotLargeTiles() {
        int across = (n + LARGE_TILE - 1) / LARGE_TILE;
        int fromRow = getGroupId() / across * LARGE_TILE;
        int fromColumn = getGroupId() % across * LARGE_TILE;
        int item = getLocalId();
        int row = item / 16;
        int column = item % 16;
        float s00 = 0, s01 = 0, s02 = 0, s03 = 0;
        float s10 = 0, s11 = 0, s12 = 0, s13 = 0;
        float s20 = 0, s21 = 0, s22 = 0, s23 = 0;
        float s30 = 0, s31 = 0, s32 = 0, s33 = 0;
        float columnSum = 0;
        for (int depth = 0; depth < k; depth += DEPTH) {
            for (int e = item; e < LARGE_TILE * DEPTH; e += GROUP) {
                // neighbours read along the rows of A and B as they are stored, transposed or not
                int rowA = aColumn == 1 ? e / DEPTH : e % LARGE_TILE;
                int depthA = aColumn == 1 ? e % DEPTH : e / LARGE_TILE;
                tileA[depthA * LARGE_STRIDE + rowA] = elementA(fromRow + rowA, depth + depthA);
                int columnB = bColumn == 1 ? e % LARGE_TILE : e / DEPTH;
                int depthB = bColumn == 1 ? e / LARGE_TILE : e % DEPTH;
                tileB[depthB * LARGE_STRIDE + columnB] = elementB(depth + depthB, fromColumn + columnB);
            }
            localBarrier();
            for (int p = 0; p < DEPTH; p++) {
                int atA = p * LARGE_STRIDE + row;
                int atB = p * LARGE_STRIDE + column;
                float a0 = tileA[atA];
                float a1 = tileA[atA + 16];
                float a2 = tileA[atA + 32];
                float a3 = tileA[atA + 48];
                float b0 = tileB[atB];
                float b1 = tileB[atB + 16];
                float b2 = tileB[atB + 32];
                float b3 = tileB[atB + 48];
                s00 += a0 * b0;
                s01 += a0 * b1;
                s02 += a0 * b2;
                s03 += a0 * b3;
                s10 += a1 * b0;
                s11 += a1 * b1;
                s12 += a1 * b2;
                s13 += a1 * b3;
                s20 += a2 * b0;
                s21 += a2 * b1;
                s22 += a2 * b2;
                s23 += a2 * b3;
                s30 += a3 * b0;
                s31 += a3 * b1;
                s32 += a3 * b2;
                s33 += a3 * b3;
            }
            if (z != NONE && fromRow == 0 && item < LARGE_TILE) {
                for (int p = 0; p < DEPTH; p++) {
                    columnSum += tileB[p * LARGE_STRIDE + item];
                }
            }
            localBarrier();
        }
        row += fromRow;
        column += fromColumn;
        storeC(row, column, s00);
        storeC(row, column + 16, s01);
        storeC(row, column + 32, s02);
        storeC(row, column + 48, s03);
        storeC(row + 16, column, s10);
        storeC(row + 16, column + 16, s11);
        storeC(row + 16, column + 32, s12);
        storeC(row + 16, column + 48, s13);
        storeC(row + 32, column, s20);
        storeC(row + 32, column + 16, s21);
        storeC(row + 32, column + 32, s22);
        storeC(row + 32, column + 48, s23);
        storeC(row + 48, column, s30);
        storeC(row + 48, column + 16, s31);
        storeC(row + 48, column + 32, s32);
        storeC(row + 48, column + 48, s33);
        if (z != NONE && fromRow == 0 && item < LARGE_TILE && fromColumn + item < n) {
            heap[z + fromColumn + item] = columnSum;
        }
        localBarrier();
    }

    /** A group computes 16 x 16 elements of C, an element an item: more groups, where large tiles would be too few. */
    private void dotSmallTiles() {
        int across = (n + SMALL_TILE - 1) / SMALL_TILE;
        int fromRow = getGroupId() / across * SMALL_TILE;
        int fromColumn = getGroupId() % across * SMALL_TILE;
        int slow = getLocalId() / SMALL_TILE;
        int fast = getLocalId() % SMALL_TILE;
        int rowA = aColumn == 1 ? slow : fast;
        int depthA = aColumn == 1 ? fast : slow;
        int columnB = bColumn == 1 ? fast : slow;
        int depthB = bColumn == 1 ? slow : fast;
        float sum = 0;
        float columnSum = 0;
        for (int depth = 0; depth < k; depth += DEPTH) {
            tileA[depthA * SMALL_STRIDE + rowA] = elementA(fromRow + rowA, depth + depthA);
            tileB[depthB * SMALL_STRIDE + columnB] = elementB(depth + depthB, fromColumn + columnB);
            localBarrier();
            for (int p = 0; p < DEPTH; p++) {
                float x = tileB[p * SMALL_STRIDE + fast];
                sum += tileA[p * SMALL_STRIDE + slow] * x;
                columnSum += x;
            }
            localBarrier();
        }
        storeC(fromRow + slow, fromColumn + fast, sum);
        if (z != NONE && fromRow + slow == 0 && fromColumn + fast < n) {
            heap[z + fromColumn + fast] = columnSum;
        }
        localBarrier();
    }

    /** A group computes one element of C, its items share the terms: few elements of many terms. Without column sums. */
    private void dotByGroups() {
        int row = getGroupId() / n;
        int column = getGroupId() % n;
        float own = 0;
        for (int p = getLocalId(); p < k; p += GROUP) {
            own += elementA(row, p) * elementB(p, column);
        }
        float sum = groupSum(own);
        if (getLocalId() == 0) {
            storeC(row, column, sum);
        }
        localBarrier();
    }

    // ---------------------------------------------------------------------------------- softmax and cross entropy
    //
    // Y [m, n] = softmax of the rows of A, shifted by their maxima so that nothing overflows. Where labels B [m, n] are
    // given, also the loss: the mean over the rows of the sum of t (ln(sum of e^(x - max)) - (x - max)), which
    // never takes the logarithm of a probability. A class with t = 0 adds nothing, even where its score is -infinity.

    /** A row an item; where there are more rows than items, an item takes several. */
    private void softmaxShortRows() {
        float losses = 0;
        for (int row = getGlobalId(); row < m; row += getGlobalSize()) {
            int from = a + row * n;
            int to = y + row * n;
            float max = heap[from];
            for (int j = 1; j < n; j++) {
                float x = heap[from + j];
                max = x > max ? x : max;
            }
            float sum = 0;
            for (int j = 0; j < n; j++) {
                float e = exp(heap[from + j] - max);
                heap[to + j] = e;
                sum += e;
            }
            for (int j = 0; j < n; j++) {
                heap[to + j] = heap[to + j] / sum;
            }
            if (b != NONE) {
                float logSum = log(sum);
                for (int j = 0; j < n; j++) {
                    losses += lossTerm(heap[b + row * n + j], logSum, heap[from + j] - max);
                }
            }
        }
        storeLoss(losses);
        localBarrier();
    }

    /** A row a group, the elements shared by its items. */
    private void softmaxLongRows() {
        int item = getLocalId();
        int from = a + getGroupId() * n;
        int to = y + getGroupId() * n;
        float max = heap[from + min(item, n - 1)];
        for (int j = item; j < n; j += GROUP) {
            float x = heap[from + j];
            max = x > max ? x : max;
        }
        max = groupMax(max);
        float own = 0;
        for (int j = item; j < n; j += GROUP) {
            float e = exp(heap[from + j] - max);
            heap[to + j] = e;
            own += e;
        }
        float sum = groupSum(own);
        for (int j = item; j < n; j += GROUP) {
            heap[to + j] = heap[to + j] / sum;
        }
        float losses = 0;
        if (b != NONE) {
            float logSum = log(sum);
            for (int j = item; j < n; j += GROUP) {
                losses += lossTerm(heap[b + getGroupId() * n + j], logSum, heap[from + j] - max);
            }
        }
        storeLoss(losses);
        localBarrier();
    }

    private float lossTerm(float t, float logSum, float shifted) {
        return t * (t != 0 ? logSum - shifted : 0);
    }

    /** The loss where one group had all rows, else the group's part of it; without labels nothing. */
    private void storeLoss(float own) {
        float sum = groupSum(own);
        if (getLocalId() == 0 && b != NONE) {
            if (getNumGroups() == 1) {
                storeMeanLoss(sum);
            } else {
                heap[z + getGroupId()] = sum;
            }
        }
    }

    /** Z [1] = the loss of m rows, from k parts in A. */
    private void lossOfParts() {
        float own = 0;
        for (int i = getLocalId(); i < k; i += GROUP) {
            own += heap[a + i];
        }
        float sum = groupSum(own);
        if (getLocalId() == 0) {
            storeMeanLoss(sum);
        }
        localBarrier();
    }

    /** The loss also waits in the small staging array: who asks for it next needs no launch. */
    private void storeMeanLoss(float sum) {
        float loss = sum / m;
        heap[z] = loss;
        small[0] = heap[0];
        small[1] = loss;
    }
}
