package gradj.backend.array;

/**
 * The loops of optimizers on float arrays: each one pass over its operands, which the JIT compiler turns into SIMD, square
 * root and division included. The twin for the other dtype is the same text.
 */
@SuppressWarnings("cast") // the twin's casts from double to double
final class FloatUpdates {
    private FloatUpdates() {}

    /** y = alpha x + beta y; with beta = 0, whatever y held. */
    static void axpby(int size, float alpha, float[] x, float beta, float[] y, Parallel parallel) {
        if (Sharing.pays(size)) {
            int grain = Sharing.grain(size, 1, parallel);
            parallel.range(0, size, grain, (from, to) -> axpby(from, to, alpha, x, beta, y));
        } else {
            axpby(0, size, alpha, x, beta, y);
        }
    }

    private static void axpby(int from, int to, float alpha, float[] x, float beta, float[] y) {
        if (beta == 0) {
            for (int i = from; i < to; i++) {
                y[i] = alpha * x[i];
            }
        } else {
            for (int i = from; i < to; i++) {
                y[i] = beta * y[i] + alpha * x[i];
            }
        }
    }

    static void sqrt(int size, float[] x, float[] y) {
        for (int i = 0; i < size; i++) {
            y[i] = (float) Math.sqrt(x[i]);
        }
    }

    /** Math.min and Math.max keep NaN. */
    static void clamp(int size, float low, float high, float[] x, float[] y) {
        for (int i = 0; i < size; i++) {
            y[i] = Math.max(low, Math.min(high, x[i]));
        }
    }

    static void rmsStep(
            int size,
            float decay,
            float weight,
            float rate,
            float epsilon,
            float[] g,
            float[] v,
            float[] w,
            Parallel parallel) {
        if (Sharing.pays(size)) {
            int grain = Sharing.grain(size, 1, parallel);
            parallel.range(0, size, grain, (from, to) -> rmsStep(from, to, decay, weight, rate, epsilon, g, v, w));
        } else {
            rmsStep(0, size, decay, weight, rate, epsilon, g, v, w);
        }
    }

    private static void rmsStep(
            int from, int to, float decay, float weight, float rate, float epsilon, float[] g, float[] v, float[] w) {
        for (int i = from; i < to; i++) {
            float square = decay * v[i] + weight * (g[i] * g[i]);
            v[i] = square;
            w[i] -= rate * g[i] / ((float) Math.sqrt(square) + epsilon);
        }
    }

    static void adamStep(
            int size,
            float beta1,
            float weight1,
            float beta2,
            float weight2,
            float rate,
            float epsilon,
            float keep,
            float[] g,
            float[] m,
            float[] v,
            float[] w,
            Parallel parallel) {
        if (Sharing.pays(size)) {
            int grain = Sharing.grain(size, 1, parallel);
            parallel.range(
                    0,
                    size,
                    grain,
                    (from, to) -> adamStep(from, to, beta1, weight1, beta2, weight2, rate, epsilon, keep, g, m, v, w));
        } else {
            adamStep(0, size, beta1, weight1, beta2, weight2, rate, epsilon, keep, g, m, v, w);
        }
    }

    private static void adamStep(
            int from,
            int to,
            float beta1,
            float weight1,
            float beta2,
            float weight2,
            float rate,
            float epsilon,
            float keep,
            float[] g,
            float[] m,
            float[] v,
            float[] w) {
        for (int i = from; i < to; i++) {
            float mean = beta1 * m[i] + weight1 * g[i];
            float square = beta2 * v[i] + weight2 * (g[i] * g[i]);
            m[i] = mean;
            v[i] = square;
            w[i] = keep * w[i] - rate * mean / ((float) Math.sqrt(square) + epsilon);
        }
    }
}
