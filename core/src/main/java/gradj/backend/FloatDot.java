package gradj.backend;

/** The matrix product of the pure-Java backend, float32. */
final class FloatDot {
    private FloatDot() {}

    static void dot(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            float alpha,
            float[] a,
            float[] b,
            float beta,
            float[] c,
            Parallel parallel) {
        int grain = (int) Math.max(1, Math.min(m, 500_000L / Math.max(1L, (long) n * k)));
        parallel.range(0, m, grain, (from, to) -> {
            for (int i = from; i < to; i++) {
                for (int j = 0; j < n; j++) {
                    c[i * n + j] = beta == 0 ? 0 : beta * c[i * n + j];
                }
                for (int p = 0; p < k; p++) {
                    float x = alpha * (transposeA ? a[p * m + i] : a[i * k + p]);
                    if (transposeB) {
                        for (int j = 0; j < n; j++) {
                            c[i * n + j] += x * b[j * k + p];
                        }
                    } else {
                        for (int j = 0; j < n; j++) {
                            c[i * n + j] += x * b[p * n + j];
                        }
                    }
                }
            }
        });
    }
}
